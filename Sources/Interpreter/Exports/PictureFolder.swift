import Glibc
import Tensors

/// The pictures of a Markdown file, in the folder NAME_files beside it.
///
/// Each has the digest of its content in its name: the old text keeps its pictures until the new one is in its
/// place, and a change of a picture is seen in the text.
struct PictureFolder {
  private let path: String
  /// The folder as the text calls it.
  private let name: String
  private var pictures: [(name: String, bytes: [UInt8])] = []

  init(beside file: String) {
    let end = file.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? file
    let stem = end.lastIndex(of: ".").map { String(end[..<$0]) } ?? end
    name = "\(stem)_files"
    path = file.dropLast(end.count) + name
  }

  /// Takes a picture; gives the link to it.
  mutating func add(_ bytes: [UInt8], _ place: String) -> String {
    let digest = "\(bytes.withUnsafeBytes { Digest($0) })".prefix(12)
    let picture = "cell-\(place)-\(digest).png"
    pictures.append((picture, bytes))
    return name.addressed + "/" + picture
  }

  func write() throws {
    guard !pictures.isEmpty else { return }
    if mkdir(path, 0o777) != 0, errno != EEXIST {
      throw FileError.failed(path: path, reason: String(cString: strerror(errno)))
    }
    for picture in pictures { try writeAtomically(picture.bytes, to: "\(path)/\(picture.name)") }
  }

  /// Removes what an earlier text showed; whatever else lies there stays.
  func removeOthers() {
    guard let folder = opendir(path) else { return }
    var old: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.isPictureOfCell, !pictures.contains(where: { $0.name == name }) { old.append(name) }
    }
    closedir(folder)
    for name in old { unlink("\(path)/\(name)") }
    if pictures.isEmpty { rmdir(path) }
  }
}

extension String {
  /// "cell-3-0-0123456789ab.png"
  fileprivate var isPictureOfCell: Bool {
    let parts = split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == "cell", hasSuffix(".png") else { return false }
    let digest = parts[3].dropLast(4)
    return parts[1...2].allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) } && digest.count == 12
      && digest.allSatisfy(\.isHexDigit)
  }

  /// As a link of Markdown writes a path.
  fileprivate var addressed: String {
    let plain = Set("-._~/".utf8)
    return utf8.map { byte in
      let character = Character(Unicode.Scalar(byte))
      if byte < 128, character.isLetter || character.isNumber || plain.contains(byte) {
        return String(character)
      }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
  }
}

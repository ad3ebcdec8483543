import Data
import Glibc
import Synchronization
import Tensors

/// What is in the files that statements name, as digests.
///
/// A file of up to 64 MB is told by its bytes, which are read again only when its size, time or place on the disk has
/// changed; a larger one and a folder are told by these facts alone, so that nobody waits for the digest of a network.
final class FileDigests: Sendable {
  private struct Facts: Hashable {
    var device: UInt64
    var node: UInt64
    var size: Int
    var seconds: Int
    var nanoseconds: Int

    init(_ status: stat) {
      device = UInt64(status.st_dev)
      node = UInt64(status.st_ino)
      size = Int(status.st_size)
      seconds = status.st_mtim.tv_sec
      nanoseconds = status.st_mtim.tv_nsec
    }

    var text: String { "\(device) \(node) \(size) \(seconds) \(nanoseconds)" }
  }

  private static let largest = 64 << 20
  private let known = Mutex<[Facts: Digest]>([:])

  /// The digest of what is at a path and of what is read together with it; nil where nothing is there.
  func digest(at path: String) -> Digest? {
    let path = expanded(path)
    guard let own = content(of: path) else { return nil }
    let others = companions(of: path).compactMap(content)
    return others.isEmpty ? own : Digest(of: [own] + others)
  }

  private func content(of path: String) -> Digest? {
    var status = stat()
    guard !path.isEmpty, stat(path, &status) == 0 else { return nil }
    let facts = Facts(status)
    switch status.st_mode & S_IFMT {
    case S_IFREG where facts.size <= Self.largest:
      if let digest = known.withLock({ $0[facts] }) { return digest }
      guard let digest = try? Digest(file: path) else { return Digest(facts.text) }
      known.withLock { $0[facts] = digest }
      return digest
    case S_IFREG: return Digest(facts.text)
    case S_IFDIR: return listing(of: path, facts)
    default: return nil
    }
  }

  private func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  /// A folder's digest: names, sizes and times of what is in it and in the folders in it, as data is read from them.
  private func listing(of path: String, _ facts: Facts, depth: Int = 0) -> Digest {
    var entries: [String] = []
    for name in names(in: path) {
      var status = stat()
      if stat("\(path)/\(name)", &status) != 0 { continue }
      let isFolder = status.st_mode & S_IFMT == S_IFDIR && depth == 0
      let inner = isFolder ? listing(of: "\(path)/\(name)", Facts(status), depth: 1) : nil
      entries.append("\(name) " + (inner.map { "\($0)" } ?? Facts(status).text))
    }
    return Digest(entries.sorted().joined(separator: "\n"))
  }

  /// What is read together with a file: the labels of images, a network's weights in other files (which only its bytes
  /// name: all that lies beside it counts but what this program writes), and the tokenizer that comes along.
  private func companions(of path: String) -> [String] {
    let folder = folder(of: path)
    if path.contains("idx3") {
      let labels = path.replacing("images", with: "labels").replacing("idx3", with: "idx1")
      return [labels, labels + ".gz", labels.hasSuffix(".gz") ? String(labels.dropLast(3)) : labels]
    }
    guard path.hasSuffix(".onnx") else { return [] }
    let above = Tensors.folder(of: folder)
    return names(in: folder).filter { !Self.isWritten($0) }.sorted().map { "\(folder)/\($0)" }
      + [Tokenizer.file(in: above)].compactMap { $0 }
  }

  private static func isWritten(_ name: String) -> Bool {
    !Tokenizer.isNamed(name) && FileKind.allCases.contains { name.hasSuffix(".\($0.rawValue)") }
  }
}

import Glibc
import Tensors

/// The folder that a file is to be written to, which is made where it is missing.
struct FolderOfFile {
  private let file: String
  private let path: String

  init(_ file: String) {
    self.file = file
    path = folder(of: file)
  }

  private var isThere: Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Throws where it is missing and can't be made, so that nobody waits for a result that has no place.
  func check() throws(FileError) {
    var status = stat()
    var place = path
    while stat(place, &status) != 0 {
      guard errno == ENOENT, place != folder(of: place) else { throw .folderMissing(path: file) }
      place = folder(of: place)
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw .folderMissing(path: file) }
    if place != path, access(place, W_OK | X_OK) != 0 { throw .notPermitted(path: file, writing: true) }
  }

  /// Makes it with all that it lies in; gives whether it was missing.
  func make() throws(FileError) -> Bool {
    if isThere { return false }
    try check()
    var made = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      made += "/\(part)"
      if mkdir(made, 0o777) != 0, errno != EEXIST {
        throw .failed(path: file, reason: String(cString: strerror(errno)))
      }
    }
    return true
  }
}

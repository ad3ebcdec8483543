/// Why a file can't be read or written.
public enum FileError: Error, Hashable, Sendable {
  case missing(path: String)
  case folderMissing(path: String)
  case isFolder(path: String)
  case notRegular(path: String)
  case notPermitted(path: String, writing: Bool)
  case diskFull(path: String)
  case failed(path: String, reason: String)
}

extension FileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing(let path):
      "there is no file '\(path)': check its name and folder"
    case .folderMissing(let path):
      "'\(path)' can't be written, because its folder '\(folder(of: path))' does not exist: "
        + "create it or choose another folder"
    case .isFolder(let path):
      "'\(path)' is a folder: name a file"
    case .notRegular(let path):
      "'\(path)' is not an ordinary file but a device, pipe or socket: name an ordinary file"
    case .notPermitted(let path, writing: false):
      "'\(path)' may not be read by this user: change its permissions or copy it to where you may read it"
    case .notPermitted(let path, writing: true):
      "'\(path)' may not be written by this user: change its permissions or choose another place"
    case .diskFull(let path):
      "'\(path)' can't be written, because the disk is full: free some space or choose another disk"
    case .failed(let path, let reason):
      "'\(path)' can't be used (\(reason)): check the path and try again"
    }
  }
}

/// The folder part of a path: everything before its last slash, "." without one.
package func folder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

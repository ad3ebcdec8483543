import Glibc

/// Why a file can't be written.
public struct WriteError: Error, Equatable, CustomStringConvertible {
  public enum Reason: Equatable, Sendable {
    case noFolder, notAllowed, readOnlyDisk, diskFull, isFolder, nameTooLong
    case other(String)
  }

  public let path: String
  public let reason: Reason

  init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }

  init(path: String, _ code: Int32) {
    self.path = path
    reason =
      switch code {
      case ENOENT, ENOTDIR: .noFolder
      case EACCES, EPERM: .notAllowed
      case EROFS: .readOnlyDisk
      case ENOSPC, EDQUOT: .diskFull
      case EISDIR: .isFolder
      case ENAMETOOLONG: .nameTooLong
      default: .other(strerror(code).map { String(cString: $0) } ?? "error \(code)")
      }
  }

  public var description: String {
    let file = "can't write \"\(path.printable)\""
    switch reason {
    case .noFolder: return "\(file): there is no folder \"\(folder)\"; make it, or write elsewhere"
    case .notAllowed:
      return "\(file): the file or the folder \"\(folder)\" may not be written; write elsewhere"
    case .readOnlyDisk: return "\(file): the disk of \"\(folder)\" is read-only; write elsewhere"
    case .diskFull: return "\(file): the disk is full; free some space, or write elsewhere"
    case .isFolder: return "\(file): it is a folder; add the name of a file to it"
    case .nameTooLong: return "\(file): the name is too long; choose a shorter one"
    case .other(let message): return "\(file): \(message.prefix(1).lowercased() + message.dropFirst())"
    }
  }

  private var folder: String {
    let parts = path.printable.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return parts.isEmpty ? "." : parts == [""] ? "/" : parts.joined(separator: "/")
  }
}

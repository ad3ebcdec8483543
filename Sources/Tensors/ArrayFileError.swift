/// Why a file of numbers does not hold what it ought to. `file` names it, and the entry inside of an archive.
public enum ArrayFileError: Error, Hashable, Sendable {
  case notOfFormat(file: String, format: String)
  case truncated(file: String, needed: Int, found: Int)
  case badHeader(file: String, reason: String)
  case unsupportedType(file: String, type: String)
  case tooLarge(file: String, what: String)
  case corrupt(file: String, reason: String)
  case noEntry(file: String, key: String, available: [String])
}

extension ArrayFileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notOfFormat(let file, let format):
      "\(file) is not \(format) file, whatever its name says: check the path, or save it again"
    case .truncated(let file, let needed, let found):
      "\(file) ends too early: \(needed) bytes are needed and \(found) are there; copy or save it again"
    case .badHeader(let file, let reason):
      "\(file) has a header that makes no sense (\(reason)): save it again"
    case .unsupportedType(let file, let type):
      "\(file) holds elements of type '\(type)', which can't be read here: "
        + "save it as float32, int64 or uint8"
    case .tooLarge(let file, let what):
      "\(file) is too large: \(what); save it in smaller parts"
    case .corrupt(let file, let reason):
      "\(file) is damaged (\(reason)): copy or save it again"
    case .noEntry(let file, let key, let available):
      "\(file) has no entry '\(key)': it holds "
        + (available.isEmpty ? "nothing" : available.joined(separator: ", "))
    }
  }
}

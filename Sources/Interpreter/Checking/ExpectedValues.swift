import Data
import Glibc
import Tensors

/// What a script showed when it was last accepted, in a file beside it: NAME.expected.json.
struct ExpectedValues {
  let path: String
  /// nil where there is no such file.
  let values: [JSON]?

  init(of script: String) throws {
    path = (script.hasSuffix(".xpl") ? String(script.dropLast(4)) : script) + ".expected.json"
    guard access(path, F_OK) == 0 else {
      values = nil
      return
    }
    guard case .list(let values)? = try JSON(file: path)["values"] else {
      throw Mistake.failed("'\(path)' holds no values: write it again by: xpl check --update \(script)")
    }
    self.values = values
  }

  func write(_ values: [JSON]) throws {
    let document = JSON.object([("values", .list(values)), ("xpl", .text(version))])
    try writeAtomically(Array((document.text() + "\n").utf8), to: path)
  }
}

extension JSON {
  init(file path: String) throws {
    try self.init(readText(path), of: path)
  }

  init(_ text: String, of path: String) throws {
    do {
      self = try JSON(text: text)
    } catch {
      throw Mistake.failed("'\(path)' is no JSON: at byte \(error.offset) \(error.reason)")
    }
  }
}

import Glibc
import Language
import Tensors

/// A file named by `include`, read.
struct Inclusion {
  /// Where it is, with links followed: what tells one file from another.
  let path: String
  let source: Source

  /// Paths are relative to the file that includes.
  ///
  /// Throws where the file can't be read or is being included already.
  init(_ name: String, from includer: Source, including: [String]) throws(Mistake) {
    let place = Self.place(of: name, from: includer)
    path = canonicalPath(place)
    if including.contains(path) { throw .includeCycle(including + [path]) }
    do { source = Source(name: place, text: try readText(place)) } catch { throw .failed("\(error)") }
  }

  /// Where a file is that another one includes.
  static func place(of name: String, from includer: Source) -> String {
    let isAbsolute = name.hasPrefix("/") || name.hasPrefix("~")
    let folder = includer.name.lastIndex(of: "/").map { String(includer.name[...$0]) } ?? ""
    return (isAbsolute ? "" : folder) + name
  }
}

/// The text of a file in UTF-8.
public func readText(_ path: String) throws -> String {
  let file = try MappedFile(expanded(path))
  let text = file.withUnsafeBytes { String(validating: $0, as: UTF8.self) }
  guard let text else { throw Mistake.textNeeded(path: path) }
  return text
}

/// Puts a text in UTF-8 in the place of a file, whole or not at all.
public func writeText(_ text: String, to path: String) throws {
  try writeAtomically(Array(text.utf8), to: expanded(path))
}

/// The path with links followed, or as it is where there is no such file.
func canonicalPath(_ path: String) -> String {
  guard let real = realpath(expanded(path), nil) else { return path }
  defer { free(real) }
  return String(cString: real)
}

/// The path with `~` for the reader's home.
func expanded(_ path: String) -> String {
  guard path == "~" || path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
  return String(cString: home) + path.dropFirst()
}

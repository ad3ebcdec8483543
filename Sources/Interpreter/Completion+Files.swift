import Glibc
import Language

// Names of files as values.
extension Interpreter {
  /// The endings of the files that an argument names; nil where it names none. No endings stand for all.
  func endings(of parameter: any Parameter, _ standing: Standing) -> [String]? {
    switch (standing.verb?.name, parameter.name) {
    case ("load", "name"): Self.loadable[standing.words.first ?? ""] ?? Self.loadable.values.flatMap { $0 }
    case ("save", "path"): FileKind.allCases.map(\.rawValue)
    case (_, "baseline"): ["npy"]
    default: nil
    }
  }

  private static let loadable = [
    "data": ["csv", "gz", "jpeg", "jpg", "npy", "npz", "png", "tsv", "txt", "ubyte"],
    "model": ["onnx"],
    "tokenizer": ["json", "txt"],
  ]

  /// The folders, and the files with these endings, that a half typed path may become.
  func files(_ typed: String, _ endings: [String], _ list: (String) -> [String]) -> [Completion.Candidate] {
    let isQuoted = typed.hasPrefix("\"")
    let path = isQuoted ? typed.dropFirst() : typed[...]
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    let name = path.dropFirst(folder.count)
    return list(folder.isEmpty ? "." : expanded(String(folder))).sorted().compactMap { entry in
      guard entry.hasPrefix(name), !entry.hasPrefix(".") || name.hasPrefix(".") else { return nil }
      let isFolder = entry.hasSuffix("/")
      guard
        isFolder
          || endings.contains(where: { entry.lowercased().hasSuffix(".\($0)") || entry.hasSuffix("-\($0)") })
      else { return nil }
      let whole = quoted(folder + entry, always: isQuoted)
      // A folder goes on: its name has no closing quotation mark yet.
      return .init(isFolder && whole.hasSuffix("\"") ? String(whole.dropLast()) : whole)
    }
  }

  /// A text as it is typed: bare where it can be.
  func quoted(_ text: String, always: Bool) -> String {
    let bare = text.hasSuffix("/") ? String(text.dropLast()) : text
    let lexer = Lexer(Source(name: "", text: bare))
    let isBare =
      lexer.diagnostics.isEmpty && lexer.tokens.count == 2
      && [.identifier, .dashed, .word, .number, .true, .false].contains(lexer.tokens[0].kind)
    if isBare && !always || text.hasPrefix("\"") { return text }
    return "\"" + text.reduce(into: "") { $0 += ["\"", "\\"].contains($1) ? "\\\($1)" : String($1) } + "\""
  }

  func unquoted(_ text: String) -> String {
    text.hasPrefix("\"") ? String(text.dropFirst().prefix { $0 != "\"" }) : text
  }
}

/// The names in a folder, those of folders with a slash behind them; nothing where it can't be read.
public func namesInFolder(_ path: String) -> [String] {
  guard let folder = opendir(path) else { return [] }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if [".", ".."].contains(name) { continue }
    var status = stat()
    let isFolder = stat("\(path)/\(name)", &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    names.append(isFolder ? name + "/" : name)
  }
  return names
}

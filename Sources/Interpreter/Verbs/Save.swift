import Data
import Language
import Models
import Tensors

extension Verb {
  fileprivate static let savedValue = Key(
    "value", optional: .savable, "what is saved; model is the current network", otherwise: "the last result",
    isLeading: true)
  private static let path = Key(
    "path", .savablePath,
    "the file; its ending says what kind: " + FileKind.allCases.map { ".\($0)" }.joined(separator: " "))

  static let save = Verb(
    "save",
    "Writes a result, with .onnx the network, to a file; without a value the session, with .html, .ipynb and .md as a "
      + "report, with .xpl as a script",
    nouns: [savedValue, path],
    subject: savedValue, consults: [.model], readsLast: true,
    writes: [.files], isShown: false, example: "condition layer=4 channel=50 y=1 | save \"heat.png\"",
    foresee: { arguments, scope in
      if arguments.isModel, case .absent = scope.model { throw ArgumentError(savedValue, .noModel) }
      if !arguments.isPending(path) {
        do throws(FileError) { try FolderOfFile(expanded(arguments[path])).check() } catch {
          throw ArgumentError(path, .failed("\(error)"))
        }
        scope.written.insert(canonicalPath(arguments[path]))
      }
    },
    run: { arguments, run in
      let path = expanded(arguments[Self.path])
      let kind = try FileKind(path: path)
      if try run.blaming(Self.path, { try FolderOfFile(path).make() }) {
        run.note("made the folder \(folder(of: path))")
      }
      if kind.holdsSession, !arguments.isGiven(savedValue) {
        try run.blaming(Self.path) { try run.saveSession(as: kind, to: path) }
        return run.session.last ?? .nothing
      }
      let named: Value? = arguments.isModel ? .result(try run.currentModel()) : arguments[savedValue]
      guard let value = named ?? run.session.last else { throw Mistake.noResultYet }
      if kind == .onnx, let model = value.model {
        let size = try run.blaming(Self.path) {
          try model.write(onnx: path) { share in
            try run.checkCancellation()
            run.output.progress(share, nil)
          }
        }
        run.note("saved \(path): \(model.name), \(size) bytes")
        return value
      }
      if kind == .md {
        try run.blaming(Self.path) { try MarkdownFile(value, path: path).write(to: path) }
        run.note("saved \(path): \(value.kind)")
        return value
      }
      let bytes = try run.blaming(Self.path) { try value.bytes(as: kind) }
      try run.blaming(Self.path) { try writeAtomically(bytes, to: path) }
      run.note("saved \(path): \(value.kind), \(bytes.count) bytes")
      return value
    })
}

extension Run {
  /// Writes the session so far; not over the file that is running.
  fileprivate func saveSession(as kind: FileKind, to path: String) throws {
    if including.contains(canonicalPath(path)) || notebook.includes(canonicalPath(path)) {
      return note("\(path) is left as it is, since it is what runs")
    }
    if kind == .xpl {
      let script = notebook.script(at: session, in: Tensors.folder(of: path))
      let text = Script(Source(name: path, text: script.text)).formatted ?? script.text
      try writeAtomically(Array(text.utf8), to: path)
      return note("saved \(path): \(script.statements) statements of this session")
    }
    let report = Report(self)
    switch kind {
    case .ipynb: try writeAtomically(Array((try report.notebook().text() + "\n").utf8), to: path)
    case .md: try MarkdownFile(report, path: path).write(to: path)
    default: try writeAtomically(Array(report.page(title: path.fileStem).utf8), to: path)
    }
    let count = report.cells.count { if case .code = $0.content { true } else { false } }
    note("saved \(path): \(count) cell\(count == 1 ? "" : "s") of this session")
  }
}

extension String {
  /// "report" of "out/report.html"
  fileprivate var fileStem: String {
    let name = split(separator: "/").last ?? self[...]
    return String(name[..<(name.lastIndex(of: ".") ?? name.endIndex)])
  }
}

extension Arguments {
  /// Whether the current network is to be saved.
  fileprivate var isModel: Bool {
    if case .text("model") = self[Verb.savedValue] { true } else { false }
  }
}

extension Kind where Content == Value {
  fileprivate static let savable = Kind(any.name, words: { _ in ["model"] }, read: any.read)
}

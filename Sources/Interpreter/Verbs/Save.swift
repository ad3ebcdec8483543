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
    "save", "Writes a result, with .onnx the network, with .xpl the session's statements, to a file",
    nouns: [savedValue, path],
    subject: savedValue, consults: [.model], readsLast: true,
    writes: [.files], isShown: false, example: "condition layer=4 channel=50 y=1 | save \"heat.png\"",
    foresee: { arguments, scope in
      if arguments.isModel, case .absent = scope.model { throw ArgumentError(savedValue, .noModel) }
      if !arguments.isPending(path), !arguments.isGiven(savedValue) { try checkSession(arguments[path]) }
      if !arguments.isPending(path) { scope.written.insert(canonicalPath(arguments[path])) }
    },
    run: { arguments, run in
      let path = expanded(arguments[Self.path])
      let kind = try FileKind(path: path)
      if !arguments.isGiven(savedValue) { try checkSession(path) }
      if kind == .xpl, !arguments.isGiven(savedValue) {
        let steps = run.notebook.matter(at: run.session)
        try run.blaming(Self.path) {
          try writeAtomically(Array(steps.map { $0.text + "\n" }.joined().utf8), to: path)
        }
        run.note("saved \(path): \(steps.count) statements of this session")
        return run.session.last ?? .nothing
      }
      let named: Value? = arguments.isModel ? .result(try run.currentModel()) : arguments[savedValue]
      guard let value = named ?? run.session.last else { throw Mistake.noResultYet }
      if kind == .onnx, let model = value.model {
        let size = try run.blaming(Self.path) {
          try model.write(onnx: path) { share in
            try run.checkCancellation()
            run.output.progress(share)
          }
        }
        run.note("saved \(path): \(model.name), \(size) bytes")
        return value
      }
      let bytes = try run.blaming(Self.path) { try value.bytes(as: kind) }
      try run.blaming(Self.path) { try writeAtomically(bytes, to: path) }
      run.note("saved \(path): \(value.kind), \(bytes.count) bytes")
      return value
    })

  /// A page without a value would be the session's.
  private static func checkSession(_ path: String) throws(ArgumentError) {
    if (try? FileKind(path: path)) == .html { throw ArgumentError(Self.path, .laterSession) }
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

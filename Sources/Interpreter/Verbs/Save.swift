import Tensors

extension Verb {
  private static let value = Key(
    "value", optional: .any, "what is saved", otherwise: "the last result", isLeading: true)
  private static let path = Key(
    "path", .savablePath,
    "the file; its ending says what kind: " + FileKind.allCases.map { ".\($0)" }.joined(separator: " "))

  static let save = Verb(
    "save", "Writes a result, or with .xpl the session's statements, to a file", nouns: [value, path],
    subject: value,
    writes: [.files], isShown: false, example: "condition layer=4 channel=50 y=1 | save \"heat.png\"",
    foresee: { arguments, scope in
      if !arguments.isPending(path) { scope.written.insert(canonicalPath(arguments[path])) }
    },
    run: { arguments, run in
      let path = expanded(arguments[Self.path])
      let kind = try FileKind(path: path)
      if kind == .xpl, !arguments.isGiven(value) {
        let script = run.session.history.map { $0 + "\n" }.joined()
        try run.blaming(Self.path) { try writeAtomically(Array(script.utf8), to: path) }
        run.note("saved \(path): \(run.session.history.count) statements of this session")
        return run.session.last ?? .nothing
      }
      guard let value = arguments[value] ?? run.session.last else { throw Mistake.noResultYet }
      let bytes = try run.blaming(Self.path) { try value.bytes(as: kind) }
      try run.blaming(Self.path) { try writeAtomically(bytes, to: path) }
      run.note("saved \(path): \(value.kind), \(bytes.count) bytes")
      return value
    })
}

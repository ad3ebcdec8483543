import Language

/// A line `:name text` at the top level of a script: a setting, or something done with the notebook rather than in it.
struct Directive: Sendable {
  let name: String
  /// What may follow the name: "3..5", "[NAME]".
  let form: String
  let summary: String
  let example: String
  /// Complains about a text that can't follow the name.
  let check: @Sendable (String) throws(Mistake) -> Void
  /// Gives a status where it ended a script.
  let perform: @Sendable (String, inout Interpreter) throws -> Status?

  init(
    _ name: String, _ summary: String, form: String = "", example: String? = nil,
    check: @escaping @Sendable (String) throws(Mistake) -> Void = { _ in },
    perform: @escaping @Sendable (String, inout Interpreter) throws -> Status?
  ) {
    self.name = name
    self.form = form
    self.summary = summary
    self.example = example ?? ":\(name)"
    self.check = check
    self.perform = perform
  }

  /// Every directive, in alphabetical order: a new one is a file in `Directives` and a line here.
  static let all: [Directive] = [
    .branch,
    .cache,
    .cells,
    .edit,
    .mode,
    .redo,
    .refresh,
    .rerun,
    .slice,
    .time,
    .undo,
  ]

  static func named(_ name: String) -> Directive? { all.first { $0.name == name } }

  /// The usage as help shows it.
  var usage: String { ":\(name)" + (form.isEmpty ? "" : " \(form)") }

  /// Checks that nothing follows the name.
  static func checkEmpty(_ name: String) -> @Sendable (String) throws(Mistake) -> Void {
    { (text) throws(Mistake) in
      if !text.isEmpty { throw .settingNeeds(name, what: "nothing after it") }
    }
  }
}

extension Statement {
  /// The directive that this is, with the text after its name; nil for settings, which are statements like others.
  var directive: (Directive, String)? {
    guard case .meta(let name, let text) = kind, let directive = Directive.named(name.text) else {
      return nil
    }
    return (directive, text)
  }
}

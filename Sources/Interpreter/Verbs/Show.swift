import Attributions
import Figures

extension Verb {
  /// What `show` can show of the session, by name.
  private static let views: [(name: String, summary: String, show: @Sendable (Arguments, Run) throws -> Value)] = [
    ("data", "the current data", { _, run in .result(try run.currentData()) }),
    ("layers", "the layers of the model with their shapes and costs", { _, run in .result(try Layers(run.currentModel())) }),
    ("model", "the current model", { _, run in .result(try run.currentModel()) }),
    ("plan", "how the program of the last prediction or explanation is computed", { _, run in
      .result(try ProgramText(plan: run)) }),
    ("program", "the program of the last prediction or explanation", { _, run in .result(try ProgramText(program: run)) }),
    ("rules", "which layer gets which relevance rule from composite=, and why", { arguments, run in
      .result(try RuleTable(run.currentModel(), arguments.composite(run))) }),
    ("session", "the model, the data and the chosen samples", { _, run in .result(try Overview(run)) }),
  ]

  private static let view = Key(
    "what", .choice("thing to show", of: views.map(\.name)),
    views.map { "\($0.name): \($0.summary)" }.joined(separator: "; "), initial: "session", shown: "session")
  private static let value = Key("value", optional: .any, "a result to show again", otherwise: "none")

  static let show = Verb(
    "show", "Shows the model, its layers, the data, the session, or how something is computed",
    nouns: [view], keys: [Keys.composite, Keys.rule, value] + Keys.ruleSettings, subject: value, example: "show layers"
  ) { arguments, run in
    if let value = arguments[value] { return value }
    guard let view = views.first(where: { $0.name == arguments[view] }) else { return .nothing }
    return try view.show(arguments, run)
  }
}

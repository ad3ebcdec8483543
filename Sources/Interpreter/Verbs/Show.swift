import Attributions
import Concepts
import Execution
import Figures

extension Verb {
  /// What `show` can show of the session, by name.
  private static let views:
    [(name: String, summary: String, show: @Sendable (Arguments, Run) throws -> Value)] = [
      (
        "automaton", "the automaton that was extracted from a recurrent network",
        { _, run in .result(try FoundAutomaton(run.currentAutomaton(), run)) }
      ),
      (
        "cache", "what is kept so that it need not be computed again",
        { _, run in .result(try CacheTable(run.engine)) }
      ),
      (
        "concepts", "the concepts that were learned from labels, layer by layer",
        { _, run in .result(try FoundLearnedConcepts(run.currentLearnedConcepts())) }
      ),
      ("data", "the current data", { _, run in .result(try run.currentData()) }),
      (
        "decision", "how learned concepts make the network's decision: rules, or weights",
        { _, run in .result(ConceptRules(model: try run.currentLearnedConcepts().model)) }
      ),
      (
        "layers", "the layers of the model with their shapes and costs",
        { _, run in .result(try Layers(run.currentModel())) }
      ),
      (
        "machine", "the machine that was extracted from a recurrent network",
        { _, run in .result(try FoundMachine(run.currentMachine(), run)) }
      ),
      ("model", "the current model", { _, run in .result(try run.currentModel()) }),
      (
        "plan", "how that program is computed: steps, memory, kernels",
        { _, run in
          .result(try ProgramText(plan: run))
        }
      ),
      (
        "program", "the program of the last explanation, before one that of a prediction",
        { _, run in .result(try ProgramText(program: run)) }
      ),
      (
        "rules", "which layer gets which relevance rule from composite=, and why",
        { arguments, run in
          .result(try RuleTable(run.currentModel(), arguments.composite(run)))
        }
      ),
      ("session", "the model, the data and the chosen samples", { _, run in .result(try Overview(run)) }),
      (
        "transitions", "how the machine decides what follows state concept=, or start",
        { arguments, run in
          let machine = try run.currentMachine().machine
          var state: Int? = machine.initial
          if let wanted = arguments[concept] {
            state = wanted == .name("start") ? nil : try machine.index(of: wanted, concept)
          }
          return .result(StateRules(machine: machine, state: state))
        }
      ),
      ("tokenizer", "the current tokenizer", { _, run in .result(try run.currentTokenizer()) }),
    ]

  /// The name of a view, or any other value.
  private static let shown = Kind<Value>(
    "\(views.map(\.name).joined(separator: ", ")), or a value",
    words: { _ in
      views.map(\.name)
    }
  ) { (value, scope) throws(Mistake) in
    if case .text = value { _ = try Kind.choice("thing to show", of: views.map(\.name)).read(value, scope) }
    return value
  }

  private static let what = Key(
    "what", shown, views.map { "\($0.name): \($0.summary)" }.joined(separator: "; "),
    initial: .text("session"),
    shown: "session")

  static let show = Verb(
    "show", "Shows the model, its layers, the data, the session, or how something is computed",
    nouns: [what], keys: ruleKeys + [concept], subject: what,
    consults: [.model, .data, .tokenizer, .samples, .explanation, .concepts, .engine],
    example: "show layers",
    foresee: { arguments, _ in try checkKeys(arguments) },
    run: { arguments, run in
      try checkKeys(arguments)
      guard case .text(let name) = arguments[what], let view = views.first(where: { $0.name == name }) else {
        return arguments[what]
      }
      return try view.show(arguments, run)
    })

  private static let concept = Key(
    "concept", optional: .concept, "the state whose transitions are shown, by number or name, or start",
    otherwise: "that most sequences begin in")

  /// What only the rules depend on.
  private static let ruleKeys: [any Parameter] = [Keys.composite, Keys.rule] + Keys.ruleSettings

  private static func checkKeys(_ arguments: Arguments) throws {
    if arguments.isPending(what) { return }
    guard case .text(let name) = arguments[what] else {
      return try arguments.refuse(ruleKeys, by: "show \(arguments[what].kind)")
    }
    if name != "transitions" { try arguments.refuse([concept], by: "show \(name)") }
    if name != "rules" { try arguments.refuse(ruleKeys, by: "show \(name)") }
  }
}

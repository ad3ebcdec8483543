import Attributions

extension Verb {
  private static let method = Key(
    "method", .entry("method", of: NamedInteraction.all) { $0.name },
    NamedInteraction.all.map { "\($0.name): \($0.summary)" }.joined(separator: "; "))

  static let interact = Verb(
    "interact", "Says how much pairs of features mattered together for a class", nouns: [method],
    keys: [Keys.sample, Keys.y] + Interacting.common + Interacting.special, subject: Keys.sample,
    reads: [.model, .data, .samples], consults: [.seed, .tokenizer], writes: [.explanation],
    gives: PairInteractions.self,
    cost:
      "a second derivative for each group at each node: the time grows with groups, not with what is in them",
    example: "load tabular; interact ih y=1 sample=2",
    paper: "Janizek et al. 2021, integrated Hessians",
    foresee: { arguments, _ in try checkKeys(arguments) },
    run: { arguments, run in
      try checkKeys(arguments)
      return .result(try Interacting.explain(arguments[method], arguments.target, arguments, run))
    })

  private static func checkKeys(_ arguments: Arguments) throws {
    try Interacting.check(arguments)
    if arguments.isPending(method) { return }
    let used = arguments[method].keys
    try arguments.refuse(
      Interacting.special.filter { !used.contains($0.name) }, by: "interact \(arguments[method].name)",
      keys: ["sample", "y", "groups", "layer", "side"] + used)
  }
}

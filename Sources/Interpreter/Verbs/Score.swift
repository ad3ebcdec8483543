import Attributions

extension Verb {
  /// What can be judged, by name.
  private static let scores:
    [(name: String, summary: String, score: @Sendable (Arguments, Run) throws -> any Result)] = [
      (
        "conservation", "how much relevance arrived at each layer, and where the rest went",
        { arguments, run in
          try Conservation(arguments, run)
        }
      ),
      (
        "fidelity",
        "the share of predictions kept when a layer is replaced by what the extracted concepts rebuild",
        {
          _, run in try Fidelity(run)
        }
      ),
      (
        "remove-and-retrain",
        "how much worse networks do that are trained without what explanations rank first, beside chance",
        { arguments, run in
          try RetrainedNetworks(arguments, run)
        }
      ),
      (
        "true-pairs", "how well interactions find the pairs that the targets of simulated data are made of",
        { arguments, run in
          try TruePairs(arguments, run)
        }
      ),
    ]

  private static let judged = Key(
    "what", .choice("score", of: scores.map(\.name)),
    scores.map { "\($0.name): \($0.summary)" }.joined(separator: "; "))

  static let score = Verb(
    "score", "Judges an explanation", nouns: [judged],
    keys: conditional + RetrainingKeys.all, subject: Keys.sample, reads: [.model, .data, .samples],
    example: "score conservation y=1",
    foresee: { arguments, _ in try checkKeys(arguments) },
    run: { arguments, run in
      try checkKeys(arguments)
      guard let score = scores.first(where: { $0.name == arguments[judged] }) else { return .nothing }
      return .result(try score.score(arguments, run))
    })

  /// What only the score of an explanation takes.
  private static let conditional: [any Parameter] =
    [Keys.sample] + Conditioning.keys + [Keys.composite, Keys.rule, Keys.initial] + Keys.ruleSettings

  private static func checkKeys(_ arguments: Arguments) throws {
    try Conditioning.check(arguments)
    if arguments.isPending(judged) { return }
    switch arguments[judged] {
    case "remove-and-retrain": try TrainingKeys.check(arguments)
    case "true-pairs":
      try arguments.refuse(
        RetrainingKeys.all.filter { $0.name != RetrainingKeys.of.name }, by: "score true-pairs", keys: ["of"])
    default: try arguments.refuse(RetrainingKeys.all, by: "score \(arguments[judged])")
    }
    if arguments[judged] == "conservation" { return }
    try arguments.refuse(conditional, by: "score \(arguments[judged])")
  }
}

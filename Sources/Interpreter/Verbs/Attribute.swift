import Attributions

extension Verb {
  private static let method = Key(
    "method", .entry("method", of: NamedMethod.all) { $0.name },
    NamedMethod.all.map { "\($0.name): \($0.summary)" }.joined(separator: "; "))

  static let attribute = Verb(
    "attribute", "Says how much each element of the input, or of a layer, mattered for a class",
    nouns: [method],
    keys: Attributing.keys, subject: Keys.sample,
    reads: [.model, .data, .samples], consults: [.seed, .tokenizer], writes: [.explanation],
    gives: InputAttribution.self,
    cost:
      "a pass forward and one back for each sample and target; of ig and eg as many as there are nodes; of methods that leave values out a pass forward for each time",
    example: "attribute gradient y=1",
    foresee: { arguments, _ in try checkKeys(arguments) },
    run: { arguments, run in
      try checkKeys(arguments)
      return .result(try Attributing.explain(arguments[method], arguments, run))
    })

  private static func checkKeys(_ arguments: Arguments) throws {
    if arguments.isPending(method) {
      try Places.check(arguments)
      return try Paths.check(arguments)
    }
    let name = "attribute \(arguments[method].name)"
    try Attributing.check(arguments[method], arguments, named: method, by: name)
    let used = Attributing.used(by: arguments[method])
    try arguments.refuse(
      Attributing.special.filter { !used.contains($0.name) }, by: name,
      keys: ["sample", "y", "at"] + used.filter { $0 != "at" })
  }
}

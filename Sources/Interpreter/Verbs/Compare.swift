import Attributions

extension Verb {
  /// What can be put side by side.
  private enum Compared: Sendable {
    case attribution(NamedMethod)
    case interaction(NamedInteraction)
    /// The machine or the automaton that was extracted last.
    case machine(String)
    /// What learns concepts from labels.
    case learner(ConceptMethod)

    var name: String {
      switch self {
      case .attribution(let method): method.name
      case .interaction(let method): method.name
      case .machine(let name): name
      case .learner(let method): method.name
      }
    }

    static let machines = ["automaton", "machine"]
    static let all =
      (NamedMethod.all.map(Self.attribution) + NamedInteraction.all.map(Self.interaction)
      + machines.map(Self.machine) + ConceptMethod.all.map(Self.learner)).sorted { $0.name < $1.name }
  }

  private static let methods = Key(
    "methods", Kind<Compared>.entry("method", of: Compared.all) { $0.name }.list,
    "the methods: of attribute or of interact, in the order in which they are to stand; those of extract concepts "
      + "from=labels; or machine automaton, as extracted",
    isRepeated: true)
  private static let scores = Key(
    "scores", optional: Kind<NamedScore>.entry("score", of: NamedScore.all) { $0.name }.list,
    "what attributions are judged by, beside chance; ?scores says what each is, and its keys: "
      + "\(Judging.own.map { "\($0.name)=" }.joined(separator: ", ")) are the methods' where one of them takes it, "
      + "else the scores'",
    otherwise: "they are not judged")

  static let compare = Verb(
    "compare", "Puts what several methods say of the same samples side by side", nouns: [methods], keys: keys,
    subject: Keys.sample, reads: [.model, .data, .samples], consults: [.seed, .tokenizer, .concepts],
    writes: [.explanation],
    cost: "what its methods and scores cost one after the other",
    example: "compare gradient ig lrp y=1 scores=[deletion, sparseness]",
    foresee: { arguments, _ in try checkKeys(arguments) },
    run: { arguments, run in
      try checkKeys(arguments)
      if case .machine = arguments[methods].first { return .result(try ComparedMachines(run)) }
      let learners = learners(arguments[methods])
      if !learners.isEmpty { return .result(try ComparedLearners(learners, arguments, run)) }
      let interactions = interactions(arguments[methods])
      if interactions.isEmpty {
        return .result(
          try ComparedAttributions(attributions(arguments[methods]), arguments[scores] ?? [], arguments, run))
      }
      return .result(
        try ComparedInteractions(
          interactions, arguments.targets(Attributing.y, run.currentModel())[0], arguments, run))
    })

  /// Each name once: what a method means by it goes before what a score means.
  private static let keys: [any Parameter] = {
    var (names, keys): (Set<String>, [any Parameter]) = ([Attributing.at.name], [])
    for key in Attributing.keys + [Interacting.smooth] + Judging.keys + [scores] + learning
    where names.insert(key.name).inserted { keys.append(key) }
    return keys + [Attributing.at]
  }()

  private static func attributions(_ methods: [Compared]) -> [NamedMethod] {
    methods.compactMap { if case .attribution(let method) = $0 { method } else { nil } }
  }

  private static func learners(_ methods: [Compared]) -> [ConceptMethod] {
    methods.compactMap { if case .learner(let method) = $0 { method } else { nil } }
  }

  /// What concepts from labels depend on.
  private static let learning: [any Parameter] =
    [ComparedLearners.budget, ComparedLearners.seeds]
    + LabelKeys.all.filter { ![LabelKeys.budget.name, LabelKeys.from.name].contains($0.name) }

  private static func interactions(_ methods: [Compared]) -> [NamedInteraction] {
    methods.compactMap { if case .interaction(let method) = $0 { method } else { nil } }
  }

  /// Throws where methods explain different things.
  private static func checkSame(_ methods: [NamedMethod], _ arguments: Arguments) throws {
    func refuse(_ first: NamedMethod, _ what: String, _ second: NamedMethod, _ other: String) -> ArgumentError
    {
      ArgumentError(
        Self.methods,
        .failed("\(first.name) explains \(what), and \(second.name) \(other): compare them separately"))
    }
    if let through = methods.first(where: { $0.site == .inputThroughUnit }),
      let other = methods.first(where: { $0.site != .inputThroughUnit })
    {
      throw refuse(through, "a class through the unit of at=", other, "that unit itself")
    }
    if arguments.isGiven(Places.layer), let layer = methods.first(where: \.explainsLayers),
      let input = methods.first(where: { !$0.explainsLayers })
    {
      throw refuse(layer, "the values of the layer", input, "those of the input")
    }
  }

  private static func checkKeys(_ arguments: Arguments) throws {
    try Places.check(arguments)
    try Paths.check(arguments)
    if case .each(let lists) = arguments[Attributing.y] ?? .each([[]]), lists.count == 1 {
    } else {
      throw ArgumentError(
        Attributing.y, .failed("methods are compared on one target: give one class, or several to be added"))
    }
    if arguments.isPending(methods) { return }
    var seen: Set<String> = []
    for method in arguments[methods] where !seen.insert(method.name).inserted {
      throw ArgumentError(methods, .givenTwice(method.name))
    }
    let machines = arguments[methods].filter { if case .machine = $0 { true } else { false } }
    if !machines.isEmpty {
      guard machines.count == 2, arguments[methods].count == 2 else {
        throw ArgumentError(
          methods,
          .failed("a machine and an automaton are compared with each other: compare machine automaton"))
      }
      return try arguments.refuse(keys, by: "compare machine automaton")
    }
    let learners = learners(arguments[methods])
    if !learners.isEmpty {
      guard learners.count == arguments[methods].count else {
        throw ArgumentError(
          methods,
          .failed("\(learners[0].name) learns concepts from labels: what else is compared with it has to do so, too"))
      }
      try LearningSettings.checkKeys(learners, arguments)
      return try arguments.refuse(
        keys.filter { key in !learning.contains { $0.name == key.name } },
        by: "compare \(learners.map(\.name).joined(separator: ", "))", keys: learning.map(\.name))
    }
    let (attributions, interactions) = (attributions(arguments[methods]), interactions(arguments[methods]))
    var used = ["sample", "y"]
    if interactions.isEmpty {
      used += ["at", scores.name] + attributions.flatMap { Attributing.used(by: $0) }
      if arguments.isPending(scores) { return }
      var scoresSeen: Set<String> = []
      for score in arguments[scores] ?? [] where !scoresSeen.insert(score.name).inserted {
        throw ArgumentError(scores, .givenTwice(score.name))
      }
      used += (arguments[scores] ?? []).flatMap(\.keys)
      let methodKeys = Set(attributions.flatMap { Attributing.used(by: $0) })
      try Judging.check(arguments.without(Judging.keys.filter { methodKeys.contains($0.name) }))
      for method in attributions {
        try Attributing.check(method, arguments, named: methods, by: "compare with \(method.name)")
      }
      try checkSame(attributions, arguments)
    } else if attributions.isEmpty {
      used += (Interacting.common.map(\.name) + interactions.flatMap(\.keys)).filter {
        $0 != Interacting.feature.name
      }
    } else {
      throw ArgumentError(
        methods,
        .failed(
          "\(attributions[0].name) says something of features and \(interactions[0].name) of pairs: compare "
            + "one kind at a time"
        ))
    }
    var (names, known): ([String], Set<String>) = ([], [])
    for key in used where known.insert(key).inserted { names.append(key) }
    try arguments.refuse(
      keys.filter { !known.contains($0.name) },
      by: "compare \(arguments[methods].map(\.name).joined(separator: ", "))",
      keys: names)
  }
}

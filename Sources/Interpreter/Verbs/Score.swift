import Attributions

extension Verb {
  /// A score of something else than one attribution.
  private struct Other: Sendable {
    let name: String
    let summary: String
    let keys: [any Parameter]
    let score: @Sendable (Arguments, Run) throws -> any Result
  }

  private static let others = [
    Other(
      name: "concepts",
      summary: "how often several learned concepts are wrong at once, and how much they tell of each other",
      keys: []
    ) { _, run in try ConceptScores(run) },
    Other(
      name: "conservation", summary: "how much relevance arrived at each layer, and where the rest went",
      keys: conditional
    ) { arguments, run in try Conservation(arguments, run) },
    Other(
      name: "fidelity",
      summary:
        "the share of predictions kept when a layer is replaced by what the extracted concepts rebuild; of a machine how well "
        + "it does what its network does, rung by rung",
      keys: []
    ) { _, run in
      if case .machine(let machine) = run.session.findings { return try MachineLadder(machine, run) }
      return try Fidelity(run)
    },
    Other(
      name: "interventions",
      summary: "how the accuracy of the task rises while learned concepts are corrected one after another",
      keys: [InterventionScore.order]
    ) { arguments, run in try InterventionScore(arguments, run) },
    Other(
      name: "remove-and-retrain",
      summary:
        "how much worse networks do that are trained without what explanations rank first, beside chance",
      keys: RetrainingKeys.all
    ) { arguments, run in try RetrainedNetworks(arguments, run) },
    Other(
      name: "true-pairs",
      summary: "how well interactions find the pairs that the targets of simulated data are made of",
      keys: [subject]
    ) { arguments, run in try TruePairs(arguments, run) },
  ]

  /// All scores with the keys that matter to each, beside those of what is explained.
  static let allScores: [(name: String, summary: String, keys: [String])] =
    (others.map { ($0.name, $0.summary, $0.keys.map(\.name)) }
    + NamedScore.all.map { score in
      (score.name, "\(score.summary) (\(score.better.rawValue))", [subject.name, method.name] + score.keys)
    }).sorted { $0.0 < $1.0 }

  private static let judged = Key(
    "what", .choice("score", of: allScores.map(\.name)),
    "what is asked; ?scores says what each score is, and its keys. Where parts are removed or put in by an explanation, "
      + "the first in order goes first of those that it gives the same")

  /// What a pipe brings: what is judged, or the samples that are to be explained.
  private enum Subject: Sendable {
    case explanations([any FeatureExplanation])
    case samples([Int]?)
  }

  private static let subject = Key(
    RetrainingKeys.of.name,
    optional: Kind<Subject>("attributions or interactions, or a list") { (value, scope) throws(Mistake) in
      if case .result(let samples as SampleSet) = value {
        return .samples(try Keys.sample.kind.read(.result(samples), scope))
      }
      return .explanations(try Kind.featureExplanation.list.read(value, scope))
    },
    "what is judged: an attribution; attributions or interactions of all samples for remove-and-retrain, "
      + "interactions for true-pairs",
    otherwise: "the last result")
  private static let method = Key(
    "method", optional: .entry("method", of: NamedMethod.all) { $0.name },
    "the method whose attribution is judged, as attribute knows it; keys that a score has no use for are the "
      + "method's, baseline=, groups= and seed= are both's",
    otherwise: "what of= names is judged")
  private static let layer = Key(
    "layer", optional: .layer,
    "the layer that relevance has to pass through; with method= the layer whose values are explained")

  static let score = Verb(
    "score", "Judges an explanation", nouns: [judged], keys: keys, subject: subject,
    reads: [.samples], consults: [.concepts, .data, .model, .seed, .tokenizer], readsLast: true,
    cost:
      "a pass forward for each step of a curve; the method again for each layer of randomization; a training for each point of remove-and-retrain",
    example: "score deletion method=ig y=1",
    foresee: { arguments, scope in
      try checkKeys(arguments)
      // What another program predicted is judged without a network.
      if arguments.isPending(judged) || ["concepts", "interventions"].contains(arguments[judged]) { return }
      if case .absent = scope.model { throw Mistake.noModel }
      if case .absent = scope.data { throw Mistake.noData }
    },
    run: { arguments, run in
      try checkKeys(arguments)
      let arguments = try sorted(arguments)
      if let other = others.first(where: { $0.name == arguments[judged] }) {
        return .result(try other.score(arguments, run))
      }
      guard let score = NamedScore.all.first(where: { $0.name == arguments[judged] }) else { return .nothing }
      let attribution = try attribution(arguments, by: score, run)
      try Judging.check(score, of: attribution.named, attribution.explained[0].meaning, arguments)
      return .result(try Judging.judge(attribution, score, arguments, run))
    })

  /// Each name once: what a score means by it goes before what a method means.
  private static let keys: [any Parameter] = {
    var (names, keys): (Set<String>, [any Parameter]) = ([], [])
    let first: [any Parameter] = [Keys.sample, subject, method, layer]
    for key in first + Judging.keys + conditional + Attributing.special + RetrainingKeys.all + [
      InterventionScore.order
    ]
    where names.insert(key.name).inserted { keys.append(key) }
    return keys
  }()

  /// Keys that only methods have.
  private static let explaining: [any Parameter] = {
    let own = Set(Judging.keys.map(\.name))
    return Attributing.keys.filter { !own.contains($0.name) }
  }()

  private static let conditional: [any Parameter] =
    [Keys.sample] + Conditioning.keys + [Keys.composite, Keys.rule, Keys.initial] + Keys.ruleSettings

  /// With what came through a pipe where scores look for it; what it brings is only known when it runs.
  private static func sorted(_ arguments: Arguments) throws -> Arguments {
    var arguments = arguments
    if arguments.isPending(subject) { arguments.remove(subject.name) }
    switch arguments[subject] {
    case .explanations(let explanations): arguments.set(subject.name, explanations)
    case .samples(let indices):
      if arguments.isGiven(Keys.sample) { throw ArgumentError(Keys.sample, .givenTwice(Keys.sample.name)) }
      arguments.remove(subject.name)
      arguments.set(Keys.sample.name, indices)
    case nil: break
    }
    return arguments
  }

  private static func attribution(
    _ arguments: Arguments, by score: NamedScore, _ run: Run
  ) throws -> InputAttribution {
    if let method = arguments[method] {
      return try Attributing.explain(method, arguments.without(Judging.own), run)
    }
    guard let explanations = arguments[RetrainingKeys.of] ?? (try? [run.lastExplanation()]) else {
      throw Mistake.failed(
        "the last result is no attribution that could be judged: write attribute ig y=1 first, or add "
          + "method=ig"
      )
    }
    guard explanations.count == 1 else {
      throw ArgumentError(
        subject,
        .failed("score \(score.name) judges one attribution: several are put side by side by compare"))
    }
    guard let attribution = explanations[0] as? InputAttribution else {
      throw ArgumentError(
        subject, .failed("score \(score.name) judges attributions, and \(explanations[0].title) is none"))
    }
    return attribution
  }

  private static func checkKeys(_ arguments: Arguments) throws {
    try Conditioning.check(arguments)
    if arguments.isPending(judged) { return }
    let name = arguments[judged]
    let known = try sorted(arguments)
    var used: [String]
    if let other = others.first(where: { $0.name == name }) {
      used = other.keys.map(\.name)
      if used.contains(TrainingKeys.lr.name) { try TrainingKeys.check(known) }
      if known.isGiven(subject), !used.contains(subject.name) {
        throw ArgumentError(
          subject, .failed("score \(name) judges no result of another command: leave of= and the pipe out"))
      }
    } else if let score = NamedScore.all.first(where: { $0.name == name }) {
      used = [subject.name, method.name] + score.keys
      try Judging.check(known)
      if known.isPending(method) { return }
      if let method = known[method] {
        used += ["sample", "y"] + Attributing.used(by: method)
        try check(method, for: score, known)
      } else if let key = explaining.first(where: { !used.contains($0.name) && known.isGiven(named: $0.name) }
      ) {
        throw ArgumentError(
          name: key.name,
          .failed(
            "\(key.name)= is for explaining, and the explanation at hand is judged: add method=, or leave it "
              + "out"
          ))
      }
    } else {
      return
    }
    var (names, seen): ([String], Set<String>) = ([], [])
    for key in used where seen.insert(key).inserted { names.append(key) }
    try known.refuse(keys.filter { !seen.contains($0.name) }, by: "score \(name)", keys: names)
  }

  private static func check(_ method: NamedMethod, for score: NamedScore, _ arguments: Arguments) throws {
    if arguments.isGiven(subject) { throw ArgumentError(subject, .notTogether("of=", "method=")) }
    if method.site == .inputThroughUnit {
      throw ArgumentError(
        Self.method,
        .failed(
          "\(method.name) follows a unit: write attribute \(method.name) at=... first, then the score alone"))
    }
    // What composites give is known once they are made.
    if !method.keys.contains(Keys.composite.name), !arguments.isPending(Attributing.kind) {
      var settings = MethodSettings()
      settings.kind = GradientStatistic(rawValue: arguments[Attributing.kind]) ?? .mean
      try Judging.check(score, of: method, method.make(settings).meaning, arguments)
    }
    try Attributing.check(
      method, arguments.without(Judging.own), named: Self.method,
      by: "score \(score.name) method=\(method.name)")
  }
}

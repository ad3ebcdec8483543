import Attributions
import Data
import Models

extension Verb {
  private static let method = Key(
    "method", .choice("method", of: NamedInteraction.all.map(\.name)),
    NamedInteraction.all.map { "\($0.name): \($0.summary)" }.joined(separator: "; "))
  private static let feature = Key(
    "feature", optional: Kind<String>.text.list,
    "the features, by name or index, whose interactions with all others are computed", otherwise: "all")
  private static let smooth = Key(
    "smooth", optional: .number(from: 0.01, to: 10_000),
    "explains the network with softplus of this sharpness in place of each ReLU, not the network itself",
    otherwise: "the network as it is")
  private static let n = Key(
    "n", optional: .whole(from: 1, to: 1_000_000), "how many noisy copies smooth-hess draws", otherwise: "1000")
  private static let noise = Key(
    "noise", optional: .number(from: 0), "the noise of smooth-hess, as a share of the sample's range of values",
    otherwise: "0.1")
  private static let seed = Key(
    "seed", optional: .whole(from: 0), "what random choices follow from", otherwise: ":seed")

  /// What only some methods use.
  private static let special: [any Parameter] = [
    Paths.baseline, Paths.references, Paths.steps, Paths.tolerance, feature, n, noise, seed, smooth,
  ]

  static let interact = Verb(
    "interact", "Says how much pairs of features mattered together for a class", nouns: [method],
    keys: [Keys.sample, Keys.y, Keys.groups] + Places.keys + special, subject: Keys.sample,
    reads: [.model, .data, .samples], writes: [.explanation], gives: PairInteractions.self,
    example: "interact ih y=1",
    paper: "Janizek et al. 2021, integrated Hessians",
    foresee: { arguments, _ in try checkKeys(arguments) },
    run: { arguments, run in
      try checkKeys(arguments)
      let (model, data) = (try run.currentModel(), try run.currentData())
      let place = Places.place(arguments, model)
      let method = try named(arguments)
      let indices = run.explainedSamples(arguments)
      let inputs = try run.inputs(indices)
      let question = try Question(
        model, inputs, place: place, target: arguments.target, executor: run.executor, monitor: run.monitor)
      let groups = try run.grouping(
        arguments[Keys.groups], shape: question.shape, place: place, samples: indices
      ).groups(for: question)
      let wanted = try arguments[feature]?.map { try index($0, groups) }

      var settings = MethodSettings()
      settings.seed = arguments[seed].map { UInt64($0) } ?? run.session.seed
      settings.baseline = try Paths.baseline(
        arguments, run, place: place, samples: indices, comparesWithMany: method.keys.contains("references"))
      (settings.count, settings.noise) = (arguments[n], arguments[noise])
      settings.references = arguments[Paths.references]
      (settings.steps, settings.tolerance) = (arguments[Paths.steps], arguments[Paths.tolerance])
      (settings.smooth, settings.only) = (arguments[smooth], wanted)
      let interactions = try method.make(settings).interact(question, groups: groups)
      return .result(
        PairInteractions(
          interactions, method: method.name, target: arguments.target.text(data, of: model), groups: groups,
          wanted: wanted, samples: inputs[0], indices: indices, data: data,
          isText: data.texts != nil && arguments[Keys.groups]?.isOfText != false))
    })

  private static func index(_ name: String, _ groups: FeatureGroups) throws -> Int {
    if let index = groups.names.firstIndex(of: name) { return index }
    if let index = Int(name), (0..<groups.count).contains(index) { return index }
    throw ArgumentError(
      feature, .noFeature(name, data: "the place", names: groups.names, count: groups.count))
  }

  private static func named(_ arguments: Arguments) throws -> NamedInteraction {
    guard let named = NamedInteraction.all.first(where: { $0.name == arguments[method] }) else {
      throw ArgumentError(
        method, .noChoice(arguments[method], what: "method", choices: NamedInteraction.all.map(\.name)))
    }
    return named
  }

  private static func checkKeys(_ arguments: Arguments) throws {
    try Places.check(arguments)
    try Paths.check(arguments)
    if arguments.isPending(method) { return }
    let method = try named(arguments)
    try arguments.refuse(
      special.filter { !method.keys.contains($0.name) }, by: "interact \(method.name)",
      keys: ["sample", "y", "groups", "layer", "side"] + method.keys)
  }
}

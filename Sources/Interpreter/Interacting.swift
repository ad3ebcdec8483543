import Attributions
import Data
import Models
import Tensors

/// Interactions as commands ask for them: the keys of all methods, and what a command's arguments mean for
/// one of them.
enum Interacting {
  static let feature = Key(
    "feature", optional: Kind<String>.text.list,
    "the features, by name or index, whose interactions with all others are computed", otherwise: "all")
  static let smooth = Key(
    "smooth", optional: .number(from: 0.01, to: 10_000),
    "explains the network with softplus of this sharpness in place of each ReLU, not the network itself",
    otherwise: "the network as it is")
  static let n = Key(
    "n", optional: .whole(from: 1, to: 1_000_000), "how many noisy copies smooth-hess draws",
    otherwise: "1000")
  static let noise = Key(
    "noise", optional: .number(from: 0),
    "the noise of smooth-hess, as a share of the sample's range of values",
    otherwise: "0.1")

  /// What only some methods use.
  static let special: [any Parameter] = [
    Paths.baseline, Paths.references, Paths.steps, Paths.tolerance, feature, n, noise, Attributing.seed,
    smooth,
  ]

  /// What all methods use.
  static let common: [any Parameter] = [Keys.groups] + Places.keys

  static func check(_ arguments: Arguments) throws {
    try Places.check(arguments)
    try Paths.check(arguments)
  }

  static func explain(
    _ method: NamedInteraction, _ target: Condition.Target, _ arguments: Arguments, _ run: Run
  ) throws -> PairInteractions {
    let (model, data) = (try run.currentModel(), try run.currentData())
    let place = Places.place(arguments, model)
    let indices = run.explainedSamples(arguments)
    let inputs = try run.inputs(indices)
    let question = try Question(
      model, inputs, place: place, target: target, executor: run.executor, monitor: run.monitor)
    let groups = try run.grouping(
      arguments[Keys.groups], shape: question.shape, place: place, samples: indices
    ).groups(for: question)
    let grouped = groups.members.reduce(0) { $0 + $1.count }
    if grouped < question.shape.count, method.keys.contains(Paths.baseline.name),
      method.keys.contains(smooth.name)
    {
      run.note(
        "\(question.shape.count - grouped) of \(question.shape.count) values are in no group: on the way from the "
          + "baseline they change, too, and what they do is in no sum")
    }
    let wanted = try arguments[feature]?.map { try index($0, groups) }

    var settings = MethodSettings()
    settings.seed = arguments[Attributing.seed].map { UInt64($0) } ?? run.session.seed
    settings.baseline = try Paths.baseline(
      arguments, run, place: place, samples: indices, comparesWithMany: method.keys.contains("references"))
    (settings.count, settings.noise) = (arguments[n], arguments[noise])
    settings.references = arguments[Paths.references]
    (settings.steps, settings.tolerance) = (arguments[Paths.steps], arguments[Paths.tolerance])
    (settings.smooth, settings.only) = (arguments[smooth], wanted)
    let interactions = try run.recalled { try method.make(settings).interact(question, groups: groups) }
    return PairInteractions(
      interactions, method: method.name, target: target.text(data, of: model), groups: groups,
      wanted: wanted, samples: inputs[0], indices: indices, data: data,
      isText: data.texts != nil && arguments[Keys.groups]?.isOfText != false)
  }

  private static func index(_ name: String, _ groups: FeatureGroups) throws -> Int {
    if let index = groups.names.firstIndex(of: name) { return index }
    if let index = Int(name), (0..<groups.count).contains(index) { return index }
    throw ArgumentError(
      feature, .noFeature(name, data: "what is explained", names: groups.names, count: groups.count))
  }
}

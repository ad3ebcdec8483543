import Data
import Models

extension Verb {
  private static let architectures = Architecture.all.filter(\.isMeasured)

  private static let architecture = Key(
    "architecture", .choice("network", of: architectures.map(\.name)),
    architectures.map { "\($0.name): \($0.summary)" }.joined(separator: "; "))
  private static let activation = Key(
    "activation", .choice("activation", of: Architecture.HiddenActivation.allCases.map(\.rawValue)),
    "what follows each hidden layer", initial: "relu")
  private static let hidden = Key(
    "hidden", Kind<Int>.whole(from: 1, to: 100_000).list, "the features of each hidden layer",
    initial: [64, 64, 64])

  static let train = Verb(
    "train", "Trains a network on the current data, which becomes the current model", nouns: [architecture],
    keys: (TrainingKeys.all + [activation, hidden]).sorted { $0.name < $1.name },
    reads: [.data], consults: [.seed], writes: [.model, .concepts, .explanation], gives: TrainedNetwork.self,
    cost: "a pass forward and one back for each sample in each epoch",
    example: "train mlp hidden=[64,64,64] rate=0.005",
    foresee: { arguments, scope in
      try TrainingKeys.check(arguments)
      let data = scope.data
      scope.model = .unknown
      if case .absent = data { throw Mistake.noData }
      guard arguments.areKnown, case .known(let header) = data else { return }
      scope.model = .known(try model(arguments, header, seed: 0))
    },
    run: { arguments, run in
      try TrainingKeys.check(arguments)
      let data = try run.currentData()
      let seed = TrainingKeys.seed(arguments, run)
      let untrained = try model(arguments, data.header, seed: seed)
      let (examples, loss) = try run.examples(outputs: untrained.classCount)
      let trained = try TrainedNetwork(
        untrained, examples, TrainingKeys.training(arguments, loss),
        optimizer: arguments[TrainingKeys.optimizer],
        holdingOut: arguments[TrainingKeys.validation], seed: seed, run)
      run.session.model = trained.model
      run.session.forgetFindings()
      return .result(trained)
    })

  /// The network for data with this header: an output for each class, or a single one.
  private static func model(_ arguments: Arguments, _ header: DatasetHeader, seed: UInt64) throws -> Model {
    guard let chosen = architectures.first(where: { $0.name == arguments[architecture] }) else {
      throw ArgumentError(
        architecture,
        .noChoice(arguments[architecture], what: "network", choices: architectures.map(\.name)))
    }
    var measure = Architecture.Measure(input: header.shape, outputs: max(1, header.classes.count))
    measure.hidden = arguments[hidden]
    measure.activation = Architecture.HiddenActivation(rawValue: arguments[activation]) ?? .relu
    return chosen.model(seed: seed, measure: measure)
  }
}

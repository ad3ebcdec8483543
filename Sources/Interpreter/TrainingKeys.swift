import Data
import Models
import Tensors

/// The keys that say how networks are trained.
enum TrainingKeys {
  static let batch = Key("batch", .whole(from: 1), "how many samples a step looks at", initial: 128)
  static let decay = Key(
    "decay", optional: .number(from: 0), "decay of weights, in the optimizer's own way",
    otherwise: "0; 0.01 of adamw")
  static let epochs = Key("epochs", .whole(from: 1), "the most rounds through the samples", initial: 200)
  static let momentum = Key(
    "momentum", optional: .number(from: 0, to: 1), "how much of its step before sgd goes on with",
    otherwise: "0")
  static let nesterov = Key(
    "nesterov", optional: .flag, "whether the momentum of sgd looks ahead", otherwise: "false")
  static let optimizer = Key(
    "optimizer", .choice("optimizer", of: NamedOptimizer.all.map(\.name)),
    NamedOptimizer.all.map { "\($0.name): \($0.summary)" }.joined(separator: "; "), initial: "adam")
  static let patience = Key(
    "patience", .whole(from: 1),
    "after how many epochs without a lower loss on what is held out training stops",
    initial: 5)
  static let lr = Key(
    "lr", optional: .number(from: 0), "how large steps are", otherwise: "0.001; 0.01 of sgd")
  static let seed = Key(
    "seed", optional: .whole(from: 0),
    "what first weights, the order of samples and what is held out follow from",
    otherwise: ":seed")
  static let valid = Key(
    "valid", .number(from: 0, to: 0.9),
    "the share of the samples that is held out, to tell when to stop; the weights that are best on it are kept",
    initial: 0.2)

  static let all: [any Parameter] = [
    batch, decay, epochs, lr, momentum, nesterov, optimizer, patience, seed, valid,
  ]

  private static let ofOptimizers: [any Parameter] = [decay, momentum, nesterov]

  /// Throws where an optimizer is given what it has no use for.
  static func check(_ arguments: Arguments) throws {
    guard !arguments.isPending(optimizer), let named = NamedOptimizer.named(arguments[optimizer]) else {
      return
    }
    try arguments.refuse(
      ofOptimizers.filter { !named.keys.contains($0.name) }, by: "optimizer \(named.name)",
      keys: ["lr"] + named.keys)
  }

  static func seed(_ arguments: Arguments, _ run: Run) -> UInt64 {
    arguments[seed].map { UInt64($0) } ?? run.session.seed
  }

  static func training(_ arguments: Arguments, _ loss: Loss) throws -> Training {
    guard let named = NamedOptimizer.named(arguments[optimizer]) else {
      throw ArgumentError(
        optimizer, .noChoice(arguments[optimizer], what: "optimizer", choices: NamedOptimizer.all.map(\.name))
      )
    }
    var settings = OptimizerSettings()
    settings.rate = arguments[lr]
    settings.decay = arguments[decay]
    settings.momentum = arguments[momentum] ?? 0
    settings.isNesterov = arguments[nesterov] ?? false
    var training = Training(loss: loss, optimizer: named.make(settings))
    training.batch = arguments[batch]
    training.epochs = arguments[epochs]
    training.patience = arguments[patience]
    return training
  }
}

extension Run {
  /// All samples of the current data with what a network of so many outputs is to say of them, and how wrong
  /// it is.
  ///
  /// - Parameter steps: of sequences, how many answers the network gives.
  func examples(outputs: Int, steps: Int = 1) throws -> (examples: Examples, loss: Loss) {
    let data = try currentData()
    let samples = Inputs(try data.samples(0..<data.count))
    if let targets = data.targets {
      return (Examples(samples, targets: .init([targets.count, 1], targets)), .squaredError)
    }
    guard let labels = data.labels else {
      throw Mistake.failed(
        "\(data.name) does not say what is to be predicted: load data with labels, or a table with target=")
    }
    guard let most = labels.max(), most < max(2, outputs) else {
      throw Mistake.failed(
        "\(data.name) has \(data.classes.count) classes, and the network \(outputs) outputs")
    }
    let byStep = steps > 1 && data.stepLabels?.count == data.count * steps ? data.stepLabels : nil
    if let most = byStep?.max(), most >= max(2, outputs) {
      throw Mistake.failed(
        "\(data.name) has \(data.classes.count) classes, and the network \(outputs) outputs")
    }
    return (
      Examples(samples, labels: byStep ?? labels, outputs: outputs),
      outputs == 1 ? .binaryCrossEntropy : .crossEntropy
    )
  }
}

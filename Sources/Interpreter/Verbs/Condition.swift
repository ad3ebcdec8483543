import Attributions
import Data
import Models
import Tensors

extension Verb {
  private static let layer = Key("layer", optional: .layer, "the layer that relevance has to pass through")
  private static let channel = Key(
    "channel", optional: .channels,
    "which of its channels; a list is kept together, all and a list of lists make one condition for each",
    otherwise: "all together")
  private static let at = Key(
    "at", optional: Kind<Unit>.unit.list,
    "channels of several layers at once: [conv2:50, conv1:3], neurons: conv2:50@[3,7]")
  private static let y = Key(
    "y", optional: .classes,
    "the class, by number or name; a list is added up, all makes one condition for each",
    otherwise: "relevance starts at the layer, or without one at the predicted class")
  private static let record = Key(
    "record", optional: Kind<Int>.layer.list,
    "the layers whose relevance and activation are kept, beside conditioned ones",
    otherwise: "all with weights, if they fit into 256 MB")
  private static let pair = Key("pair", .flag, "whether condition i is for sample i only", initial: false)

  static let condition = Verb(
    "condition",
    "Explains a prediction by a heatmap, under the condition that relevance passes certain channels",
    keys: [
      Keys.sample, layer, channel, at, y, Keys.composite, Keys.rule, record, Keys.initial, Keys.parallel,
      pair,
    ]
      + Keys.ruleSettings,
    subject: Keys.sample, reads: [.model, .data, .samples], writes: [.explanation], gives: Heatmaps.self,
    example: "condition layer=4 channel=50 y=1",
    paper: "Achtibat et al. 2023, concept relevance propagation; Bach et al. 2015",
    foresee: { arguments, _ in
      try checkKeys(arguments)
    },
    run: { arguments, run in
      let model = try run.currentModel()
      try checkKeys(arguments)
      let conditions = try conditions(arguments, model)
      var propagation = RelevancePropagation(try arguments.composite(run))
      propagation.initial = arguments[Keys.initial] ?? .value
      let indices = run.explainedSamples(arguments)
      propagation.record = arguments[record] ?? usuallyRecorded(model, rows: conditions.count * indices.count)
      propagation.allowsParallel = arguments[Keys.parallel]
      let samples = try run.currentData().samples(indices)
      let attribution =
        arguments[pair]
        ? try propagation.explain(
          model, samples: samples, pairedWith: conditions, executor: run.executor, monitor: run.monitor)
        : try propagation.explain(
          model, samples: samples, conditions: conditions, executor: run.executor, monitor: run.monitor)
      return .result(
        Heatmaps(
          attribution, conditions: conditions, isPaired: arguments[pair], indices: indices, samples: samples,
          composite: propagation.composite, model: model, data: try run.currentData()))
    })

  private static func checkKeys(_ arguments: Arguments) throws {
    if arguments.isGiven(layer), arguments.isGiven(at) {
      throw ArgumentError(at, .notTogether("layer=", "at="))
    }
  }

  /// One condition for each list of channels and of classes; a single one goes with all of the other.
  private static func conditions(_ arguments: Arguments, _ model: Model) throws -> [Condition] {
    let units: [[Unit]] =
      if let layer = arguments[layer] {
        (arguments[channel] ?? .each([Array(0..<model.channelCount(of: layer))]))
          .lists(of: model.channelCount(of: layer)).map { [Unit(layer: layer, channels: $0)] }
      } else {
        [merged(arguments[at] ?? [])]
      }
    let hasUnits = units.contains { !$0.isEmpty }
    let targets: [Condition.Target] =
      arguments[y]?.lists(of: model.classCount).map { .classes($0) } ?? [hasUnits ? .layer : .predicted]
    guard units.count == targets.count || units.count == 1 || targets.count == 1 else {
      throw ArgumentError(
        y, .differentCounts("lists of channels", units.count, "lists of classes", targets.count))
    }
    return (0..<max(units.count, targets.count)).map { index in
      Condition(
        units: units[units.count == 1 ? 0 : index], target: targets[targets.count == 1 ? 0 : index])
    }
  }

  /// Every layer with weights, as long as what is kept stays below 256 MB.
  private static func usuallyRecorded(_ model: Model, rows: Int) -> [Int] {
    let layers = model.layers.indices.filter { model.layers[$0].operation is any AffineOperation }
    let size = layers.reduce(0) { $0 + model.layers[$1].shape.count }
    return size * rows <= 64 << 20 ? layers : []
  }

  /// Whole channels of one layer make one unit.
  private static func merged(_ units: [Unit]) -> [Unit] {
    var merged: [Unit] = []
    for unit in units {
      if unit.positions == nil,
        let same = merged.firstIndex(where: { $0.layer == unit.layer && $0.positions == nil })
      {
        merged[same] = Unit(layer: unit.layer, channels: merged[same].channels + unit.channels)
      } else {
        merged.append(unit)
      }
    }
    return merged
  }
}

extension Choice {
  fileprivate func lists(of count: Int) -> [[Int]] {
    switch self {
    case .all: (0..<count).map { [$0] }
    case .each(let lists): lists
    }
  }
}

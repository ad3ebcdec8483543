package import Models
package import Programs
package import Tensors

/// The way that a condition's relevance takes. Conditions of one route share a program.
package struct Route: Hashable {
  /// The conditioned layers from the top down, and whether single positions are chosen there.
  let waypoints: [Waypoint]
  let startsAtLayer: Bool

  struct Waypoint: Hashable {
    let layer: Int
    let choosesPositions: Bool
  }

  package init(_ condition: Condition, in model: Model) {
    waypoints = Dictionary(grouping: condition.units, by: \.layer)
      .map { Waypoint(layer: $0, choosesPositions: $1.contains { $0.positions != nil }) }
      .sorted { $0.layer > $1.layer }
    startsAtLayer = condition.target == .layer
  }
}

/// A forward pass, and the relevance pass of one route, as a program. Which channels and classes are inputs of it.
package struct RelevanceProgram {
  package let program: Program
  let model: Model
  let record: [Int]
  private let route: Route
  /// The layers that the ledger lists.
  let ledgerLayers: [Int]

  package init(_ route: Route, _ model: Model, record: [Int], settings: RelevancePropagation) throws {
    self.model = model
    self.record = record
    self.route = route
    let builder = Builder()
    let inputs = model.inputs.map { $0.term(in: builder) }
    let outputs = model.forward(inputs)
    let masks = Dictionary(
      uniqueKeysWithValues: route.waypoints.map { waypoint in
        let type = Type(waypoint.maskShape(in: model), varying: .condition)
        return (waypoint.layer, builder.input(waypoint.name, type))
      })

    var pass = RelevancePass(
      model: model, rules: settings.composite.assignments(in: model).map(\.rule), inputs: inputs,
      outputs: outputs, masks: masks)
    let start = route.startsAtLayer ? route.waypoints[0].layer : model.logits
    var initial = settings.initial.term(outputs[start])
    if !route.startsAtLayer {
      let target = builder.input(Self.target, Type([model.classCount], varying: [.sample, .condition]))
      initial = initial * target.reshaped(outputs[start].shape)
    }
    if settings.allowsParallel {
      pass.flow(from: start, initial)
    } else {
      try pass.flow(from: start, initial, through: route.waypoints.map(\.layer))
    }

    var results = [("prediction", outputs[model.output].reshaped([model.classCount]))]
    if settings.wanted.contains(.input) {
      results.append(("input", pass.inputRelevance[0] ?? builder.fill(0, inputs[0].shape)))
    }
    for layer in record {
      let relevance = pass.relevance[layer] ?? builder.fill(0, outputs[layer].shape)
      if settings.wanted.contains(.layers) {
        results.append(("relevance/\(layer)", relevance))
        results.append(("activation/\(layer)", outputs[layer]))
      }
      if settings.wanted.contains(.channels) {
        let positions = Array(1..<max(1, relevance.shape.rank))
        let channels: Shape = [relevance.shape.extents.first ?? 1]
        results.append(("channels/\(layer)", relevance.sum(positions).reshaped(channels)))
      }
    }
    let ledger = settings.wanted.contains(.ledger) ? pass.ledger : []
    for entry in ledger {
      for (name, sum) in zip(LedgerTerms.names, entry.sums) {
        results.append(("ledger/\(entry.layer)/\(name)", sum))
      }
    }
    ledgerLayers = ledger.map(\.layer)
    program = try builder.program(results.map { (name: $0.0, term: $0.1) })
  }

  private static let target = "target"

  /// The program's inputs for these samples and conditions.
  package func inputs(_ samples: Tensor, _ conditions: [Condition], predicted: [Int]) -> [String: Tensor] {
    var inputs = [model.inputs[0].programName: samples]
    for waypoint in route.waypoints {
      inputs[waypoint.name] = Tensor.stacked(conditions.map { waypoint.mask($0, in: model) })
    }
    if !route.startsAtLayer {
      let classes = model.classCount
      let count = samples.shape[0]
      var target = [Float](repeating: 0, count: count * conditions.count * classes)
      for sample in 0..<count {
        for (index, condition) in conditions.enumerated() {
          let labels = if case .classes(let labels) = condition.target { labels } else { [predicted[sample]] }
          for label in labels { target[(sample * conditions.count + index) * classes + label] = 1 }
        }
      }
      inputs[Self.target] = Tensor([count, conditions.count, classes], target)
    }
    return inputs
  }
}

extension Route.Waypoint {
  var name: String { "mask of layer \(layer)" }

  func maskShape(in model: Model) -> Shape {
    let shape = model.layers[layer].shape
    if choosesPositions || shape.rank == 0 { return shape }
    return Shape([shape[0]] + Array(repeating: 1, count: shape.rank - 1))
  }

  /// 1 at the condition's units, 0 elsewhere.
  func mask(_ condition: Condition, in model: Model) -> Tensor {
    let shape = maskShape(in: model)
    let inner = shape.count / max(1, shape.extents.first ?? 1)
    var mask = Tensor(shape, repeating: 0)
    for unit in condition.units where unit.layer == layer {
      for channel in unit.channels {
        for position in unit.positions ?? Array(0..<inner) { mask.values[channel * inner + position] = 1 }
      }
    }
    return mask
  }
}

extension InitialRelevance {
  func term(_ value: Term) -> Term {
    switch self {
    case .value: value
    case .absolute: value.absolute
    case .number(let number): value.builder.fill(number, value.shape)
    }
  }
}

package import Models
package import Programs
package import Tensors

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
      uniqueKeysWithValues: route.waypoints.map { ($0.layer, $0.mask(in: builder, model)) })

    var pass = RelevancePass(
      model: model, rules: settings.composite.assignments(in: model).map(\.rule), inputs: inputs,
      outputs: outputs, masks: masks)
    let start = route.startsAtLayer ? route.waypoints[0].layer : model.logits
    var initial = settings.initial.term(outputs[start])
    if !route.startsAtLayer {
      let target = builder.input(Self.target, Type([model.classCount], varying: route.targetAxes))
      initial = initial * target.reshaped(outputs[start].shape)
    }
    if settings.allowsParallel {
      pass.flow(from: start, initial)
    } else {
      try pass.flow(from: start, initial, through: route.waypoints.map(\.layer))
    }

    var results = [("prediction", outputs[model.output].reshaped([model.classCount]))]
    // Tokens are numbers of vectors: what arrives belongs to those.
    let input =
      model.vectors.map { pass.relevance[$0] ?? builder.fill(0, outputs[$0].shape) }
      ?? pass.inputRelevance[0] ?? builder.fill(0, inputs[0].shape)
    if settings.wanted.contains(.input) { results.append(("input", input)) }
    if settings.wanted.contains(.heatmap) {
      results.append(("heatmap", model.vectors == nil ? input.summedOverChannels : input.summedOverFeatures))
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
  package func inputs(_ samples: Inputs, _ conditions: [Condition], predicted: [Int]) -> [String: Tensor] {
    var inputs = model.named(samples)
    for waypoint in route.waypoints { inputs.merge(waypoint.inputs(conditions, in: model)) { $1 } }
    if !route.startsAtLayer {
      let classes = model.classCount
      let count = samples.count
      let conditions = route.sharesTarget ? Array(conditions.prefix(1)) : conditions
      var target = [Float](repeating: 0, count: count * conditions.count * classes)
      for sample in 0..<count {
        for (index, condition) in conditions.enumerated() {
          let labels = if case .classes(let labels) = condition.target { labels } else { [predicted[sample]] }
          for label in labels { target[(sample * conditions.count + index) * classes + label] = 1 }
        }
      }
      inputs[Self.target] = Tensor(
        route.targetAxes.contains(.condition) ? [count, conditions.count, classes] : [count, classes], target)
    }
    return inputs
  }
}

extension Route {
  fileprivate var targetAxes: Leading { sharesTarget ? .sample : [.sample, .condition] }
}

extension Term {
  /// [tokens, features] to [tokens].
  fileprivate var summedOverFeatures: Term {
    sum([shape.rank - 1]).reshaped(Shape(Array(shape.extents.dropLast())))
  }

  /// [channels, height, width] to [height, width]; a list of features stays one.
  fileprivate var summedOverChannels: Term {
    shape.rank > 1 ? sum([0]).reshaped(Shape(Array(shape.extents.dropFirst()))) : self
  }
}

extension InitialRelevance {
  func term(_ value: Term) -> Term {
    switch self {
    case .value: value
    case .absolute: value.absolute
    case .positive: value.positive
    case .number(let number): value.builder.fill(number, value.shape)
    }
  }
}

public import Execution
public import Models
import Programs
import Tensors

/// Layer-wise relevance propagation under conditions: LRP, CRP, and every method that is a walk from the output back.
///
/// Bach et al. 2015; Achtibat et al. 2023.
public struct RelevancePropagation: Sendable {
  public var composite: Composite
  public var initial = InitialRelevance.value
  /// Layers whose relevance and activation are kept, beside the conditioned ones.
  public var record: [Int] = []
  /// Whether relevance may also take ways around a conditioned layer.
  public var allowsParallel = false
  /// What the attribution is to hold; what nobody asks for is not computed.
  public var wanted: Wanted = [.input, .heatmap, .layers]

  public struct Wanted: OptionSet, Hashable, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) {
      self.rawValue = rawValue
    }

    public static let input = Wanted(rawValue: 1)
    /// Relevance and activation of the recorded layers.
    public static let layers = Wanted(rawValue: 2)
    /// The relevance of each channel of the recorded layers, summed over its positions.
    public static let channels = Wanted(rawValue: 4)
    public static let ledger = Wanted(rawValue: 8)
    public static let heatmap = Wanted(rawValue: 16)
  }

  public init(_ composite: Composite) {
    self.composite = composite
  }

  /// Explains every sample under every condition: rows are sample-major, conditions in the order given.
  ///
  public func explain(
    _ model: Model, samples: Inputs, conditions: [Condition], executor: Executor, monitor: Monitor = .silent
  ) throws -> Attribution {
    try check(model, samples: samples, conditions: conditions)
    let model = model.merged
    let record = Set(record + conditions.flatMap { $0.units.map(\.layer) }).sorted()
    let predicted = try predictedClasses(model, samples, conditions, executor, monitor)

    var rows = AttributionRows(samples: samples.count, conditions: conditions.count)
    // Conditions on the same layers share a program; their rows go back to where they were asked for.
    for (route, members) in Route.routes(of: conditions, in: model) {
      let program = try RelevanceProgram(route, model, record: record, settings: self)
      let results = try executor.run(
        program.program,
        inputs: program.program.needed(
          of: program.inputs(samples, members.map { conditions[$0] }, predicted: predicted)),
        samples: samples.count, conditions: members.count, monitor: monitor)
      try rows.place(results, of: program, at: members)
    }
    return rows.attribution(record: record, assignments: composite.assignments(in: model))
  }

  /// Explains sample i under condition i.
  public func explain(
    _ model: Model, samples: Inputs, pairedWith conditions: [Condition], executor: Executor,
    monitor: Monitor = .silent
  ) throws -> Attribution {
    guard samples.count == conditions.count else {
      throw AttributionError.pairs(samples: samples.count, conditions: conditions.count)
    }
    var single = self
    single.record += conditions.flatMap { $0.units.map(\.layer) }
    return Attribution.joined(
      try conditions.indices.map { index in
        try single.explain(
          model, samples: samples.rows([index]), conditions: [conditions[index]], executor: executor,
          monitor: monitor)
      })
  }

  private func check(_ model: Model, samples: Inputs, conditions: [Condition]) throws(AttributionError) {
    try model.check(samples)
    guard !conditions.isEmpty else { throw .noConditions }
    for layer in record { try model.check(Unit(layer: layer, channels: [])) }
    for condition in conditions {
      for unit in condition.units { try model.check(unit) }
      switch condition.target {
      case .predicted: break
      case .layer: if condition.units.isEmpty { throw .nothingToStartFrom }
      case .classes(let labels):
        for label in labels where !(0..<model.classCount).contains(label) {
          throw .noSuchClass(label, classes: model.classCount)
        }
      }
    }
  }

  /// The class of each sample's largest logit, where a condition asks for it.
  private func predictedClasses(
    _ model: Model, _ samples: Inputs, _ conditions: [Condition], _ executor: Executor, _ monitor: Monitor
  ) throws -> [Int] {
    guard conditions.contains(where: { $0.target == .predicted }) else { return [] }
    return try model.predict(samples, executor: executor, monitor: monitor).rowArgmax
  }
}

extension Model {
  /// - Throws: ``AttributionError`` unless the samples are what this model reads.
  public func check(_ samples: Inputs) throws(AttributionError) {
    guard samples.tensors.count == inputs.count else {
      throw .inputCount(model: name, expected: inputs.count, found: samples.tensors.count)
    }
    guard samples.count > 0 else { throw .noSamples }
    for (tensor, input) in zip(samples.tensors, inputs) {
      let found = Shape(Array(tensor.shape.extents.dropFirst()))
      guard tensor.rank > 0, found == input.shape, tensor.shape[0] == samples.count else {
        throw .sampleShape(model: name, expected: input.shape, found: found)
      }
      if let place = tensor.firstNonFinite {
        throw .notFinite("sample \(place / max(1, found.count)) of those given")
      }
    }
  }

  /// - Throws: ``AttributionError`` unless the unit's layer, channels and positions exist.
  public func check(_ unit: Unit) throws(AttributionError) {
    guard layers.indices.contains(unit.layer) else { throw .noSuchLayer(unit.layer, layers: layers.count) }
    let layer = layers[unit.layer]
    let channels = layer.shape.extents.first ?? 1
    for channel in unit.channels where !(0..<channels).contains(channel) {
      throw .noSuchChannel(channel, layer: layer.name, channels: channels)
    }
    let positions = layer.shape.count / max(1, channels)
    for position in unit.positions ?? [] where !(0..<positions).contains(position) {
      throw .noSuchPosition(position, layer: layer.name, positions: positions)
    }
  }
}

public import Attributions
public import Execution
public import Models
public import Tensors

/// A change to the output of one layer, after which the rest of the network runs on.
public enum Intervention: Sendable {
  /// Gives units this activation.
  case set([Unit], Float)
  /// Multiplies the activation of units.
  case scale([Unit], Float)
  /// Gives each concept of this index a strength: 0 removes it, 1 is its typical high value over the data.
  ///
  /// A concept that the sample has keeps its places and is scaled there; one that it has not appears where it typically is.
  /// What the concepts do not explain of the activation stays as it was.
  case concepts(DiscoveredConcepts, [Int: Float])

  /// The layer that is changed.
  public var layer: Int {
    switch self {
    case .set(let units, _), .scale(let units, _): units.first?.layer ?? 0
    case .concepts(let concepts, _): concepts.layer
    }
  }

  /// What the network says before and after the change.
  public struct Outcome: Hashable, Sendable {
    /// The logits: [samples, classes].
    public let before: Tensor
    public let after: Tensor
    /// The layer's output: [samples] + its shape.
    public let activationBefore: Tensor
    public let activationAfter: Tensor
  }

  public func outcome(
    _ model: Model, samples: Tensor, executor: Executor, monitor: Monitor = .silent
  ) throws -> Outcome {
    if case .set(let units, _) = self { for unit in units { try model.check(unit) } }
    if case .scale(let units, _) = self { for unit in units { try model.check(unit) } }
    let activation = try model.activation(of: layer, samples, executor: executor, monitor: monitor)
    let changed = try applied(to: activation)
    return Outcome(
      before: try model.predict(samples, executor: executor, monitor: monitor),
      after: try model.predict(samples, replacing: layer, with: changed, executor: executor, monitor: monitor),
      activationBefore: activation, activationAfter: changed)
  }

  /// The layer's output after the change.
  ///
  /// - Parameter activation: [samples] + the layer's shape.
  func applied(to activation: Tensor) throws -> Tensor {
    switch self {
    case .set(let units, let value): return activation.changing(units) { _ in value }
    case .scale(let units, let factor): return activation.changing(units) { $0 * factor }
    case .concepts(let concepts, let values): return try concepts.imposing(values, on: activation)
    }
  }
}

extension Tensor {
  /// Changes the entries of units in each sample of a layer's output.
  fileprivate func changing(_ units: [Unit], _ change: (Float) -> Float) -> Tensor {
    let (samples, channels) = (shape[0], shape.rank > 1 ? shape[1] : 1)
    let positions = count / max(1, samples * channels)
    var values = values
    for sample in 0..<samples {
      for unit in units {
        for channel in unit.channels {
          for position in unit.positions ?? Array(0..<positions) {
            let index = (sample * channels + channel) * positions + position
            values[index] = change(values[index])
          }
        }
      }
    }
    return Tensor(shape, values)
  }
}

extension DiscoveredConcepts {
  /// The layer's output with these concepts at these strengths.
  func imposing(_ wanted: [Int: Float], on activation: Tensor) throws -> Tensor {
    for concept in wanted.keys where !(0..<count).contains(concept) {
      throw ConceptError.noSuchConcept(concept, count: count)
    }
    let rows = activation.channelRows
    let samples = activation.shape[0]
    let positions = rows.shape[0] / max(1, samples)
    let before = try basis.strengths(of: rows)
    var after = before
    for (concept, value) in wanted {
      let target = value * typical[concept]
      for sample in 0..<samples {
        let indices = (0..<positions).map { (sample * positions + $0) * count + concept }
        let mean = indices.reduce(Float(0)) { $0 + before.values[$1] } / Float(positions)
        let pattern = (0..<positions).map { patterns.values[concept * positions + $0] }
        let patternMean = pattern.reduce(0, +) / Float(positions)
        // A strength that is next to nothing has no places worth keeping.
        let present = abs(mean) > 0.01 * abs(typical[concept])
        for (position, index) in indices.enumerated() {
          after.values[index] =
            present ? before.values[index] * (target / mean)
            : patternMean != 0 ? pattern[position] * (target / patternMean) : target
        }
      }
    }
    let change = Tensor(before.shape, zip(after.values, before.values).map { $0 - $1 })
    let delta = try LinearAlgebra.multiply(change, basis.directions).fromChannelRows(activation.shape)
    // What follows a ReLU can't be negative; rounding and the unexplained rest may say otherwise.
    let floor: Float = basis.method == .nonNegative ? 0 : -.infinity
    return Tensor(activation.shape, zip(activation.values, delta.values).map { max(floor, $0 + $1) })
  }
}

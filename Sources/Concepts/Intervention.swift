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
    _ model: Model, samples: Inputs, executor: Executor, monitor: Monitor = .silent
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
  ///
  /// What follows a ReLU can't be negative. What is cut off there leaves a trace of a concept that was taken away, so
  /// that a few rounds are needed until each has the strength wanted, to a hundredth of its typical one.
  func imposing(_ wanted: [Int: Float], on activation: Tensor) throws -> Tensor {
    for concept in wanted.keys where !(0..<count).contains(concept) {
      throw ConceptError.noSuchConcept(concept, count: count)
    }
    guard activation.rank > 1, activation.shape[1] == basis.directions.shape[1],
      activation.count == activation.shape[0] * activation.shape[1] * patterns.shape[1]
    else { throw ConceptError.otherLayer }
    var current = activation
    for _ in 0..<10 {
      let strengths = try basis.strengths(of: current.channelRows)
      let changed = imposed(wanted, on: strengths, samples: activation.shape[0])
      let largest = zip(changed.values, strengths.values).map { abs($0 - $1) }.max() ?? 0
      let change = Tensor(strengths.shape, zip(changed.values, strengths.values).map { $0 - $1 })
      let delta = try LinearAlgebra.multiply(change, basis.directions).fromChannelRows(activation.shape)
      let floor: Float = basis.isNonNegative ? 0 : -.infinity
      current = Tensor(activation.shape, zip(current.values, delta.values).map { max(floor, $0 + $1) })
      // What an encoder reads is another number than what was added, and more rounds would add to it again.
      if !basis.isExact { break }
      if largest <= 0.01 * (wanted.keys.map { abs(typical[$0]) }.max() ?? 0) { break }
    }
    return current
  }

  /// The strengths at every position, [rows, concepts], once each wanted concept has its strength in each sample.
  private func imposed(_ wanted: [Int: Float], on strengths: Tensor, samples: Int) -> Tensor {
    let positions = strengths.shape[0] / max(1, samples)
    var result = strengths
    for (concept, value) in wanted {
      let target = value * typical[concept]
      let pattern = (0..<positions).map { patterns.values[concept * positions + $0] }
      let patternMean = pattern.reduce(0, +) / Float(positions)
      for sample in 0..<samples {
        let indices = (0..<positions).map { (sample * positions + $0) * count + concept }
        let mean = indices.reduce(Float(0)) { $0 + strengths.values[$1] } / Float(positions)
        // A strength that is next to nothing has no places worth keeping.
        let isPresent = abs(mean) > 0.01 * abs(typical[concept])
        for (position, index) in indices.enumerated() {
          result.values[index] =
            isPresent
            ? strengths.values[index] * (target / mean)
            : patternMean != 0 ? pattern[position] * (target / patternMean) : target
        }
      }
    }
    return result
  }
}

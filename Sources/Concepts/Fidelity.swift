public import Execution
public import Models
import Attributions
import Tensors

/// How well concepts stand for their layer.
public struct ConceptFidelity: Hashable, Sendable {
  public let samples: Int
  /// The share of predictions kept when the layer's output is replaced by what its concepts rebuild.
  public let kept: Double
  /// The same when the layer's output is replaced by zeros: what knowing nothing of the layer keeps.
  public let chance: Double
  /// The share of predictions that are right, with the layer's own output; nil without labels.
  public let accuracy: Double?
  /// The same with the rebuilt output.
  public let rebuiltAccuracy: Double?
}

extension DiscoveredConcepts {
  public func fidelity(
    _ model: Model, _ samples: Samples, executor: Executor, monitor: Monitor = .silent
  ) throws -> ConceptFidelity {
    var (kept, chance, right, rebuiltRight) = (0, 0, 0, 0)
    try samples.forEachStretch { range, batch in
      let activation = try model.activation(of: layer, batch, executor: executor, monitor: monitor)
      let rebuilt = try basis.rows(of: basis.strengths(of: activation.channelRows, monitor: monitor))
        .fromChannelRows(activation.shape)
      func classes(_ activation: Tensor) throws -> [Int] {
        try model.predict(batch, replacing: layer, with: activation, executor: executor, monitor: monitor).rowArgmax
      }
      let before = try model.predict(batch, executor: executor, monitor: monitor).rowArgmax
      let after = try classes(rebuilt)
      let blank = try classes(Tensor(activation.shape, repeating: 0))
      for (row, sample) in range.enumerated() {
        if after[row] == before[row] { kept += 1 }
        if blank[row] == before[row] { chance += 1 }
        if before[row] == samples.labels?[sample] { right += 1 }
        if after[row] == samples.labels?[sample] { rebuiltRight += 1 }
      }
    }
    func share(_ count: Int) -> Double { Double(count) / Double(max(1, samples.count)) }
    return ConceptFidelity(
      samples: samples.count, kept: share(kept), chance: share(chance),
      accuracy: samples.labels == nil ? nil : share(right),
      rebuiltAccuracy: samples.labels == nil ? nil : share(rebuiltRight))
  }
}

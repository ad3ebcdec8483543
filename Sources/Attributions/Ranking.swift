public import Execution
public import Models
public import Tensors

extension RelevancePropagation {
  /// The relative importance of each channel of a layer: its relevance over the sum of all channels' absolute relevance.
  ///
  /// - Returns: [samples, channels]
  public func rank(
    _ model: Model, samples: Inputs, layer: Int, target: Condition.Target, executor: Executor,
    monitor: Monitor = .silent
  ) throws -> Tensor {
    var propagation = self
    propagation.record = [layer]
    propagation.wanted = .channels
    let attribution = try propagation.explain(
      model, samples: samples, conditions: [Condition(target: target)], executor: executor, monitor: monitor)
    let relevance = attribution.channels[0].values
    let channels = relevance.shape[1]
    var importance = relevance
    for row in 0..<relevance.shape[0] {
      let range = row * channels..<(row + 1) * channels
      // The reference's guard against a layer without any relevance (zennit-crp 0.6).
      let scale = relevance.values[range].reduce(into: 1e-10) { $0 += Double(abs($1)) }
      for index in range { importance.values[index] = Float(Double(relevance.values[index]) / scale) }
    }
    return importance
  }
}

import Execution
import Models
import Tensors

extension NamedMethod {
  static let lrp = NamedMethod(
    name: "lrp", summary: "layer-wise relevance propagation by a composite", keys: ["composite", "initial"]
  ) { LRP(composite: $0.composite, initial: $0.initial ?? .value) }
}

/// The walk of a composite from the target's logits down to the input. Bach et al. 2015.
struct LRP: AttributionMethod {
  let composite: Composite
  let initial: InitialRelevance

  func attribute(
    _ model: Model, samples: Tensor, target: Condition.Target, executor: Executor, monitor: Monitor
  ) throws -> Tensor {
    var propagation = RelevancePropagation(composite)
    propagation.initial = initial
    propagation.wanted = .input
    return try propagation.explain(
      model, samples: samples, conditions: [Condition(target: target)], executor: executor, monitor: monitor
    ).input
  }
}

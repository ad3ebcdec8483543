import Execution
import Models
import Tensors

extension NamedMethod {
  static let inputXGradient = NamedMethod(
    name: "input-x-gradient", summary: "the gradient times the input", keys: ["initial"]
  ) { InputXGradient(gradient: LRP(composite: .gradient(RuleSettings()), initial: $0.initial ?? .number(1))) }
}

/// Each input times the derivative with respect to it. Shrikumar et al. 2016.
struct InputXGradient: AttributionMethod {
  let gradient: LRP

  func attribute(
    _ model: Model, samples: Tensor, target: Condition.Target, executor: Executor, monitor: Monitor
  ) throws -> Tensor {
    let gradient = try gradient.attribute(
      model, samples: samples, target: target, executor: executor, monitor: monitor)
    return Tensor(samples.shape, zip(samples.values, gradient.values).map { $0 * $1 })
  }
}

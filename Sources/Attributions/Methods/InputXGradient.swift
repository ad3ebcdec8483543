import Tensors

extension NamedMethod {
  static let inputXGradient = NamedMethod(
    name: "input-x-gradient", summary: "the gradient times the input", keys: ["initial"], addsUp: true
  ) { InputXGradient(gradient: LRP(composite: .gradient(RuleSettings()), initial: $0.initial ?? .number(1))) }
}

/// Each value times the derivative with respect to it. Shrikumar et al. 2016.
struct InputXGradient: AttributionMethod {
  let gradient: LRP

  func attribute(_ question: Question) throws -> Explanation {
    let gradient = try gradient.attribute(question).values
    return Explanation(Tensor(gradient.shape, zip(question.values.values, gradient.values).map { $0 * $1 }))
  }
}

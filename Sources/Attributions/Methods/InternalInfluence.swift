import Execution
import Programs
import Tensors

extension NamedMethod {
  static let internalInfluence = NamedMethod(
    name: "internal-influence",
    summary: "the gradient at a layer on average along the path from a baseline to the sample",
    keys: ["baseline", "quadrature", "steps"], site: .layer
  ) { InternalInfluence(baseline: $0.baseline ?? .zeros, quadrature: $0.quadrature, steps: $0.steps) }
}

/// φ_j = ∫₀¹ ∂f/∂h_j dt on the line from the input x' to x, for a layer's values h. Leino et al. 2018.
struct InternalInfluence: AttributionMethod {
  /// Values of the input.
  let baseline: Baseline
  let quadrature: NamedQuadrature?
  let steps: Int?

  var meaning: Meaning { .rates }

  static let usualSteps = 64

  func attribute(_ question: Question) throws -> Explanation {
    let path = try question.pathOfInput(from: baseline)
    let rule = try quadrature ?? .fitting(path.input)
    let shape = question.shape
    let integral = try PathIntegral(
      path.input, path.references, slope: rule.slope, shape: shape, inputs: ["zero": Tensor([], [0])]
    ) { points in
      let builder = points.to.builder
      let zero = builder.input("zero", Type([]))
      switch rule.slope {
      case .derivative:
        let (values, output) = question.passage(of: points.to, plus: zero)
        return [builder.gradient(of: [(output, points.weight)], to: [values])[0].sumLeading(.condition)]
      case .secant:
        let (values, output) = question.passage(of: points.from, plus: zero)
        let passing = builder.secant(
          of: output, from: points.from, to: points.to, cotangent: points.weight, at: values)
        return [passing.multiplier.sumLeading(.condition)]
      }
    }
    let steps = steps ?? Self.usualSteps
    let values = try integral.sum(over: rule.nodes(steps))
    return Explanation(Tensor([question.count] + shape, values.map { Float($0) }), facts: [rule.text(steps)])
  }
}

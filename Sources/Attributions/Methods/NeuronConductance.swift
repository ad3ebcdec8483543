import Execution
import Models
import Programs
import Tensors

extension NamedMethod {
  static let neuronConductance = NamedMethod(
    name: "neuron-conductance", summary: "integrated gradients of what passes a unit of a hidden layer",
    keys: ["at", "baseline", "quadrature", "steps"], site: .inputThroughUnit
  ) {
    NeuronConductance(
      unit: $0.unit, baseline: $0.baseline ?? .zeros, quadrature: $0.quadrature, steps: $0.steps)
  }
}

/// φ_i = (x_i - x'_i) ∫₀¹ Σ_j ∂f/∂h_j · ∂h_j/∂x_i dt over the neurons j of a unit. They sum to the unit's conductance.
/// Dhamdhere et al. 2019.
struct NeuronConductance: AttributionMethod {
  let unit: Unit?
  let baseline: Baseline
  let quadrature: NamedQuadrature?
  let steps: Int?

  static let usualSteps = 64

  func attribute(_ question: Question) throws -> Explanation {
    guard let unit else { throw AttributionError.unitNeeded(method: "neuron-conductance") }
    if question.place == .input(0), question.readsTokens { throw AttributionError.betweenTokens }
    let hidden = try question.at(.output(of: unit.layer))
    let references = try baseline.references(for: question)
    guard references.count == 1 else { throw AttributionError.severalReferences(references.count) }
    let rule = try quadrature ?? .fitting(question)
    let mask = question.model.mask(unit)
    let integral = try PathIntegral(
      question, references, slope: rule.slope, shape: question.shape, inputs: ["unit": mask]
    ) { points in
      let builder = points.to.builder
      let passes = builder.input("unit", Type(mask.shape))
      switch rule.slope {
      case .derivative:
        let (values, output) = hidden.passage(of: points.to)
        let gradient = builder.gradient(of: [(output, points.weight)], to: [values])[0] * passes
        let reached = hidden.values(of: points.to)
        return [points.timesDifference(builder.gradient(of: [(reached, gradient)], to: [points.to])[0])]
      case .secant:
        let (values, output) = hidden.passage(of: points.from)
        let slope =
          builder.secant(
            of: output, from: points.from, to: points.to, cotangent: points.weight, at: values
          ).multiplier * passes
        let reached = hidden.values(of: points.from)
        return [
          points.timesDifference(
            builder.secant(of: reached, from: points.from, to: points.to, cotangent: slope))
        ]
      }
    }
    let steps = steps ?? Self.usualSteps
    let values = try integral.sum(over: rule.nodes(steps))
    return Explanation(
      Tensor([question.count] + question.shape, values.map { Float($0) }), facts: [rule.text(steps)])
  }
}

import Tensors

extension NamedMethod {
  static let sensitivity = NamedMethod(
    name: "sensitivity", summary: "the square of the gradient", keys: []
  ) { _ in SensitivityAnalysis() }
}

/// (∂_i f)², which sums to |∇f|². Gevrey et al. 2003; Simonyan et al. 2014.
struct SensitivityAnalysis: AttributionMethod {
  var meaning: Meaning { .neither }

  func attribute(_ question: Question) throws -> Explanation {
    let gradient = try LRP(composite: .gradient(RuleSettings()), initial: .number(1)).attribute(question)
      .values
    return Explanation(Tensor(gradient.shape, gradient.values.map { $0 * $0 }))
  }
}

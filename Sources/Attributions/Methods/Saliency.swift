import Tensors

extension NamedMethod {
  static let saliency = NamedMethod(
    name: "saliency", summary: "the size of the gradient, without its sign", keys: []
  ) { _ in Saliency() }
}

/// |∂_i f|. Simonyan et al. 2014.
struct Saliency: AttributionMethod {
  var meaning: Meaning { .rates }

  func attribute(_ question: Question) throws -> Explanation {
    let gradient = try LRP(composite: .gradient(RuleSettings()), initial: .number(1)).attribute(question).values
    return Explanation(Tensor(gradient.shape, gradient.values.map(abs)))
  }
}

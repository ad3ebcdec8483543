import Execution
import Programs
import Tensors

extension NamedMethod {
  static let expectedGradients = NamedMethod(
    name: "eg", summary: "expected gradients: integrated gradients on average over many baselines",
    keys: ["baseline", "quadrature", "references", "seed", "steps"]
  ) {
    ExpectedGradients(
      baseline: $0.baseline ?? .zeros, most: $0.references, seed: $0.seed, quadrature: $0.quadrature, steps: $0.steps)
  }
}

/// The mean of integrated gradients over references x': φ_i = E[(x_i - x'_i) ∫₀¹ ∂_i f(x' + t (x - x')) dt], which sum to
/// f(x) - E f(x'). Erion et al. 2021.
///
/// All references and all nodes of a rule are used, or a seeded choice of the references, with the standard error that it
/// leaves.
struct ExpectedGradients: AttributionMethod {
  let baseline: Baseline
  /// How many references are used at most.
  let most: Int?
  let seed: UInt64
  let quadrature: NamedQuadrature?
  let steps: Int?

  /// Nodes for each reference: with many references the errors of few nodes cancel.
  static let usualSteps = 8
  /// The groups of references whose means are compared for the standard error.
  private static let groups = 16

  func attribute(_ question: Question) throws -> Explanation {
    let all = try baseline.references(for: question)
    let rule = try quadrature ?? .fitting(question)
    let steps = steps ?? Self.usualSteps
    let references = all.drawn(most, seed: seed)
    let integral = try PathIntegral(question, references, slope: rule.slope)

    // Where all references are used, nothing is left to chance.
    let isSample = references.count < all.count
    let groups = isSample ? min(Self.groups, references.count) : 1
    var parts: [(values: [Double], count: Int)] = []
    for group in 0..<groups {
      let members = Array(stride(from: group, to: references.count, by: groups))
      let share = 1 / Double(groups)
      let nodes = try rule.nodes(steps, references: members)
      parts.append((try integral.sum(over: nodes, shares: (Double(group) * share, share)), members.count))
    }
    let total = Double(references.count)
    let size = question.shape.count
    let values = (0..<question.count * size).map { index in parts.reduce(0) { $0 + $1.values[index] } / total }
    let sums = (0..<question.count).map { values[$0 * size..<($0 + 1) * size].reduce(0, +) }
    let shape = [question.count] + question.shape
    return Explanation(
      Tensor(shape, values.map { Float($0) }),
      completeness: Completeness(
        base: try question.base(references), outputs: try question.outputs().values.map(Double.init), sums: sums),
      errors: isSample && groups > 1 ? Tensor(shape, errors(of: values, parts)) : nil,
      facts: [
        "\(references.count) of \(all.count) references" + (isSample ? ", seed \(seed)" : ""),
        rule.text(steps) + " each",
      ])
  }

  /// The standard error of a mean, from the deviation of the means of its parts.
  private func errors(of means: [Double], _ parts: [(values: [Double], count: Int)]) -> [Float] {
    means.indices.map { index in
      let squares = parts.reduce(0) { sum, part in
        let deviation = part.values[index] / Double(part.count) - means[index]
        return sum + deviation * deviation
      }
      return Float((squares / Double(parts.count * (parts.count - 1))).squareRoot())
    }
  }
}

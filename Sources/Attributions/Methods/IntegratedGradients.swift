import Execution
import Programs
import Tensors

extension NamedMethod {
  static let integratedGradients = NamedMethod(
    name: "ig",
    summary: "integrated gradients: the gradient along the path from a baseline, times the difference",
    keys: ["baseline", "quadrature", "steps", "tolerance"], addsUp: true
  ) {
    IntegratedGradients(
      baseline: $0.baseline ?? .zeros, quadrature: $0.quadrature, steps: $0.steps, tolerance: $0.tolerance)
  }
}

/// φ_i = (x_i - x'_i) ∫₀¹ ∂_i f(x' + t (x - x')) dt, which sum to f(x) - f(x'). Sundararajan et al. 2017.
struct IntegratedGradients: AttributionMethod {
  let baseline: Baseline
  /// The rule of the integral; chosen from the network where it is not given.
  let quadrature: NamedQuadrature?
  let steps: Int?
  /// How large the residual may be, as a share of f(x) - f(x').
  let tolerance: Double?

  func attribute(_ question: Question) throws -> Explanation {
    try attribute([question])[0]
  }

  func attribute(_ questions: [Question]) throws -> [Explanation] {
    guard let question = questions.first else { return [] }
    if questions.count > PathIntegral.mostTargets { return try oneByOne(questions) }
    let references = try baseline.references(for: question)
    guard references.count == 1 else { throw AttributionError.severalReferences(references.count) }
    let rule = try quadrature ?? .fitting(question)
    let outputs = try questions.map { try $0.outputs().values.map(Double.init) }
    let base = try questions.map { try $0.base(references) }
    let warnings = try [question.vanishingNorm(at: references)].compactMap(\.self)

    let isSettled = rule.isExactlyComplete && tolerance == nil
    if let count = steps ?? (isSettled ? Self.usualCells : nil) {
      let chain = rule.isExactlyComplete ? PathIntegral.chain(of: count) : 1
      let integral = try PathIntegral(questions, references, slope: rule.slope, chain: chain)
      let sums = try integral.sums(over: rule.nodes(count / chain))
      return questions.indices.map { index in
        explanation(question, sums[index], base[index], outputs[index], facts: [rule.text(count)] + warnings)
      }
    }
    if questions.count > 1 { return try oneByOne(questions) }
    var adaptive = AdaptivePath(tolerance: tolerance ?? Self.usualTolerance)
    try adaptive.run(question, references, rule, differences: zip(outputs[0], base[0]).map { $0 - $1 })
    return [explanation(question, adaptive.values, base[0], outputs[0], facts: adaptive.facts + warnings)]
  }

  static let usualCells = 16
  static let usualTolerance = 1e-4

  private func explanation(
    _ question: Question, _ values: [Double], _ base: [Double], _ outputs: [Double], facts: [String]
  ) -> Explanation {
    let size = question.shape.count
    let sums = (0..<question.count).map { values[$0 * size..<($0 + 1) * size].reduce(0, +) }
    return Explanation(
      Tensor([question.count] + question.shape, values.map { Float($0) }),
      completeness: Completeness(base: base, outputs: outputs, sums: sums), facts: facts)
  }
}

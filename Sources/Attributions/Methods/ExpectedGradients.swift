import Execution
import Programs
import Tensors

extension NamedMethod {
  static let expectedGradients = NamedMethod(
    name: "eg", summary: "expected gradients: integrated gradients on average over many baselines",
    keys: ["baseline", "quadrature", "references", "seed", "steps"], addsUp: true
  ) {
    ExpectedGradients(
      baseline: $0.baseline ?? .zeros, most: $0.references, seed: $0.seed, quadrature: $0.quadrature,
      steps: $0.steps)
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

  func attribute(_ question: Question) throws -> Explanation {
    try attribute([question])[0]
  }

  func attribute(_ questions: [Question]) throws -> [Explanation] {
    guard let question = questions.first else { return [] }
    if questions.count > PathIntegral.mostTargets { return try oneByOne(questions) }
    let draw = ReferenceDraw(try baseline.references(for: question), most: most, seed: seed)
    let rule = try quadrature ?? .fitting(question)
    let steps = steps ?? Self.usualSteps
    let integral = try PathIntegral(questions, draw.references, slope: rule.slope)
    let share = 1 / Double(draw.groups.count)
    let sums = try draw.groups.enumerated().map { index, members in
      try integral.sums(
        over: rule.nodes(steps, references: members), shares: (Double(index) * share, share))
    }
    return try questions.enumerated().map { index, question in
      try explanation(question, sums.map { $0[index] }, draw, facts: [draw.text, rule.text(steps) + " each"])
    }
  }

  /// - Parameter sums: over each group of references.
  private func explanation(
    _ question: Question, _ sums: [[Double]], _ draw: ReferenceDraw, facts: [String]
  ) throws -> Explanation {
    let size = question.shape.count
    let values = (0..<question.count * size).map { index in
      sums.reduce(0) { $0 + $1[index] } / Double(draw.references.count)
    }
    let shape = [question.count] + question.shape
    return Explanation(
      Tensor(shape, values.map { Float($0) }),
      completeness: Completeness(
        base: try question.base(draw.references), outputs: try question.outputs().values.map(Double.init),
        sums: (0..<question.count).map { values[$0 * size..<($0 + 1) * size].reduce(0, +) }),
      errors: draw.errors(sums).map { Tensor(shape, $0) }, facts: facts)
  }
}

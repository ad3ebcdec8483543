import Execution
import Programs
import Tensors

extension NamedMethod {
  static let conductance = NamedMethod(
    name: "conductance",
    summary: "how much of the logit's change from a baseline to the sample passes each unit of a layer",
    keys: ["baseline", "steps"], site: .layer
  ) { Conductance(baseline: $0.baseline ?? .zeros, steps: $0.steps) }
}

/// φ_j = ∫₀¹ ∂f/∂h_j · dh_j/dt dt on the line from the input x' to x, for a layer's values h. They sum to f(x) - f(x') where
/// no way leads around the layer. Dhamdhere et al. 2019.
///
/// By secants: the change of h_j across a cell times the slope of f in it, which leaves nothing out for any number of cells.
struct Conductance: AttributionMethod {
  /// Values of the input.
  let baseline: Baseline
  let steps: Int?

  static let usualCells = 64

  func attribute(_ question: Question) throws -> Explanation {
    let path = try question.pathOfInput(from: baseline)
    let shape = question.shape
    let cells = steps ?? Self.usualCells
    let integral = try PathIntegral(path.input, path.references, slope: .secant, shape: shape) { points in
      let (values, output) = question.passage(of: points.from)
      // Each cell counts whole: its part of the path is in the change of the values.
      let passing = points.from.builder.secant(
        of: output, from: points.from, to: points.to, cotangent: points.weight * Double(cells), at: values)
      return [(passing.multiplier * passing.change).sumLeading(.condition)]
    }
    let values = try integral.sum(over: PathIntegral.cells(cells, references: [0]))
    let sums = (0..<question.count).map { values[$0 * shape.count..<($0 + 1) * shape.count].reduce(0, +) }
    return Explanation(
      Tensor([question.count] + shape, values.map { Float($0) }),
      completeness: Completeness(
        base: try path.input.base(path.references), outputs: try path.input.outputs().values.map(Double.init),
        sums: sums),
      facts: [cells.of("secant cell")]
        + (try question.isPassedBy ? ["the residual is what goes around the layer"] : []))
  }
}

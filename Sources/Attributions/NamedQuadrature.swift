import Execution
import Models
import Programs
import Tensors

/// A rule for the integral along a path, by its name in the language.
public struct NamedQuadrature: Sendable {
  public let name: String
  public let summary: String
  /// What the points are called: "node" or "cell".
  let unit: String
  let slope: PathIntegral.Slope
  let make: @Sendable (Int) throws -> Quadrature

  public static let all: [NamedQuadrature] = [
    .gaussLegendre,
    NamedQuadrature("left", "the starts of equal cells", Quadrature.left),
    NamedQuadrature("middle", "the middles of equal cells", Quadrature.middle),
    NamedQuadrature("right", "the ends of equal cells", Quadrature.right),
    .secant,
    NamedQuadrature("trapezoid", "equal steps with both ends, which count half", Quadrature.trapezoid),
    NamedQuadrature("uniform", "equal steps with both ends, all counting the same", Quadrature.uniform),
  ]

  static let gaussLegendre = NamedQuadrature(
    "gauss-legendre", "Gauss's nodes, best for smooth networks", Quadrature.gaussLegendre)
  static let secant = NamedQuadrature(
    "secant", "slopes across equal cells: sums are exact, best for ReLU networks", Quadrature.right,
    slope: .secant, unit: "cell")

  private init(
    _ name: String, _ summary: String, _ make: @escaping @Sendable (Int) throws -> Quadrature,
    slope: PathIntegral.Slope = .derivative, unit: String = "node"
  ) {
    (self.name, self.summary, self.make, self.slope, self.unit) = (name, summary, make, slope, unit)
  }

  /// Secants for networks whose gradient jumps, else Gauss's nodes.
  static func fitting(_ question: Question) throws -> NamedQuadrature {
    try question.hasKinks ? .secant : .gaussLegendre
  }

  var isExactlyComplete: Bool { slope == .secant }

  func nodes(_ count: Int, references: [Int] = [0]) throws -> [PathIntegral.Node] {
    slope == .secant
      ? PathIntegral.cells(count, references: references)
      : PathIntegral.nodes(try make(count), references: references)
  }

  func text(_ count: Int) -> String { count.of("\(name) \(unit)") }
}

extension Question {
  /// Whether the gradient jumps between the place and the logits: at a ReLU, a maximum, an absolute value.
  package var hasKinks: Bool {
    get throws {
      let builder = Builder()
      let value = builder.input("x", Type(shape, varying: .sample))
      return try builder.program([("f", function(of: value))]).hasKinks(in: "x")
    }
  }
}

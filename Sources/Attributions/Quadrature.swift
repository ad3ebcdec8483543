import Execution
import Glibc

/// Points of a path from 0 to 1 and what each counts for: Σ w_k f(t_k) stands for an integral.
public struct Quadrature: Hashable, Sendable {
  public let nodes: [Double]
  public let weights: [Double]

  init(_ nodes: [Double], _ weights: [Double]) {
    (self.nodes, self.weights) = (nodes, weights)
  }

  /// ∫ f(t) dt, exact for polynomials of degree 2 n - 1.
  public static func gaussLegendre(_ count: Int) throws -> Quadrature {
    let beside = (1..<max(1, count)).map { k in
      let k = Double(k)
      return k / (2 * (4 * k * k - 1).squareRoot())
    }
    return try gauss(diagonal: Array(repeating: 0.5, count: count), beside: beside)
  }

  /// ∫ -ln(t) f(t) dt, exact for polynomials of degree 2 n - 1.
  ///
  /// The coefficients of the polynomials that are orthogonal under this weight come from Stieltjes' procedure on a fine
  /// Gauss-Legendre rule in u, t = u⁶, which takes the edge off the logarithm (Gautschi 2004).
  ///
  /// - Throws: ``AttributionError/tooManyNodes(_:most:)``; beyond 128 nodes rounding spoils the polynomials.
  public static func gaussLog(_ count: Int) throws -> Quadrature {
    guard count <= 128 else { throw AttributionError.tooManyNodes(count, most: 128) }
    let fine = try fine.get()
    let points = fine.nodes.map { pow($0, 6) }
    let masses = zip(fine.nodes, fine.weights).map { u, w in w * 6 * pow(u, 5) * -6 * log(u) }
    var (previous, current) = ([Double](repeating: 0, count: 500), [Double](repeating: 1, count: 500))
    var (diagonal, beside): ([Double], [Double]) = ([], [])
    var lastNorm = 0.0
    for degree in 0..<count {
      let squares = zip(masses, current).map { $0 * $1 * $1 }
      let norm = squares.reduce(0, +)
      let center = zip(squares, points).reduce(0) { $0 + $1.0 * $1.1 } / norm
      let ratio = degree == 0 ? 0 : norm / lastNorm
      diagonal.append(center)
      if degree > 0 { beside.append(ratio.squareRoot()) }
      let next = points.indices.map { (points[$0] - center) * current[$0] - ratio * previous[$0] }
      (previous, current, lastNorm) = (current, next, norm)
    }
    return try gauss(diagonal: diagonal, beside: beside)
  }

  private static let fine = Result { try gaussLegendre(500) }

  /// n points at the starts of n equal cells.
  public static func left(_ count: Int) -> Quadrature { riemann(count, offset: 0) }
  /// n points in the middles of n equal cells.
  public static func middle(_ count: Int) -> Quadrature { riemann(count, offset: 0.5) }
  /// n points at the ends of n equal cells.
  public static func right(_ count: Int) -> Quadrature { riemann(count, offset: 1) }

  /// n points with both ends, which count half.
  public static func trapezoid(_ count: Int) -> Quadrature {
    let cells = max(1, count - 1)
    let nodes = (0...cells).map { Double($0) / Double(cells) }
    return Quadrature(nodes, nodes.map { ($0 == 0 || $0 == 1 ? 0.5 : 1) / Double(cells) })
  }

  /// n points with both ends, all counting the same: what path_explain does.
  public static func uniform(_ count: Int) -> Quadrature {
    let cells = max(1, count - 1)
    return Quadrature(
      (0...cells).map { Double($0) / Double(cells) },
      Array(repeating: 1 / Double(cells + 1), count: cells + 1))
  }

  private static func riemann(_ count: Int, offset: Double) -> Quadrature {
    Quadrature(
      (0..<count).map { (Double($0) + offset) / Double(count) },
      Array(repeating: 1 / Double(count), count: count))
  }

  /// The rule for a weight of total mass 1 whose orthogonal polynomials have these coefficients. Golub and Welsch 1969.
  ///
  /// A node's weight is one over the sum of the squares there of the polynomials p_k of norm 1, which takes n steps;
  /// eigenvectors would take n² of them.
  private static func gauss(diagonal: [Double], beside: [Double]) throws -> Quadrature {
    let nodes = try LinearAlgebra.eigenvalues(diagonal: diagonal, beside: beside)
    let weights = nodes.map { node in
      var (previous, current, squares) = (0.0, 1.0, 1.0)
      for k in beside.indices {
        let next = ((node - diagonal[k]) * current - (k > 0 ? beside[k - 1] : 0) * previous) / beside[k]
        (previous, current) = (current, next)
        squares += next * next
      }
      return 1 / squares
    }
    return Quadrature(nodes, weights)
  }
}

public import Execution
import Glibc
public import Tensors

/// Directions along which the rows vary as independently as can be.
///
/// Rows are brought to variance 1 along their principal components; then all directions are turned at once by
/// W ← E[tanh(Wz) zᵀ] - E[1 - tanh²(Wz)] W and made orthogonal by (W Wᵀ)^-½ W, until none turns any more.
/// Source: Hyvärinen 1999, FastICA, with the contrast log cosh.
public struct IndependentComponents: Sendable {
  /// [components, columns], each of length 1, signed so that the strengths' third moment is not below 0.
  public let directions: Tensor
  /// What strengths follow by from the rows around their mean: [components, columns].
  public let unmixing: Tensor
  /// [columns]
  public let mean: Tensor
  public let iterations: Int
  public let converged: Bool

  /// - Parameters:
  ///   - matrix: [rows, columns]
  ///   - tolerance: how far from 1 the product of a direction before and after a turn may be at the end.
  /// - Throws: ``ConceptError/directions(_:_:)`` where rows vary in fewer directions, `CancellationError`.
  public init(
    _ matrix: Tensor, components count: Int, seed: UInt64, tolerance: Double = 1e-4, maximum: Int = 500,
    monitor: Monitor = .silent
  ) throws {
    try matrix.checkAsTable("the rows")
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    let principal = try PrincipalComponents(matrix, components: min(count, columns))
    let centred = matrix.adding(principal.mean, times: -1)
    let energy = centred.energy
    let lengths = principal.shares.map { ($0 * energy / Double(rows)).squareRoot() }
    let varying = lengths.count { $0 > 1e-5 * (lengths.first ?? 0) }
    guard count > 0, varying >= count else { throw ConceptError.directions(count, varying) }
    var whitening = principal.components
    for index in whitening.values.indices { whitening.values[index] /= Float(lengths[index / columns]) }
    let whitened = try LinearAlgebra.multiply(centred, whitening, transposeRight: true)

    var random = Random(seed: seed, stream: 22)
    var turn = try Self.orthogonal(Tensor([count, count], (0..<count * count).map { _ in random.normal() }))
    var (iterations, converged) = (0, false)
    while iterations < maximum, !converged {
      if monitor.isCancelled() { throw CancellationError() }
      monitor.report(Monitor.Progress(fraction: Double(iterations) / Double(maximum), step: "independent components"))
      iterations += 1
      var bent = try LinearAlgebra.multiply(whitened, turn, transposeRight: true)
      var slopes = [Double](repeating: 0, count: count)
      for index in bent.values.indices {
        let value = tanhf(bent.values[index])
        bent.values[index] = value
        slopes[index % count] += 1 - Double(value) * Double(value)
      }
      var next = try LinearAlgebra.multiply(bent, whitened, transposeLeft: true)
      for index in next.values.indices {
        next.values[index] = Float(
          (Double(next.values[index]) - slopes[index / count] * Double(turn.values[index])) / Double(rows))
      }
      next = try Self.orthogonal(next)
      var change = 0.0
      for row in 0..<count {
        var product = 0.0
        for index in row * count..<(row + 1) * count {
          product += Double(next.values[index]) * Double(turn.values[index])
        }
        change = max(change, abs(1 - abs(product)))
      }
      turn = next
      converged = change <= max(tolerance, 1e-6)
    }
    // x - mean = s W diag(lengths) V, with V the principal components.
    var mixing = principal.components
    for index in mixing.values.indices { mixing.values[index] *= Float(lengths[index / columns]) }
    var directions = try LinearAlgebra.multiply(turn, mixing)
    var unmixing = try LinearAlgebra.multiply(turn, whitening)
    let sources = try LinearAlgebra.multiply(whitened, turn, transposeRight: true).values
    var moments = [Double](repeating: 0, count: count)
    for index in sources.indices {
      let source = Double(sources[index])
      moments[index % count] += source * source * source
    }
    for component in 0..<count {
      let range = component * columns..<(component + 1) * columns
      let length = directions.values[range].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      let scale = Float(moments[component] < 0 ? -length : length)
      for index in range {
        directions.values[index] /= scale
        unmixing.values[index] *= scale
      }
    }
    (self.directions, self.unmixing, mean) = (directions, unmixing, principal.mean)
    (self.iterations, self.converged) = (iterations, converged)
  }

  /// (W Wᵀ)^-½ W
  private static func orthogonal(_ matrix: Tensor) throws(ExecutionError) -> Tensor {
    let (values, vectors) = try LinearAlgebra.eigen(
      symmetric: LinearAlgebra.multiply(matrix, matrix, transposeRight: true))
    let count = matrix.shape[0]
    var scaled = vectors
    for index in scaled.values.indices { scaled.values[index] /= max(values.values[index % count], 1e-20).squareRoot() }
    return try LinearAlgebra.multiply(
      LinearAlgebra.multiply(scaled, vectors, transposeRight: true), matrix)
  }
}

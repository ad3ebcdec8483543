public import Execution
public import Tensors

/// V ≈ W H with nothing below zero, by turns of coordinate descent over the columns of W and the rows of H.
///
/// Minimises |V - W H|². Lee and Seung 1999; hierarchical alternating least squares by Cichocki and Phan 2009.
public struct NonNegativeFactorization: Sendable {
  /// [rows, components]
  public private(set) var weights: Tensor
  /// [components, columns]
  public private(set) var components: Tensor
  /// The relative change of |V - W H|² in one turn at which it stopped.
  public let tolerance: Double
  public private(set) var iterations = 0
  public private(set) var converged = false
  /// |V - W H|² / |V|²
  public private(set) var residual = 1.0

  /// - Parameter matrix: V, [rows, columns], nothing below zero.
  public init(
    _ matrix: Tensor, components count: Int, seed: UInt64, tolerance: Double = 1e-5, maximum: Int = 500,
    monitor: Monitor = .silent
  ) throws {
    self.tolerance = tolerance
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    let energy = matrix.energy
    // Entries of the size that makes W H as large as V on average.
    let mean = matrix.values.reduce(0.0) { $0 + Double($1) } / Double(max(1, matrix.count))
    let scale = Float((mean / Double(count)).squareRoot())
    var random = Random(seed: seed)
    components = Tensor([count, columns], (0..<count * columns).map { _ in scale * abs(random.normal()) })
    weights = Tensor([rows, count], (0..<rows * count).map { _ in scale * abs(random.normal()) })

    while iterations < maximum, !converged {
      monitor.report(Monitor.Progress(fraction: Double(iterations) / Double(maximum), step: "factorisation"))
      iterations += 1
      weights = try nonNegativeLeastSquares(
        LinearAlgebra.multiply(matrix, components, transposeRight: true),
        LinearAlgebra.multiply(components, components, transposeRight: true), start: weights, sweeps: 2, monitor: monitor)
      let gram = try LinearAlgebra.multiply(weights, weights, transposeLeft: true)
      let projections = try LinearAlgebra.multiply(matrix, weights, transposeLeft: true)
      let transposed = try nonNegativeLeastSquares(
        projections, gram, start: components.transposed, sweeps: 2, monitor: monitor)
      components = transposed.transposed

      // |V - W H|² = |V|² - 2 <VᵀW, Hᵀ> + <WᵀW, H Hᵀ>
      let cross = zip(projections.values, transposed.values).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      let products = try LinearAlgebra.multiply(components, components, transposeRight: true)
      let square = zip(gram.values, products.values).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      let residual = energy > 0 ? max(0, (energy - 2 * cross + square) / energy) : 0
      converged = abs(self.residual - residual) <= tolerance * max(residual, 1e-6)
      self.residual = residual
    }
  }
}

/// Rows w ≥ 0 that minimise |v - w H|², from the projections v Hᵀ and the Gram matrix H Hᵀ, by coordinate descent.
///
/// - Parameters:
///   - projections: [rows, components]
///   - gram: [components, components]
///   - start: where to begin, of the shape of `projections`.
///   - sweeps: the most often that each coordinate is visited; a row that no longer changes ends sooner.
func nonNegativeLeastSquares(
  _ projections: Tensor, _ gram: Tensor, start: Tensor, sweeps: Int, monitor: Monitor
) throws -> Tensor {
  let count = gram.shape[0]
  let gram = gram.values
  var weights = start.values
  // Half the negative derivative, v Hᵀ - w H Hᵀ, kept up to date: most coordinates stay at zero and cost nothing.
  let products = try LinearAlgebra.multiply(start, Tensor([count, count], gram))
  var slopes = zip(projections.values, products.values).map { $0 - $1 }
  try weights.withUnsafeMutableBufferPointer { weights in
    try slopes.withUnsafeMutableBufferPointer { slopes in
      try gram.withUnsafeBufferPointer { gram in
        for first in stride(from: 0, to: weights.count, by: max(1, count)) {
          if first % (count << 10) == 0, monitor.isCancelled() { throw CancellationError() }
          for _ in 0..<sweeps {
            var (largest, size): (Float, Float) = (0, 0)
            for component in 0..<count {
              let row = component * count
              guard gram[row + component] > 0 else { continue }
              let before = weights[first + component]
              let after = max(0, before + slopes[first + component] / gram[row + component])
              let change = after - before
              size = max(size, after)
              if change == 0 { continue }
              weights[first + component] = after
              largest = max(largest, abs(change))
              for other in 0..<count { slopes[first + other] -= change * gram[row + other] }
            }
            if largest <= 1e-6 * size { break }
          }
        }
      }
    }
  }
  return Tensor(start.shape, weights)
}

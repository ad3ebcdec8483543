import Execution
import Tensors

/// How well a basis rebuilds rows, and with how many concepts each.
struct CodeSummary {
  /// What |row - rebuilt|² would gain without each concept, over Σ |row|².
  let shares: [Double]
  /// 1 - Σ |row - rebuilt|² / Σ |row - offset|²
  let explained: Double
  /// 1 - Σ |row - rebuilt|² / Σ |row - mean|²: what the methods can be compared by.
  let variance: Double
  /// The mean number of concepts that are not 0 in a row.
  let active: Double
  /// (√k - |s|₁ / |s|₂) / (√k - 1), the mean over rows: 0 where all concepts are as strong, 1 where there is one. Hoyer 2004.
  let hoyer: Double
  /// Concepts that no row has.
  let dead: Int

  /// - Parameters:
  ///   - matrix: [rows, channels]
  ///   - isCentred: whether explained and shares are of the variance, and not of the squares.
  init(_ basis: ConceptBasis, _ matrix: Tensor, isCentred: Bool, _ monitor: Monitor) throws {
    let (rows, columns, count) = (matrix.shape[0], matrix.shape[1], basis.count)
    var sums = [Double](repeating: 0, count: columns)
    for index in matrix.values.indices { sums[index % columns] += Double(matrix.values[index]) }
    let mean = Tensor([columns], sums.map { Float($0 / Double(max(1, rows))) })
    let varying = matrix.adding(mean, times: -1).energy
    let energy = isCentred ? varying : matrix.energy
    var gains = [Double](repeating: 0, count: count)
    var having = [Int](repeating: 0, count: count)
    var (residual, hoyer, judged) = (0.0, 0.0, 0)
    let root = Double(count).squareRoot()
    for first in stride(from: 0, to: rows, by: 4096) {
      if monitor.isCancelled() { throw CancellationError() }
      let part = matrix.rows(Array(first..<min(rows, first + 4096)))
      let codes = try basis.strengths(of: part, monitor: monitor)
      let rebuilt = try basis.rows(of: codes)
      var error = part
      for index in error.values.indices { error.values[index] -= rebuilt.values[index] }
      residual += error.energy
      let along = try LinearAlgebra.multiply(error, basis.directions, transposeRight: true).values
      for row in 0..<part.shape[0] {
        var (absolute, square) = (0.0, 0.0)
        for concept in 0..<count {
          let code = Double(codes.values[row * count + concept])
          guard code != 0 else { continue }
          having[concept] += 1
          gains[concept] += 2 * Double(along[row * count + concept]) * code + code * code
          absolute += abs(code)
          square += code * code
        }
        guard square > 0, count > 1 else { continue }
        hoyer += (root - absolute / square.squareRoot()) / (root - 1)
        judged += 1
      }
    }
    shares = gains.map { energy > 0 ? $0 / energy : 0 }
    explained = energy > 0 ? 1 - residual / energy : 0
    variance = varying > 0 ? 1 - residual / varying : 0
    active = Double(having.reduce(0, +)) / Double(max(1, rows))
    self.hoyer = judged > 0 ? hoyer / Double(judged) : 0
    dead = having.count { $0 == 0 }
  }
}

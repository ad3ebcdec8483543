public import Execution
public import Tensors

extension Tensor {
  /// Codes w that minimise ½ |row - w D|² + penalty Σ |w|, by coordinate descent.
  ///
  /// Sources: Tibshirani 1996; Friedman et al. 2007.
  /// - Parameters:
  ///   - directions: D, [concepts, columns]
  ///   - isNonNegative: whether codes stay at or above 0.
  ///   - start: where to begin, [rows, concepts]; zeros where nil.
  ///   - sweeps: the most often that each code is visited; a row that no longer changes ends sooner.
  /// - Returns: [rows, concepts]
  public func sparseCodes(
    by directions: Tensor, penalty: Float, isNonNegative: Bool, start: Tensor? = nil, sweeps: Int = 200,
    monitor: Monitor = .silent
  ) throws -> Tensor {
    let count = directions.shape[0]
    let projections = try LinearAlgebra.multiply(self, directions, transposeRight: true)
    let square = try LinearAlgebra.multiply(directions, directions, transposeRight: true)
    var codes = start?.values ?? [Float](repeating: 0, count: projections.count)
    var slopes = projections.values
    if let start {
      let rebuilt = try LinearAlgebra.multiply(start, square).values
      for index in slopes.indices { slopes[index] -= rebuilt[index] }
    }
    try codes.withUnsafeMutableBufferPointer { codes in
      try slopes.withUnsafeMutableBufferPointer { slopes in
        try square.values.withUnsafeBufferPointer { gram in
          for first in stride(from: 0, to: codes.count, by: max(1, count)) {
            if first % (count << 10) == 0, monitor.isCancelled() { throw CancellationError() }
            for _ in 0..<sweeps {
              var (largest, size): (Float, Float) = (0, 0)
              for concept in 0..<count {
                let row = concept * count
                let own = gram[row + concept]
                guard own > 0 else { continue }
                let before = codes[first + concept]
                let pull = slopes[first + concept] + own * before
                let shrunk = max(0, abs(pull) - penalty) / own
                let after = pull < 0 ? (isNonNegative ? 0 : -shrunk) : shrunk
                size = max(size, abs(after))
                if after == before { continue }
                codes[first + concept] = after
                let change = after - before
                largest = max(largest, abs(change))
                for other in 0..<count { slopes[first + other] -= change * gram[row + other] }
              }
              if largest <= 1e-5 * size { break }
            }
          }
        }
      }
    }
    return Tensor(projections.shape, codes)
  }
}

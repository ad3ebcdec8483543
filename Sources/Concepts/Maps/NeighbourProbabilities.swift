public import Execution
import Glibc
public import Tensors

/// How likely each row of a table would choose each other as its neighbour: p(j|i) ∝ exp(-β_i |x_i - x_j|²), with β_i such
/// that 2^H(p(·|i)) is the perplexity asked for, which counts the neighbours that matter.
///
/// Where more others than that are equally near, as copies are, these share a row evenly.
/// Source: Hinton and Roweis 2002; β by bisection as in van der Maaten and Hinton 2008.
public struct NeighbourProbabilities: Sendable {
  /// [rows, rows]; each row sums to 1, and the diagonal is 0.
  public let values: Tensor
  public let perplexity: Double

  /// - Parameters:
  ///   - rows: [rows, columns], at least 4.
  ///   - perplexity: above 1 and below rows - 1.
  /// - Throws: ``LearningError``, `CancellationError`.
  public init(_ rows: Tensor, perplexity: Double, monitor: Monitor = .silent) throws {
    try self.init(RowDistances(rows, monitor: monitor), perplexity: perplexity, monitor: monitor)
  }

  init(_ distances: RowDistances, perplexity: Double, monitor: Monitor) throws {
    let count = distances.count
    guard count >= 4 else {
      throw LearningError.setting("the number of rows", Double(count), expected: "4 or more")
    }
    guard perplexity > 1, perplexity < Double(count - 1) else {
      throw LearningError.setting(
        "the perplexity", perplexity, expected: "above 1 and below \(count - 1), the number of other rows")
    }
    self.perplexity = perplexity
    var values = [Float](repeating: 0, count: count * count)
    values.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let values = buffer
      inStretches(count, of: 16) { stretch in
        for row in stretch where !monitor.isCancelled() {
          let shares = Self.shares(
            distances.squares[row * count..<(row + 1) * count], itself: row, entropy: log(perplexity))
          for (other, share) in shares.enumerated() { values[row * count + other] = Float(share) }
        }
      }
    }
    if monitor.isCancelled() { throw CancellationError() }
    self.values = Tensor([count, count], values)
  }

  private static let mostHalvings = 100
  /// In nats, of the entropy: a millionth of the perplexity.
  private static let tolerance = 1e-6

  /// The probabilities of one row, whose entropy is as given in nats.
  private static func shares(_ squares: ArraySlice<Float>, itself: Int, entropy target: Double) -> [Double] {
    var (least, sum) = (Double.infinity, 0.0)
    for (other, square) in squares.enumerated() where other != itself {
      least = min(least, Double(square))
      sum += Double(square)
    }
    // Counted from the nearest, which changes no share, so that not all of them vanish.
    let distances = squares.enumerated().map { $0 == itself ? .infinity : Double($1) - least }
    let mean = sum / Double(distances.count - 1) - least
    var shares = distances.map { $0.isFinite ? 1 : 0.0 }
    var total = Double(distances.count - 1)
    if mean > 0 {
      var (low, high) = (0.0, Double.infinity)
      var precision = 1 / mean
      for _ in 0..<mostHalvings {
        var moment = 0.0
        total = 0
        for (other, distance) in distances.enumerated() where other != itself {
          let share = exp(-precision * distance)
          shares[other] = share
          total += share
          moment += share * distance
        }
        let difference = log(total) + precision * moment / total - target
        if abs(difference) < tolerance { break }
        if difference > 0 {
          low = precision
          precision = high.isFinite ? (low + high) / 2 : 2 * precision
        } else {
          high = precision
          precision = (low + high) / 2
        }
      }
    }
    return shares.map { $0 / total }
  }
}

public import Execution
import Glibc
public import Tensors

/// Classes that spread from the rows with a label to their neighbours.
///
/// Each row takes from all others in proportion to exp(-γ |x - y|²) and returns to its label: F ← α S F + (1 - α) Y, where
/// S = D^-½ W D^-½ and W has no diagonal.
/// Source: Zhou, Bousquet, Lal, Weston, Schölkopf 2004; start and end as in scikit-learn's `LabelSpreading`.
public struct LabelSpreading: Codable, Hashable, Sendable {
  /// [rows, features], with and without labels.
  public let rows: Tensor
  public let classes: Int
  public let gamma: Double
  /// How much each row belongs to each class: [rows, classes], in shares.
  public let shares: Tensor
  public let iterations: Int
  public let converged: Bool

  /// - Parameters:
  ///   - rows: [rows, features], best of about equal deviation.
  ///   - labels: the class of each row, from 0; nil where it is not known.
  ///   - gamma: how fast the influence of a row falls with distance; ``gamma(for:factor:)`` proposes one.
  ///   - alpha: the share that a row takes from its neighbours.
  /// - Throws: ``LearningError``, `CancellationError`.
  public init(
    _ rows: Tensor, labels: [Int?], classes: Int, gamma: Double, alpha: Double = 0.2, maximum: Int = 30,
    tolerance: Double = 1e-3, monitor: Monitor = .silent
  ) throws {
    try rows.checkAsTable("the rows")
    try Self.check(labels, rows: rows.shape[0], classes: classes)
    guard gamma > 0, gamma.isFinite else {
      throw LearningError.setting("gamma", gamma, expected: "a number above 0")
    }
    guard alpha > 0, alpha < 1 else {
      throw LearningError.setting("alpha", alpha, expected: "above 0 and below 1")
    }
    let neighbours = try Neighbourhood(rows.squaredDistances(to: rows), gamma: gamma)
    let found = try neighbours.spread(
      labels, classes: classes, alpha: alpha, maximum: maximum, tolerance: tolerance, monitor)
    self.rows = rows
    self.classes = classes
    self.gamma = gamma
    (shares, iterations, converged) = (found.shares, found.iterations, found.converged)
  }

  /// factor / median |x - y|² over all pairs of rows: whatever the number of features, neighbours then weigh about the same.
  public static func gamma(for rows: Tensor, factor: Double = 5) throws(ExecutionError) -> Double {
    try gamma(distances: rows.squaredDistances(to: rows), factor: factor)
  }

  static func gamma(distances: Tensor, factor: Double) -> Double {
    let count = distances.shape[0]
    let pairs = (0..<count).flatMap { row in distances.values[row * count..<row * count + row] }.sorted()
    // Where more than half of the pairs are copies, the others decide.
    let median = pairs.isEmpty ? 0 : pairs[pairs.count / 2]
    let distance = median > 0 ? median : pairs.first { $0 > 0 } ?? 1
    return factor / Double(distance)
  }

  private static func check(_ labels: [Int?], rows: Int, classes: Int) throws(LearningError) {
    guard labels.count == rows else { throw .unequalCounts("labels", labels.count, "rows", rows) }
    guard labels.contains(where: { $0 != nil }) else { throw .empty("the labels") }
    for case let label? in labels where !(0..<classes).contains(label) {
      throw .outOfRange("class", label, range: 0...max(0, classes - 1))
    }
  }

  /// The probability of each class for other rows: [rows, classes]. Each takes from the rows learnt from by their distance.
  public func probabilities(_ others: Tensor) throws -> Tensor {
    var weights = try others.squaredDistances(to: rows)
    let count = rows.shape[0]
    for row in 0..<others.shape[0] {
      let range = row * count..<(row + 1) * count
      // Less the smallest, which cancels out, so that not all weights vanish.
      let nearest = weights.values[range].min() ?? 0
      for index in range {
        weights.values[index] = Float(exp(-gamma * Double(weights.values[index] - nearest)))
      }
    }
    return try LinearAlgebra.multiply(weights, shares).rowShares(else: [Double](repeating: 1, count: classes))
  }

  /// The most probable class of each of other rows.
  public func predict(_ others: Tensor) throws -> [Int] {
    let probabilities = try probabilities(others)
    return (0..<others.shape[0]).map { probabilities[$0].values.indexOfLargest }
  }
}

/// How rows of a table influence each other: S of ``LabelSpreading``.
struct Neighbourhood {
  /// [rows, rows]
  private let influence: Tensor

  /// - Parameter distances: the squared distance of each row to each.
  init(_ distances: Tensor, gamma: Double) {
    let count = distances.shape[0]
    var weights = distances.values.map { exp(-gamma * Double($0)) }
    for row in 0..<count { weights[row * count + row] = 0 }
    let roots = (0..<count).map { row in
      let degree = weights[row * count..<(row + 1) * count].reduce(0, +)
      return degree > 0 ? degree.squareRoot() : 1
    }
    var influence = distances
    for row in 0..<count {
      for column in 0..<count {
        let index = row * count + column
        influence.values[index] = Float(weights[index] / roots[row] / roots[column])
      }
    }
    self.influence = influence
  }

  func spread(
    _ labels: [Int?], classes: Int, alpha: Double = 0.2, maximum: Int = 30, tolerance: Double = 1e-3,
    _ monitor: Monitor = .silent
  ) throws -> (shares: Tensor, iterations: Int, converged: Bool) {
    var start = Tensor([labels.count, classes], repeating: 0)
    var counts = [Double](repeating: 0, count: classes)
    for (row, label) in labels.enumerated() {
      guard let label else { continue }
      start.values[row * classes + label] = 1
      counts[label] += 1
    }
    var (current, previous) = (start, Tensor(start.shape, repeating: 0))
    var iterations = 0
    var converged = false
    while true {
      let change = zip(current.values, previous.values).reduce(0.0) { $0 + Double(abs($1.0 - $1.1)) }
      converged = change < tolerance
      if converged || iterations >= maximum { break }
      if monitor.isCancelled() { throw CancellationError() }
      iterations += 1
      previous = current
      current = try LinearAlgebra.multiply(influence, current)
      for index in current.values.indices {
        current.values[index] = Float(alpha) * current.values[index] + Float(1 - alpha) * start.values[index]
      }
    }
    return (current.rowShares(else: counts), iterations, converged)
  }
}

extension Tensor {
  /// Each row over its sum; rows that are 0 are given the others' share, as a row is that no label reaches.
  func rowShares(else others: [Double]) -> Tensor {
    let columns = shape[1]
    let total = others.reduce(0, +)
    var result = self
    for row in 0..<shape[0] {
      let range = row * columns..<(row + 1) * columns
      let sum = values[range].reduce(0) { $0 + Double($1) }
      for index in range {
        result.values[index] =
          sum > 0 ? Float(Double(values[index]) / sum) : Float(others[index - range.lowerBound] / total)
      }
    }
    return result
  }
}

public import Execution
import Glibc
public import Tensors

/// Classes by the softmax of linear functions of the features; two classes by the sigmoid of one such function.
///
/// Minimises C Σ weight · -log p(label) + ½ |coefficients|²; intercepts are not held back.
/// Source: the multinomial model as in scikit-learn's `LogisticRegression` with L-BFGS.
public struct LogisticRegression: Codable, Hashable, Sendable {
  public let features: Int
  public let classes: Int
  /// The classes that rows have, ascending; the others have probability 0.
  public let present: [Int]
  /// For each class that is present a coefficient of each feature; for two classes only those of the second against the
  /// first; none for one.
  public let coefficients: [[Double]]
  public let intercepts: [Double]
  public let iterations: Int
  public let converged: Bool

  /// - Parameters:
  ///   - rows: [rows, features], best of about equal deviation.
  ///   - labels: the class of each row, from 0.
  ///   - weights: of each row; 1 where not given.
  ///   - regularization: C, the larger the freer the coefficients.
  ///   - balanced: whether each class weighs the same, however many rows it has.
  ///   - tolerance: the largest entry of the gradient of the mean loss at which the search ends.
  /// - Throws: ``LearningError``, `CancellationError`.
  public init(
    _ rows: Tensor, labels: [Int], classes: Int, weights: [Double]? = nil, regularization: Double = 1,
    balanced: Bool = false, maximum: Int = 1000, tolerance: Double = 1e-7, monitor: Monitor = .silent
  ) throws {
    try rows.checkAsTable("the rows")
    try rows.check(labels: labels, classes: classes, weights: weights)
    guard regularization > 0, regularization.isFinite else {
      throw LearningError.setting("C", regularization, expected: "a number above 0")
    }
    let weights = rowWeights(weights, labels: labels, classes: classes, balanced: balanced)
    let present = Set(zip(labels, weights).filter { $1 > 0 }.map(\.0)).sorted()
    self.classes = classes
    self.present = present
    features = rows.shape[1]
    let functions = present.count > 2 ? present.count : present.count - 1
    guard functions > 0 else {
      (coefficients, intercepts, iterations, converged) = ([], [], 0, true)
      return
    }
    let places = labels.map { label in present.firstIndex(of: label) ?? 0 }
    // The penalty keeps the coefficients in the span of the rows: of many features only that is searched.
    let span = features > rows.shape[0] ? try RowSpan(rows) : nil
    let table = span?.coordinates ?? rows
    let loss = LogisticLoss(
      rows: table.values.map(Double.init), labels: places, weights: weights, features: table.shape[1],
      functions: functions,
      penalty: 1 / (regularization * weights.reduce(0, +)))
    let width = table.shape[1] + 1
    let found = try LimitedMemoryBFGS(
      from: [Double](repeating: 0, count: functions * width), tolerance: tolerance, maximum: maximum,
      monitor: monitor
    ) { loss.value(at: $0, gradient: &$1) }
    let searched = (0..<functions).map { Array(found.point[$0 * width..<($0 + 1) * width - 1]) }
    if let span {
      let all = try span.columns(of: searched)
      coefficients = (0..<functions).map { all[$0].values.map(Double.init) }
    } else {
      coefficients = searched
    }
    intercepts = (0..<functions).map { found.point[($0 + 1) * width - 1] }
    iterations = found.iterations
    converged = found.converged
  }

  /// A model that was learned elsewhere: logits are Σ coefficient · feature + intercept, one row for each class.
  init(coefficients: [[Double]], intercepts: [Double]) {
    (self.coefficients, self.intercepts) = (coefficients, intercepts)
    features = coefficients.first?.count ?? 0
    classes = coefficients.count
    present = Array(coefficients.indices)
    (iterations, converged) = (0, true)
  }

  /// The probability of each class for the row whose features are `value`.
  public func probabilities(_ value: (Int) -> Float) -> [Double] {
    probabilities(
      logits: zip(coefficients, intercepts).map { row, intercept in
        (0..<features).reduce(intercept) { $0 + row[$1] * Double(value($1)) }
      })
  }

  private func probabilities(logits: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: classes)
    let logits = logits.count < 2 ? [0] + logits : logits
    let largest = logits.max() ?? 0
    let powers = logits.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    for (label, power) in zip(present, powers) { result[label] = power / sum }
    return result
  }

  /// [rows, classes] of [rows, features].
  ///
  /// - Throws: `ExecutionError` where rows have another number of features.
  public func probabilities(_ rows: Tensor) throws(ExecutionError) -> Tensor {
    let functions = coefficients.count
    let matrix = Tensor([functions, features], coefficients.flatMap { $0.map { Float($0) } })
    let products = try LinearAlgebra.multiply(rows, matrix, transposeRight: true).values
    return Tensor(
      [rows.shape[0], classes],
      (0..<rows.shape[0]).flatMap { row in
        probabilities(
          logits: (0..<functions).map { Double(products[row * functions + $0]) + intercepts[$0] }
        ).map { Float($0) }
      })
  }

  /// The most probable class of each row of [rows, features].
  public func predict(_ rows: Tensor) throws(ExecutionError) -> [Int] {
    let probabilities = try probabilities(rows)
    return (0..<rows.shape[0]).map { probabilities[$0].values.indexOfLargest }
  }

  /// The coefficients and the intercept of the logit of a class: all 0 of the first of two, -10⁹ of one that no row has.
  func function(of label: Int) -> (coefficients: [Double], intercept: Double) {
    let none = [Double](repeating: 0, count: features)
    guard let place = present.firstIndex(of: label) else { return (none, -1e9) }
    guard coefficients.count > 1 else {
      return place == 1 && coefficients.count == 1 ? (coefficients[0], intercepts[0]) : (none, 0)
    }
    return (coefficients[place], intercepts[place])
  }

  /// What a unit of each feature adds to the logit of a class, beside the mean of all classes.
  public func coefficients(of label: Int) -> [Double] {
    guard let place = present.firstIndex(of: label) else { return [Double](repeating: 0, count: features) }
    switch coefficients.count {
    case 0: return [Double](repeating: 0, count: features)
    case 1: return coefficients[0].map { (place == 0 ? -0.5 : 0.5) * $0 }
    default: return coefficients[place]
    }
  }
}

/// The mean loss of all rows with the penalty on the coefficients, and its gradient.
private struct LogisticLoss {
  /// [rows, features]
  let rows: [Double]
  let labels: [Int]
  let weights: [Double]
  let features: Int
  let functions: Int
  let penalty: Double

  /// - Parameter point: for each function its coefficients and its intercept.
  func value(at point: [Double], gradient: inout [Double]) -> Double {
    let total = weights.reduce(0, +)
    let width = features + 1
    var sum = 0.0
    point.withUnsafeBufferPointer { point in
      gradient.withUnsafeMutableBufferPointer { gradient in
        rows.withUnsafeBufferPointer { rows in
          for index in gradient.indices { gradient[index] = 0 }
          guard let coefficients = point.baseAddress, let values = rows.baseAddress,
            let slopes = gradient.baseAddress
          else { return }
          withUnsafeTemporaryAllocation(of: Double.self, capacity: functions) { logits in
            for row in labels.indices {
              let base = row * features
              for function in 0..<functions {
                logits[function] =
                  point[function * width + features]
                  + dot(coefficients + function * width, values + base, count: features)
              }
              // Turns the logits into the loss's derivatives.
              if functions == 1 {
                let sign = labels[row] == 1 ? 1.0 : -1.0
                let margin = sign * logits[0]
                sum += weights[row] * (margin > 0 ? log1p(exp(-margin)) : log1p(exp(margin)) - margin)
                logits[0] = -sign / (1 + exp(margin))
              } else {
                let largest = logits.max() ?? 0
                var powers = 0.0
                for function in 0..<functions { powers += exp(logits[function] - largest) }
                sum += weights[row] * (log(powers) + largest - logits[labels[row]])
                for function in 0..<functions {
                  logits[function] =
                    exp(logits[function] - largest) / powers - (function == labels[row] ? 1 : 0)
                }
              }
              for function in 0..<functions {
                let slope = weights[row] * logits[function]
                add(slope, values + base, to: slopes + function * width, count: features)
                gradient[function * width + features] += slope
              }
            }
          }
          sum /= total
          for function in 0..<functions {
            for column in 0..<width {
              let index = function * width + column
              gradient[index] /= total
              guard column < features else { continue }
              sum += penalty / 2 * point[index] * point[index]
              gradient[index] += penalty * point[index]
            }
          }
        }
      }
    }
    return sum
  }
}

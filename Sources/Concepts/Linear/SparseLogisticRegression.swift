public import Execution
import Glibc
public import Tensors

/// Classes by the softmax of linear functions of few features.
///
/// Minimises mean(-log p(label)) + penalty · Σ (sparsity · |c| + (1 - sparsity) / 2 · c²) over the coefficients c; intercepts
/// are not held back. Sources: Zou and Hastie 2005, "elastic net"; by accelerated proximal steps (Beck and Teboulle 2009).
public struct SparseLogisticRegression: Codable, Hashable, Sendable {
  public let features: Int
  public let classes: Int
  /// For each class a coefficient of each feature.
  public var coefficients: [[Double]]
  public let intercepts: [Double]
  public let iterations: Int
  public let converged: Bool

  /// - Parameters:
  ///   - rows: [rows, features], best of about equal deviation.
  ///   - labels: the class of each row, from 0.
  ///   - sparsity: from 0, the penalty on squares alone, to 1, the penalty on sizes alone.
  /// - Throws: ``LearningError``, `CancellationError`.
  public init(
    _ rows: Tensor, labels: [Int], classes: Int, penalty: Double, sparsity: Double = 0.99,
    maximum: Int = 5000,
    tolerance: Double = 1e-7, monitor: Monitor = .silent
  ) throws {
    try rows.checkAsTable("the rows")
    try rows.check(labels: labels, classes: classes, weights: nil)
    guard penalty >= 0, penalty.isFinite else {
      throw LearningError.setting("the penalty", penalty, expected: "0 or more")
    }
    guard (0...1).contains(sparsity) else {
      throw LearningError.setting("the sparsity", sparsity, expected: "from 0 to 1")
    }
    let (count, features) = (rows.shape[0], rows.shape[1])
    // The last column is that of the intercepts.
    let width = features + 1
    var table: [Double] = []
    table.reserveCapacity(count * width)
    for row in 0..<count {
      table += rows.values[row * features..<(row + 1) * features].map(Double.init)
      table.append(1)
    }
    // The curvature of the softmax is at most 1/2, that of the loss half the largest mean square along any direction.
    let step = 1 / (0.5 * largestMeanSquare(table, width) + penalty * (1 - sparsity))
    var point = [Double](repeating: 0, count: classes * width)
    var ahead = point
    var gradient = point
    var momentum = 1.0
    var iterations = 0
    var converged = false
    while iterations < maximum, !converged {
      if monitor.isCancelled() { throw CancellationError() }
      monitor.report(
        Monitor.Progress(fraction: Double(iterations) / Double(maximum), step: "sparse regression"))
      iterations += 1
      softmaxGradient(table, labels, width, at: ahead, into: &gradient)
      var next = ahead
      var (change, turn) = (0.0, 0.0)
      for index in next.indices {
        let isIntercept = index % width == features
        let slope = gradient[index] + (isIntercept ? 0 : penalty * (1 - sparsity) * ahead[index])
        let moved = ahead[index] - step * slope
        let shrink = isIntercept ? 0 : step * penalty * sparsity
        next[index] = max(0, abs(moved) - shrink) * (moved < 0 ? -1 : 1)
        change = max(change, abs(next[index] - ahead[index]))
        turn += (ahead[index] - next[index]) * (next[index] - point[index])
      }
      converged = change <= tolerance * step
      // Momentum that leads uphill is given up (O'Donoghue and Candès 2015).
      if turn > 0 { momentum = 1 }
      let following = (1 + (1 + 4 * momentum * momentum).squareRoot()) / 2
      let factor = (momentum - 1) / following
      for index in next.indices { ahead[index] = next[index] + factor * (next[index] - point[index]) }
      (point, momentum) = (next, following)
    }
    self.features = features
    self.classes = classes
    coefficients = (0..<classes).map { Array(point[$0 * width..<($0 + 1) * width - 1]) }
    intercepts = (0..<classes).map { point[($0 + 1) * width - 1] }
    self.iterations = iterations
    self.converged = converged
  }

  /// [rows, classes] of [rows, features].
  public func probabilities(_ rows: Tensor) -> Tensor {
    var result: [Float] = []
    result.reserveCapacity(rows.shape[0] * classes)
    for row in 0..<rows.shape[0] {
      let logits = zip(coefficients, intercepts).map { coefficients, intercept in
        coefficients.indices.reduce(intercept) {
          $0 + coefficients[$1] * Double(rows.values[row * features + $1])
        }
      }
      let largest = logits.max() ?? 0
      let powers = logits.map { exp($0 - largest) }
      let sum = powers.reduce(0, +)
      result += powers.map { Float($0 / sum) }
    }
    return Tensor([rows.shape[0], classes], result)
  }
}

/// The largest eigenvalue of XᵀX / rows, or a little more: by powers of it, of which each is a bound from below.
private func largestMeanSquare(_ table: [Double], _ width: Int) -> Double {
  let rows = table.count / width
  var direction = [Double](repeating: 1 / Double(width).squareRoot(), count: width)
  var value = 0.0
  for _ in 0..<100 {
    var image = [Double](repeating: 0, count: width)
    for row in 0..<rows {
      let product = (0..<width).reduce(0) { $0 + table[row * width + $1] * direction[$1] }
      for column in 0..<width { image[column] += product * table[row * width + column] }
    }
    let length = image.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 0 else { return 1 }
    direction = image.map { $0 / length }
    let next = length / Double(rows)
    if next - value < 1e-6 * next { return 1.01 * next }
    value = next
  }
  return 1.05 * value
}

/// The gradient of the mean loss, for each class by its coefficients and its intercept.
private func softmaxGradient(
  _ table: [Double], _ labels: [Int], _ width: Int, at point: [Double], into gradient: inout [Double]
) {
  let classes = point.count / width
  for index in gradient.indices { gradient[index] = 0 }
  var logits = [Double](repeating: 0, count: classes)
  for (row, label) in labels.enumerated() {
    let base = row * width
    for index in logits.indices {
      logits[index] = (0..<width).reduce(0) { $0 + point[index * width + $1] * table[base + $1] }
    }
    let largest = logits.max() ?? 0
    for index in logits.indices { logits[index] = exp(logits[index] - largest) }
    let sum = logits.reduce(0, +)
    for index in logits.indices {
      let slope = (logits[index] / sum - (index == label ? 1 : 0)) / Double(labels.count)
      for column in 0..<width { gradient[index * width + column] += slope * table[base + column] }
    }
  }
}

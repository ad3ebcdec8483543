public import Tensors

/// Why nothing can be learnt from a table.
public enum LearningError: Error, Hashable, Sendable, CustomStringConvertible {
  case empty(String)
  case shape(String, Shape, expected: String)
  case unequalCounts(String, Int, String, Int)
  case notFinite(String, row: Int, column: Int)
  case outOfRange(String, Int, range: ClosedRange<Int>)
  case setting(String, Double, expected: String)
  case weight(Double, row: Int)
  case missingLibrary(String, package: String)
  case library(String, reason: String)

  public var description: String {
    switch self {
    case .empty(let name): "\(name) are empty: there is nothing to learn from; give at least one"
    case .shape(let name, let shape, let expected): "\(name) have shape \(shape) and should have \(expected)"
    case .unequalCounts(let name, let count, let other, let otherCount):
      "there are \(count) \(name) and \(otherCount) \(other); give as many of both"
    case .notFinite(let name, let row, let column):
      "\(name) have no finite number in row \(row), column \(column); fill or leave out such rows"
    case .outOfRange(let name, let value, let range):
      "\(name) \(value) does not exist: choose from \(range.lowerBound) to \(range.upperBound)"
    case .setting(let name, let value, let expected): "\(name) is \(value) and should be \(expected)"
    case .weight(let weight, let row):
      "the weight of row \(row) is \(weight); a weight is finite and not below 0"
    case .missingLibrary(let name, let package):
      "\(name) is not installed: install the package \(package), or choose another method"
    case .library(let name, let reason): "\(name) refuses: \(reason)"
    }
  }
}

extension Tensor {
  /// Throws where this is not a table of finite numbers with at least one row and column.
  func checkAsTable(_ name: String) throws(LearningError) {
    guard rank == 2 else { throw .shape(name, shape, expected: "[rows, columns]") }
    guard count > 0 else { throw .empty(name) }
    if let index = firstNonFinite { throw .notFinite(name, row: index / shape[1], column: index % shape[1]) }
  }

  /// Throws where labels of so many classes do not fit the rows, or weights are none.
  func check(labels: [Int], classes: Int, weights: [Double]?) throws(LearningError) {
    guard labels.count == shape[0] else { throw .unequalCounts("labels", labels.count, "rows", shape[0]) }
    guard classes > 0 else { throw .empty("the classes") }
    if let label = labels.first(where: { !(0..<classes).contains($0) }) {
      throw .outOfRange("class", label, range: 0...classes - 1)
    }
    guard let weights else { return }
    guard weights.count == labels.count else {
      throw .unequalCounts("weights", weights.count, "rows", labels.count)
    }
    if let row = weights.firstIndex(where: { !($0.isFinite && $0 >= 0) }) {
      throw .weight(weights[row], row: row)
    }
    guard weights.contains(where: { $0 > 0 }) else { throw .empty("rows with a weight above 0") }
  }
}

/// The weights of rows, times n / (classes · rows of the class) where each class is to weigh the same.
///
/// Source: King and Zeng 2001, as scikit-learn's `class_weight="balanced"`.
func rowWeights(_ weights: [Double]?, labels: [Int], classes: Int, balanced: Bool) -> [Double] {
  let weights = weights ?? [Double](repeating: 1, count: labels.count)
  guard balanced else { return weights }
  var counts = [Int](repeating: 0, count: classes)
  for label in labels { counts[label] += 1 }
  let present = Double(counts.count { $0 > 0 })
  return zip(weights, labels).map { $0 * Double(labels.count) / (present * Double(counts[$1])) }
}

import Execution
import Tensors

/// Which state follows one state, by what is read.
public enum Transition: Codable, Hashable, Sendable {
  public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
    case tree
    case logistic
  }

  /// Always the same state: where none ever followed, the state itself.
  case constant(Int)
  case tree(DecisionTree)
  case logistic(LogisticRegression, Standardization)

  /// Features brought to mean 0 and deviation 1.
  public struct Standardization: Codable, Hashable, Sendable {
    public let means: [Double]
    public let deviations: [Double]

    init(_ rows: Tensor) {
      let (count, columns) = (Double(rows.shape[0]), rows.shape[1])
      var sums = [Double](repeating: 0, count: columns)
      var squares = sums
      for index in rows.values.indices { sums[index % columns] += Double(rows.values[index]) }
      let means = sums.map { $0 / count }
      for index in rows.values.indices {
        let difference = Double(rows.values[index]) - means[index % columns]
        squares[index % columns] += difference * difference
      }
      self.means = means
      deviations = squares.map { $0 > 0 ? ($0 / count).squareRoot() : 1 }
    }

    func value(_ value: Float, _ feature: Int) -> Float {
      Float((Double(value) - means[feature]) / deviations[feature])
    }
  }

  /// The state that follows where the features are `value`.
  public func next(_ value: (Int) -> Float) -> Int {
    switch self {
    case .constant(let state): state
    case .tree(let tree): tree.nodes[tree.leaf(value)].prediction
    case .logistic(let model, let scale):
      model.probabilities { scale.value(value($0), $0) }.indexOfLargest
    }
  }

  /// How much each of so many features matters, in shares: by the impurity that its questions take away, or by the size of
  /// its coefficients per deviation.
  public func importances(features: Int) -> [Double] {
    switch self {
    case .constant: return [Double](repeating: 0, count: features)
    case .tree(let tree): return tree.importances
    case .logistic(let model, _):
      let sizes = (0..<features).map { feature in model.coefficients.reduce(0) { $0 + abs($1[feature]) } }
      let total = sizes.reduce(0, +)
      return total > 0 ? sizes.map { $0 / total } : sizes
    }
  }
}

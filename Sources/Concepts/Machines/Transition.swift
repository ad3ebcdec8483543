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

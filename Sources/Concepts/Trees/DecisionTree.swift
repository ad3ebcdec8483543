public import Execution
public import Tensors

/// A binary tree of questions "feature <= threshold?" whose leaves say a class.
///
/// Grown from the root: each node takes the split that lowers the impurity most, the threshold half-way between two
/// neighbouring values. Of splits that are equally good the one of the lowest feature is taken, then of the lowest
/// threshold, so that the same rows always give the same tree (scikit-learn takes one of them at random).
/// Source: Breiman, Friedman, Olshen, Stone 1984 (CART).
public struct DecisionTree: Codable, Hashable, Sendable {
  public struct Settings: Codable, Hashable, Sendable {
    public enum Criterion: String, Codable, CaseIterable, Hashable, Sendable {
      /// 1 - Σ p²
      case gini
      /// -Σ p log₂ p
      case entropy
    }

    public var criterion: Criterion
    /// The most questions in a row; no limit where it is nil.
    public var depth: Int?
    /// The fewest rows of a leaf.
    public var leafRows: Int
    /// The complexity that a leaf costs (`ccp_alpha`): subtrees that do not lower the impurity by as much per leaf are cut.
    public var pruning: Double
    /// Whether each class weighs the same, however many rows it has.
    public var balanced: Bool

    public init(
      depth: Int? = nil, leafRows: Int = 1, pruning: Double = 0, balanced: Bool = false,
      criterion: Criterion = .gini
    ) {
      self.criterion = criterion
      self.depth = depth
      self.leafRows = leafRows
      self.pruning = pruning
      self.balanced = balanced
    }
  }

  /// A question, and the nodes to go on with.
  public struct Split: Codable, Hashable, Sendable {
    public let feature: Int
    public let threshold: Double
    /// Where the feature is at most the threshold.
    public var left: Int
    public var right: Int
  }

  public struct Node: Codable, Hashable, Sendable {
    /// nil in a leaf.
    public internal(set) var split: Split?
    public let impurity: Double
    /// The number of training rows that came here.
    public let rows: Int
    /// The weight of these rows.
    public let weight: Double
    /// The share of each class in that weight.
    public let shares: [Double]

    /// The class with the largest share; of several the first.
    public var prediction: Int { shares.indexOfLargest }
  }

  /// The root is the first; a node comes before those below it, what is left of it before what is right.
  public internal(set) var nodes: [Node]
  public let features: Int
  public let classes: Int
  public let settings: Settings

  /// - Parameters:
  ///   - rows: [rows, features]
  ///   - labels: the class of each row, from 0.
  ///   - weights: of each row; 1 where not given. Rows of weight 0 are left out.
  /// - Throws: ``LearningError``, `CancellationError`.
  public init(
    _ rows: Tensor, labels: [Int], classes: Int, weights: [Double]? = nil, settings: Settings = Settings(),
    monitor: Monitor = .silent
  ) throws {
    try rows.checkAsTable("the rows")
    try rows.check(labels: labels, classes: classes, weights: weights)
    if let depth = settings.depth, depth < 0 {
      throw LearningError.setting("the depth of a tree", Double(depth), expected: "0 or more")
    }
    if settings.leafRows < 1 {
      throw LearningError.setting(
        "the number of rows of a leaf", Double(settings.leafRows), expected: "1 or more")
    }
    if !(settings.pruning >= 0) {
      throw LearningError.setting("the pruning of a tree", settings.pruning, expected: "0 or more")
    }
    let weights = rowWeights(weights, labels: labels, classes: classes, balanced: settings.balanced)
    var growth = TreeGrowth(rows, labels: labels, classes: classes, weights: weights, settings)
    nodes = try growth.nodes(monitor)
    features = rows.shape[1]
    self.classes = classes
    self.settings = settings
    if settings.pruning > 0 { prune(settings.pruning) }
  }

  /// The nodes on the way of a row from the root to its leaf.
  public func path(_ value: (Int) -> Float) -> [Int] {
    var path = [0]
    while let last = path.last, let split = nodes[last].split {
      path.append(Double(value(split.feature)) <= split.threshold ? split.left : split.right)
    }
    return path
  }

  /// The leaf of a row whose features are `value`.
  public func leaf(_ value: (Int) -> Float) -> Int {
    var node = 0
    while let split = nodes[node].split {
      node = Double(value(split.feature)) <= split.threshold ? split.left : split.right
    }
    return node
  }

  /// The class of each row of [rows, features].
  public func predict(_ rows: Tensor) -> [Int] {
    leaves(rows).map { nodes[$0].prediction }
  }

  /// The shares of the classes in each row's leaf: [rows, classes].
  public func probabilities(_ rows: Tensor) -> Tensor {
    Tensor([rows.shape[0], classes], leaves(rows).flatMap { nodes[$0].shares.map { Float($0) } })
  }

  private func leaves(_ rows: Tensor) -> [Int] {
    rows.values.withUnsafeBufferPointer { values in
      (0..<rows.shape[0]).map { row in leaf { values[row * features + $0] } }
    }
  }

  /// What each feature's splits lower the impurity by, as shares of what all of them do; 0 without splits.
  public var importances: [Double] {
    var sums = [Double](repeating: 0, count: features)
    for node in nodes {
      guard let split = node.split else { continue }
      let (left, right) = (nodes[split.left], nodes[split.right])
      sums[split.feature] +=
        node.weight * node.impurity - left.weight * left.impurity - right.weight * right.impurity
    }
    let total = sums.reduce(0, +)
    return total > 0 ? sums.map { $0 / total } : sums
  }

  public var leafCount: Int { nodes.count { $0.split == nil } }

  /// The most questions in a row.
  public var depth: Int {
    var depths = [Int](repeating: 0, count: nodes.count)
    for (index, node) in nodes.enumerated() {
      guard let split = node.split else { continue }
      depths[split.left] = depths[index] + 1
      depths[split.right] = depths[index] + 1
    }
    return depths.max() ?? 0
  }
}

extension Sequence where Element: Comparable {
  /// The place of the largest; of several the first.
  var indexOfLargest: Int {
    enumerated().max { ($0.element, $1.offset) < ($1.element, $0.offset) }?.offset ?? 0
  }
}

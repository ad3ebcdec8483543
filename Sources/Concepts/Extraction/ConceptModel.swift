public import Execution
public import Tensors

/// Which class a network gives to a sample, by the values of its concepts.
///
/// Learnt from the classes that the network says, so that it explains the network and not the data. A tree asks for a
/// value's place in the order of values; a linear model gives each value a weight of its own.
/// Source: Kazhdan et al. 2020, "CME", where both see places.
public struct ConceptModel: Codable, Hashable, Sendable {
  public struct Settings: Codable, Hashable, Sendable {
    public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
      case logistic
      case tree
    }

    public var kind: Kind
    public var tree = DecisionTree.Settings()
    /// C of the linear model.
    public var regularization = 1.0

    public init(_ kind: Kind = .tree) {
      self.kind = kind
    }
  }

  public struct Concept: Codable, Hashable, Sendable {
    public let name: String
    /// The names of its values.
    public let values: [String]

    public init(name: String, values: [String]) {
      self.name = name
      self.values = values
    }
  }

  public enum Learnt: Codable, Hashable, Sendable {
    case logistic(LogisticRegression)
    case tree(DecisionTree)
  }

  public let concepts: [Concept]
  public let classes: [String]
  public let settings: Settings
  public let learnt: Learnt

  /// - Parameters:
  ///   - values: the value of each concept of each sample: [sample][concept].
  ///   - labels: the class that the network says of each.
  /// - Throws: ``LearningError``, `CancellationError`.
  public init(
    values: [[Int]], labels: [Int], concepts: [Concept], classes: [String], settings: Settings = Settings(),
    monitor: Monitor = .silent
  ) throws {
    self.concepts = concepts
    self.classes = classes
    self.settings = settings
    let rows = try Self.rows(values, concepts, settings.kind)
    switch settings.kind {
    case .logistic:
      learnt = .logistic(
        try LogisticRegression(
          rows, labels: labels, classes: classes.count, regularization: settings.regularization,
          monitor: monitor))
    case .tree:
      learnt = .tree(
        try DecisionTree(
          rows, labels: labels, classes: classes.count, settings: settings.tree, monitor: monitor))
    }
  }

  /// Values as a table: one column for each concept, or for each value of each.
  private static func rows(
    _ values: [[Int]], _ concepts: [Concept], _ kind: Settings.Kind
  ) throws(LearningError) -> Tensor {
    guard !concepts.isEmpty else { throw .empty("the concepts") }
    guard !values.isEmpty else { throw .empty("the samples") }
    for row in values {
      guard row.count == concepts.count else {
        throw .unequalCounts("values of a sample", row.count, "concepts", concepts.count)
      }
      for (value, concept) in zip(row, concepts) where !concept.values.indices.contains(value) {
        throw .outOfRange("value of \(concept.name)", value, range: 0...max(0, concept.values.count - 1))
      }
    }
    switch kind {
    case .tree: return Tensor([values.count, concepts.count], values.flatMap { $0.map { Float($0) } })
    case .logistic:
      return Tensor(
        [values.count, concepts.reduce(0) { $0 + $1.values.count }],
        values.flatMap { row in
          zip(row, concepts).flatMap { value, concept in concept.values.indices.map { $0 == value ? 1 : 0 } }
        })
    }
  }

  /// The class of each sample.
  ///
  /// - Parameter values: [sample][concept]
  public func predict(_ values: [[Int]]) throws -> [Int] {
    let rows = try Self.rows(values, concepts, settings.kind)
    switch learnt {
    case .logistic(let model): return try model.predict(rows)
    case .tree(let tree): return tree.predict(rows)
    }
  }

  /// The probability of each class: [samples, classes].
  public func probabilities(_ values: [[Int]]) throws -> Tensor {
    let rows = try Self.rows(values, concepts, settings.kind)
    switch learnt {
    case .logistic(let model): return try model.probabilities(rows)
    case .tree(let tree): return tree.probabilities(rows)
    }
  }

  /// What a value adds to the logit of a class, beside the mean of the concept's values; nil in a tree.
  public func weight(of concept: Int, value: Int, for label: Int) -> Double? {
    guard case .logistic(let model) = learnt else { return nil }
    let first = concepts[..<concept].reduce(0) { $0 + $1.values.count }
    let weights = model.coefficients(of: label)[first..<first + concepts[concept].values.count]
    return weights[first + value] - weights.reduce(0, +) / Double(weights.count)
  }

  /// How much each concept matters, in shares: by the impurity that its questions take away, or by the size of its weights.
  public var importances: [Double] {
    switch learnt {
    case .tree(let tree): return tree.importances
    case .logistic:
      let sizes = concepts.indices.map { concept in
        classes.indices.reduce(0.0) { sum, label in
          concepts[concept].values.indices.reduce(sum) {
            $0 + abs(weight(of: concept, value: $1, for: label) ?? 0)
          }
        }
      }
      let total = sizes.reduce(0, +)
      return total > 0 ? sizes.map { $0 / total } : sizes
    }
  }
}

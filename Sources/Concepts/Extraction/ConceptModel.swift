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
    /// Whether the linear model reads how probable each value is, and not which is most.
    public var readsProbabilities = false

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
    try self.init(
      .init(certain: values, counts: concepts.map(\.values.count)), labels: labels, concepts: concepts,
      classes: classes, settings: settings, monitor: monitor)
  }

  /// The same of predicted concepts.
  public init(
    _ prediction: ConceptPredictors.Prediction, labels: [Int], concepts: [Concept], classes: [String],
    settings: Settings = Settings(), monitor: Monitor = .silent
  ) throws {
    self.concepts = concepts
    self.classes = classes
    self.settings = settings
    let rows = try Self.rows(prediction, concepts, settings)
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

  /// A linear model that was learned elsewhere, of the probabilities of values.
  init(linear: LogisticRegression, concepts: [Concept], classes: [String]) {
    self.concepts = concepts
    self.classes = classes
    var settings = Settings(.logistic)
    settings.readsProbabilities = true
    self.settings = settings
    learnt = .logistic(linear)
  }

  /// Concepts as a table: one column for each, or for each value of each.
  private static func rows(
    _ prediction: ConceptPredictors.Prediction, _ concepts: [Concept], _ settings: Settings
  ) throws(LearningError) -> Tensor {
    let values = prediction.values
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
    if settings.kind == .logistic, settings.readsProbabilities {
      return try columns(prediction.probabilities, concepts, samples: values.count)
    }
    switch settings.kind {
    case .tree: return Tensor([values.count, concepts.count], values.flatMap { $0.map { Float($0) } })
    case .logistic:
      return Tensor(
        [values.count, concepts.reduce(0) { $0 + $1.values.count }],
        values.flatMap { row in
          zip(row, concepts).flatMap { value, concept in concept.values.indices.map { $0 == value ? 1 : 0 } }
        })
    }
  }

  /// The probabilities of all concepts' values side by side: [samples, values].
  private static func columns(
    _ probabilities: [Tensor], _ concepts: [Concept], samples: Int
  ) throws(LearningError) -> Tensor {
    guard probabilities.count == concepts.count else {
      throw .unequalCounts("tables of probabilities", probabilities.count, "concepts", concepts.count)
    }
    for (table, concept) in zip(probabilities, concepts) where table.shape != [samples, concept.values.count] {
      throw .shape(
        "the probabilities of \(concept.name)", table.shape, expected: "[\(samples), \(concept.values.count)]")
    }
    return Tensor(
      [samples, concepts.reduce(0) { $0 + $1.values.count }],
      (0..<samples).flatMap { sample in probabilities.flatMap { $0[sample].values } })
  }

  /// The class of each sample.
  ///
  /// - Parameter values: [sample][concept]
  public func predict(_ values: [[Int]]) throws -> [Int] { try predict(certain(values)) }

  /// The same of predicted concepts.
  public func predict(_ prediction: ConceptPredictors.Prediction) throws -> [Int] {
    let rows = try Self.rows(prediction, concepts, settings)
    switch learnt {
    case .logistic(let model): return try model.predict(rows)
    case .tree(let tree): return tree.predict(rows)
    }
  }

  /// The probability of each class: [samples, classes].
  public func probabilities(_ values: [[Int]]) throws -> Tensor { try probabilities(certain(values)) }

  /// The same of predicted concepts.
  public func probabilities(_ prediction: ConceptPredictors.Prediction) throws -> Tensor {
    let rows = try Self.rows(prediction, concepts, settings)
    switch learnt {
    case .logistic(let model): return try model.probabilities(rows)
    case .tree(let tree): return tree.probabilities(rows)
    }
  }

  private func certain(_ values: [[Int]]) -> ConceptPredictors.Prediction {
    .init(certain: values, counts: concepts.map(\.values.count))
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

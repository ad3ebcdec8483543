import Tensors

extension ConceptModel {
  /// A condition on one concept: its value is one of these, which follow each other.
  public struct Condition: Codable, Hashable, Sendable {
    public let concept: Int
    public let values: ClosedRange<Int>

    public init(concept: Int, values: ClosedRange<Int>) {
      self.concept = concept
      self.values = values
    }
  }

  /// A leaf of the tree: samples that fulfil all conditions are of the class.
  public struct Rule: Codable, Hashable, Sendable {
    public let label: Int
    public let conditions: [Condition]
    /// The number of samples learnt from that fulfil them, and the share of the class in these.
    public let samples: Int
    public let purity: Double
  }

  /// The leaves of the tree, class by class, the largest first; none of a linear model.
  public var rules: [Rule] {
    guard case .tree(let tree) = learnt else { return [] }
    return classes.indices.flatMap { label in
      tree.leaves(predicting: label).map { leaf in
        Rule(
          label: label, conditions: tree.conditions(of: leaf).map(condition), samples: tree.nodes[leaf].rows,
          purity: tree.nodes[leaf].shares[label])
      }
    }
  }

  /// "shape = heart and scale = 0.5 to 0.7"; "always" without conditions.
  public func text(_ conditions: [Condition]) -> String {
    conditions.isEmpty ? "always" : conditions.map(text).joined(separator: " and ")
  }

  public func text(_ condition: Condition) -> String {
    let names = concepts[condition.concept].values[condition.values]
    let name = concepts[condition.concept].name
    guard let first = names.first, let last = names.last, names.count > 1 else {
      return "\(name) = \(names.first ?? "")"
    }
    return "\(name) = \(first) \(names.count == 2 ? "or" : "to") \(last)"
  }

  /// Thresholds lie half-way between two values.
  private func condition(_ condition: DecisionTree.Condition) -> Condition {
    let lowest = condition.lower.map { Int($0.rounded(.down)) + 1 } ?? 0
    let highest =
      condition.upper.map { Int($0.rounded(.down)) } ?? concepts[condition.feature].values.count - 1
    return Condition(concept: condition.feature, values: lowest...max(lowest, highest))
  }

  /// Why one sample has its class.
  public struct Decision: Codable, Hashable, Sendable {
    public let label: Int
    /// Of each class.
    public let probabilities: [Double]
    /// The answers on the way through the tree, those about one concept as one; none of a linear model.
    public let path: [Condition]
    /// The nodes of the tree on that way, with the leaf.
    public let nodes: [Int]
  }

  /// - Parameter values: the value of each concept.
  public func decision(_ values: [Int]) throws -> Decision {
    try decision(.init(certain: [values], counts: concepts.map(\.values.count)))
  }

  /// - Parameter prediction: of one sample.
  public func decision(_ prediction: ConceptPredictors.Prediction) throws -> Decision {
    guard prediction.values.count == 1 else {
      throw LearningError.unequalCounts("samples", prediction.values.count, "decisions", 1)
    }
    let values = prediction.values[0]
    let probabilities = try probabilities(prediction).values.map(Double.init)
    guard case .tree(let tree) = learnt else {
      return Decision(label: probabilities.indexOfLargest, probabilities: probabilities, path: [], nodes: [])
    }
    let nodes = tree.path { Float(values[$0]) }
    let path = tree.conditions(of: nodes.last ?? 0).map(condition)
    return Decision(
      label: tree.nodes[nodes.last ?? 0].prediction, probabilities: probabilities, path: path, nodes: nodes)
  }

  /// What is decided before and after some concepts are given other values: by concept.
  ///
  /// - Parameter prediction: of one sample.
  public func decisions(
    _ prediction: ConceptPredictors.Prediction, replacing changes: [Int: Int]
  ) throws -> (before: Decision, after: Decision) {
    for (concept, value) in changes.sorted(by: { $0.key < $1.key }) {
      guard concepts.indices.contains(concept) else {
        throw LearningError.outOfRange("concept", concept, range: 0...concepts.count - 1)
      }
      let count = concepts[concept].values.count
      guard (0..<count).contains(value) else {
        throw LearningError.outOfRange("value of \(concepts[concept].name)", value, range: 0...max(0, count - 1))
      }
    }
    return (try decision(prediction), try decision(prediction.corrected([changes])))
  }
}

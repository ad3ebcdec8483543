extension StateMachine {
  /// A way from one state to another, or back to itself, or to a first state.
  public struct Edge: Codable, Hashable, Sendable {
    /// The state it leads from; nil at the first step.
    public let from: Int?
    public let to: Int
    /// How often the network went it, and the share that this is of all its steps from there.
    public let count: Int
    public let share: Double
    /// What is read where the machine goes it, first the rule that most examples of this way follow; none where the
    /// machine never does.
    public let rules: [String]
  }

  /// The ways that the network went or the machine can go, in the order of their states; first those to first states.
  public var edges: [Edge] { edges(from: nil) + states.indices.flatMap { edges(from: $0) } }

  /// Those from one state, or to first states.
  public func edges(from: Int?) -> [Edge] {
    let counts = from.map { self.counts[$0] } ?? starts
    let total = counts.reduce(0, +)
    return states.indices.compactMap { to in
      let rules = rules(from: from, to: to)
      guard counts[to] > 0 || !rules.isEmpty else { return nil }
      return Edge(
        from: from, to: to, count: counts[to], share: Double(counts[to]) / Double(max(1, total)), rules: rules
      )
    }
  }

  /// What is read where the machine goes from one state to another.
  public func rules(from: Int?, to: Int) -> [String] {
    switch transition(from: from) {
    case .constant(let state): return state == to ? ["always"] : []
    case .tree(let tree): return tree.leaves(predicting: to).map { text(tree.conditions(of: $0)) }
    case .logistic(let model, let scale):
      guard model.present.contains(to) else { return [] }
      // Per deviation of a feature, so that the largest matter most.
      let coefficients = model.coefficients(of: to)
      let order = coefficients.indices.sorted { (-abs(coefficients[$0]), $0) < (-abs(coefficients[$1]), $1) }
      let names = windowFeatures
      let parts = order.prefix(3).filter { coefficients[$0] != 0 && scale.deviations[$0] > 0 }
        .map { "\(coefficients[$0] > 0 ? "high" : "low") \(names[$0].name)" }
      return [parts.isEmpty ? "always" : parts.joined(separator: ", ")]
    }
  }

  func text(_ conditions: [DecisionTree.Condition]) -> String {
    let names = windowFeatures
    return conditions.isEmpty
      ? "always" : conditions.map { names[$0.feature].text($0) }.joined(separator: " and ")
  }
}

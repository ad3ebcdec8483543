extension DecisionTree {
  /// What a row must fulfil: `feature > lower` and `feature <= upper`, where these are given.
  public struct Condition: Codable, Hashable, Sendable {
    public let feature: Int
    public var lower: Double?
    public var upper: Double?
  }

  /// What rows have in common that come to a node: one condition for each feature that was asked for, in the order of
  /// the questions.
  public func conditions(of node: Int) -> [Condition] {
    var parents = [(node: Int, isLeft: Bool)?](repeating: nil, count: nodes.count)
    for (index, candidate) in nodes.enumerated() {
      guard let split = candidate.split else { continue }
      parents[split.left] = (index, true)
      parents[split.right] = (index, false)
    }
    var questions: [(split: Split, isLeft: Bool)] = []
    var current = node
    while let parent = parents[current] {
      if let split = nodes[parent.node].split { questions.append((split, parent.isLeft)) }
      current = parent.node
    }
    var conditions: [Condition] = []
    for (split, isLeft) in questions.reversed() {
      let place = conditions.firstIndex { $0.feature == split.feature } ?? conditions.count
      if place == conditions.count { conditions.append(Condition(feature: split.feature)) }
      // Questions further down are narrower.
      if isLeft {
        conditions[place].upper = split.threshold
      } else {
        conditions[place].lower = split.threshold
      }
    }
    return conditions
  }

  /// The leaves that predict a class, first that with the largest weight.
  public func leaves(predicting label: Int) -> [Int] {
    nodes.indices.filter { nodes[$0].split == nil && nodes[$0].prediction == label }
      .sorted { (-nodes[$0].weight, $0) < (-nodes[$1].weight, $1) }
  }
}

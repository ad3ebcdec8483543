extension DecisionTree {
  /// Minimal cost-complexity pruning: turns the node into a leaf whose subtree lowers the impurity least per leaf saved,
  /// (R(node) - R(subtree)) / (leaves - 1), as long as that is at most `complexity`. Source: Breiman et al. 1984, chapter 3.
  mutating func prune(_ complexity: Double) {
    let total = nodes[0].weight
    while nodes[0].split != nil {
      var risks = [Double](repeating: 0, count: nodes.count)
      var leaves = [Int](repeating: 1, count: nodes.count)
      var weakest = (node: 0, cost: Double.infinity)
      for index in nodes.indices.reversed() {
        let own = nodes[index].impurity * nodes[index].weight / total
        guard let split = nodes[index].split else {
          risks[index] = own
          continue
        }
        risks[index] = risks[split.left] + risks[split.right]
        leaves[index] = leaves[split.left] + leaves[split.right]
        let cost = (own - risks[index]) / Double(leaves[index] - 1)
        // Of equal ones that nearest to the root, which comes last here.
        if cost <= weakest.cost { weakest = (index, cost) }
      }
      guard weakest.cost <= complexity else { break }
      nodes[weakest.node].split = nil
      dropUnreachable()
    }
  }

  /// The same answers by fewer questions: without those whose answers all lead to the same class.
  public var simplified: DecisionTree {
    var tree = self
    for index in nodes.indices.reversed() {
      guard let split = tree.nodes[index].split else { continue }
      let (left, right) = (tree.nodes[split.left], tree.nodes[split.right])
      if left.split == nil, right.split == nil, left.prediction == right.prediction,
        tree.nodes[index].prediction == left.prediction
      {
        tree.nodes[index].split = nil
      }
    }
    tree.dropUnreachable()
    return tree
  }

  private mutating func dropUnreachable() {
    var kept: [Node] = []
    var tasks: [(old: Int, parent: (node: Int, isLeft: Bool)?)] = [(0, nil)]
    while let task = tasks.popLast() {
      let index = kept.count
      if let parent = task.parent {
        if parent.isLeft {
          kept[parent.node].split?.left = index
        } else {
          kept[parent.node].split?.right = index
        }
      }
      kept.append(nodes[task.old])
      if let split = nodes[task.old].split {
        tasks.append((split.right, (index, false)))
        tasks.append((split.left, (index, true)))
      }
    }
    nodes = kept
  }
}

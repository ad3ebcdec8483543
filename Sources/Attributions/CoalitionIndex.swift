import Tensors

/// An index of a game that weighs the dividends a(T) of sets of groups by their size, exact by enumeration.
struct CoalitionIndex: InteractionMethod {
  let baseline: Baseline
  /// What the index of a single group takes of a set that holds it.
  let single: @Sendable (_ size: Int) -> Double
  /// What the index of a pair takes of a set that holds it.
  let pair: @Sendable (_ size: Int) -> Double
  /// Whether the indices of all groups and of all pairs, each once, sum to f(x) - f(x').
  let isComplete: Bool

  /// - Returns: the index of each pair, in both places; on the diagonal that of each group.
  func interact(_ question: Question, groups: FeatureGroups) throws -> Interactions {
    let game = try MaskedOutputs(question, groups, baseline.references(for: question))
    let coalitions = try Coalitions(game)
    let count = groups.count
    var values: [Float] = []
    var sums: [Double] = []
    for row in 0..<question.count {
      var pairs = coalitions.pairIndex(of: row, weight: pair)
      let singles = coalitions.index(of: row, weight: single)
      sums.append(singles.reduce(0, +) + pairs.reduce(0, +) / 2)
      for group in 0..<count { pairs[group * count + group] = singles[group] }
      values += pairs.map { Float($0) }
    }
    let shapley = (0..<question.count).flatMap { row in coalitions.index(of: row) { 1 / Double($0) } }
    var interactions = Interactions(
      Tensor([question.count, count, count], values),
      attributions: Tensor([question.count, count], shapley.map { Float($0) }),
      completeness: isComplete ? coalitions.completeness(sums: sums) : nil,
      facts: [
        "all \(1 << count) sets of groups", "a pair's index stands in both of its places and counts once",
      ])
    interactions.splitsPairs = false
    return interactions
  }
}

extension NamedMethod {
  static let shapley = NamedMethod(
    name: "shapley", summary: "Shapley values, exact: all sets of up to 16 groups of values",
    keys: ["baseline", "groups"]
  ) { Shapley(baseline: $0.baseline ?? .zeros, grouping: $0.grouping) }
}

/// What each group adds to f, its mean over all orders in which groups come in:
/// φ_g = Σ_S |S|! (G - |S| - 1)! / G! · (v(S ∪ g) - v(S)). Shapley 1953.
struct Shapley: GroupMethod {
  let baseline: Baseline
  let grouping: Grouping

  func attribute(_ question: Question, groups: FeatureGroups) throws -> Explanation {
    let game = try MaskedOutputs(question, groups, baseline.references(for: question))
    let coalitions = try Coalitions(game)
    let values = (0..<question.count).map { row in coalitions.index(of: row) { 1 / Double($0) } }
    return Explanation(
      groups, values, completeness: coalitions.completeness(sums: values.map { $0.reduce(0, +) }),
      facts: ["all \(1 << groups.count) sets of groups"])
  }
}

import Tensors

extension NamedMethod {
  static let shapleySampling = NamedMethod(
    name: "shapley-sampling",
    summary: "Shapley values, estimated from random orders in which groups of values come in",
    keys: ["baseline", "groups", "n", "seed"]
  ) {
    ShapleySampling(
      baseline: $0.baseline ?? .zeros, grouping: $0.grouping, count: $0.count ?? 32, seed: $0.seed)
  }
}

/// The mean of what each group adds to f when groups come in one after the other, over random orders. Castro et al. 2009.
///
/// Each order is followed by its reverse, whose errors tend to be opposite (Mitchell et al. 2022). All samples get the same
/// orders. The standard errors are those of the mean over pairs of orders.
struct ShapleySampling: GroupMethod {
  let baseline: Baseline
  let grouping: Grouping
  /// Orders, rounded up to pairs.
  let count: Int
  let seed: UInt64

  func attribute(_ question: Question, groups: FeatureGroups) throws -> Explanation {
    let game = try MaskedOutputs(question, groups, baseline.references(for: question))
    let players = groups.count
    let ends = try game.ends()
    var random = Random(seed: seed)
    var moments = Moments(samples: question.count, groups: players)
    let pairs = (count + 1) / 2
    for pair in 0..<pairs {
      let order = random.shuffled(0..<players)
      var rank = [Int](repeating: 0, count: players)
      for (place, group) in order.enumerated() { rank[group] = place }
      // Masks 0 ..< players - 1 hold the first 1, 2, ... groups; those after them the last ones.
      let share = 1 / Double(pairs)
      let steps = players - 1
      let outputs = try game.outputs(max(1, 2 * steps), shares: (Double(pair) * share, share)) {
        mask, group in
        mask < steps ? rank[group] <= mask : players - 1 - rank[group] <= mask - steps
      }
      moments.add(
        outputs.enumerated().map { row, outputs in
          let forth = [ends.base[row]] + outputs[..<steps] + [ends.outputs[row]]
          let back = [ends.base[row]] + outputs[steps..<2 * steps] + [ends.outputs[row]]
          return (0..<players).map { group in
            let (first, last) = (rank[group], players - 1 - rank[group])
            return (forth[first + 1] - forth[first] + back[last + 1] - back[last]) / 2
          }
        })
    }
    let sums = moments.means.map { $0.reduce(0, +) }
    return Explanation(
      groups, moments.means, completeness: Completeness(base: ends.base, outputs: ends.outputs, sums: sums),
      errors: moments.errors, facts: ["\(2 * pairs) orders, each second one the reverse, seed \(seed)"])
  }
}

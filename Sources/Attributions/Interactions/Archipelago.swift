import Tensors

extension NamedInteraction {
  static let archipelago = NamedInteraction(
    name: "archipelago",
    summary: "how strongly pairs of groups interact, beside the sample and beside the baseline",
    keys: ["baseline"]
  ) { Archipelago(baseline: $0.baseline ?? .zeros) }
}

/// ArchDetect: ω(g, h) = ½ (δ(all)² + δ(none)²), where δ is what g and h do together beyond what each does alone, all other
/// groups being as in the sample, or as in the baseline. Tsang et al. 2020.
///
/// It has no sign. The attributions are ArchAttribute's of each group alone, v(g) - v(∅); the diagonal is 0.
struct Archipelago: InteractionMethod {
  let baseline: Baseline

  func interact(_ question: Question, groups: FeatureGroups) throws -> Interactions {
    try groups.checkPairs()
    let game = try MaskedOutputs(question, groups, baseline.references(for: question))
    let count = groups.count
    let pairs = (0..<count).flatMap { first in (first + 1..<max(first + 1, count)).map { (first, $0) } }
    // The set of groups that differ from the context: none, one, or a pair.
    let sets = [[]] + (0..<count).map { [$0] } + pairs.map { [$0, $1] }
    let outputs = try game.outputs(2 * sets.count) { mask, group in
      sets[mask % sets.count].contains(group) == (mask < sets.count)
    }
    var values = Tensor([question.count, count, count], repeating: 0)
    var alone = Tensor([question.count, count], repeating: 0)
    for (row, outputs) in outputs.enumerated() {
      for group in 0..<count { alone.values[row * count + group] = Float(outputs[1 + group] - outputs[0]) }
      for (index, (first, second)) in pairs.enumerated() {
        func excess(_ start: Int) -> Double {
          outputs[start + 1 + count + index] - outputs[start + 1 + first] - outputs[start + 1 + second]
            + outputs[start]
        }
        let strength = Float((excess(0) * excess(0) + excess(sets.count) * excess(sets.count)) / 2)
        values.values[(row * count + first) * count + second] = strength
        values.values[(row * count + second) * count + first] = strength
      }
    }
    var interactions = Interactions(values, attributions: alone, facts: ["squared, without a sign"])
    interactions.splitsPairs = false
    return interactions
  }
}

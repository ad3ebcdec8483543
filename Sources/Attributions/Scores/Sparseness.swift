import Execution
import Tensors

extension NamedScore {
  static let sparseness = NamedScore(
    name: "sparseness", summary: "the Gini index of magnitudes: 0 for all the same, near 1 for a single one",
    keys: ["chance", "groups", "seed"], better: .higherIsSparser
  ) { Sparseness(grouping: $0.grouping, draws: $0.chance, seed: $0.seed) }
}

/// G = Σ_i (2 i - n - 1) a_i / (n Σ a_i) of the magnitudes a in ascending order, i = 1 ... n. Chalasani et
/// al. 2020.
///
/// An explanation of zeros alone is as even as can be: 0. The order of values does not matter: chance is that
/// of normal numbers, which comes near √2 - 1 for many of them.
struct Sparseness: Score {
  let grouping: Grouping?
  let draws: Int
  let seed: UInt64

  func judge(_ explained: Explained) throws -> Judgement {
    var (values, chance): ([Double], [[Double]]) = ([], [])
    for row in 0..<explained.question.count {
      if explained.question.monitor.isCancelled() { throw CancellationError() }
      let groups = try explained.groups(grouping, of: explained.question.rows([row]))
      values.append(Self.gini(explained.relevance(of: groups, row: row)))
      var random = Random(seed: seed, stream: UInt64(row))
      chance.append(
        (0..<draws).map { _ in Self.gini((0..<groups.count).map { _ in Double(random.normal()) }) })
    }
    return Judgement(values, chance: .init(chance, of: "normal numbers"), facts: ["seed \(seed)"])
  }

  private static func gini(_ numbers: [Double]) -> Double {
    let (count, sorted) = (numbers.count, numbers.map(abs).sorted())
    let total = sorted.reduce(0, +)
    guard total > 0 else { return 0 }
    let weighted = sorted.enumerated().reduce(0) { $0 + Double(2 * ($1.offset + 1) - count - 1) * $1.element }
    return weighted / (Double(count) * total)
  }
}

import Glibc
import Tensors

extension NamedScore {
  static let completeness = NamedScore(
    name: "completeness",
    summary: "how far attributions are from summing to f(x) - f(baseline), as a share of it",
    keys: ["baseline", "chance", "seed"], better: .lower, needsContributions: true
  ) { CompletenessScore(baseline: $0.baseline, draws: $0.chance, seed: $0.seed) }
}

/// |Σ φ - (f(x) - f(x'))| / |f(x) - f(x')|: the axiom of Sundararajan, Taly and Yan 2017.
///
/// Of methods that promise it, with their own baseline; of derivatives, which are no shares of anything, it
/// is not defined: NaN. Shuffled values have the same sum: chance is that of normal numbers with the mean
/// square of the attributions.
struct CompletenessScore: Score {
  let baseline: Baseline?
  let draws: Int
  let seed: UInt64

  func judge(_ explained: Explained) throws -> Judgement {
    let (question, explanation) = (explained.question, explained.explanation)
    let numbers = explanation.byGroup?.values ?? explanation.values
    let size = numbers.count / max(1, question.count)
    if explained.meaning != .contributions {
      let nothing = [Double](repeating: .nan, count: question.count)
      return Judgement(
        nothing, chance: .init(nothing.map { [$0] }, of: "nothing"),
        facts: ["not defined: \(explained.meaning.words) are no shares of f(x) - f(baseline)"])
    }
    var completeness: Completeness
    var facts: [String] = []
    if let own = explanation.completeness {
      completeness = own
      if let other = try baseline.map({ try question.base($0.references(for: question)) }),
        zip(other, own.base).contains(where: { abs($0 - $1) > 1e-4 * max(1, abs($1)) })
      {
        facts.append("against the method's own baseline")
      }
    } else {
      let references = try (baseline ?? .zeros).references(for: question)
      let base = try question.base(references)
      let sums = (0..<question.count).map { row in
        numbers.values[row * size..<(row + 1) * size].reduce(0) { $0 + Double($1) }
      }
      completeness = Completeness(
        base: base, outputs: try question.outputs().values.map(Double.init), sums: sums)
      facts.append("this method does not promise it")
    }
    let differences = completeness.differences.map { $0 == 0 ? Double.nan : abs($0) }
    if differences.contains(where: \.isNaN) { facts.append("where f(x) = f(baseline) there is no share") }
    let chance = (0..<question.count).map { row in
      var random = Random(seed: seed, stream: UInt64(row))
      let squares = numbers.values[row * size..<(row + 1) * size].reduce(0) { $0 + Double($1) * Double($1) }
      // The sum of `size` normal numbers of deviation s is one of deviation s √size.
      let deviation = squares.squareRoot()
      return (0..<draws).map { _ in
        abs(deviation * Double(random.normal()) - completeness.differences[row]) / differences[row]
      }
    }
    return Judgement(
      zip(completeness.residuals, differences).map { abs($0) / $1 },
      chance: .init(chance, of: "normal numbers of its size"), facts: facts + ["seed \(seed)"])
  }
}

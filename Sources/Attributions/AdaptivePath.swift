import Tensors

/// A path integral with as many nodes as it takes: twice as many each time, for the samples that need them.
struct AdaptivePath {
  let tolerance: Double
  /// [samples] + the shape of the place.
  private(set) var values: [Double] = []
  private(set) var facts: [String] = []

  private static let first = 16
  private static let most = 512

  init(tolerance: Double) {
    self.tolerance = tolerance
  }

  /// - Parameter differences: f(x) - f(x'), for each sample.
  mutating func run(
    _ question: Question, _ references: References, _ rule: NamedQuadrature, differences: [Double]
  ) throws {
    let size = question.shape.count
    values = [Double](repeating: 0, count: question.count * size)
    var count = Self.first
    var rows = Array(0..<question.count)
    var before: [Double]?
    var unreached = 0
    while true {
      let part = rows.count == question.count ? question : try question.rows(rows)
      let chain = rule.isExactlyComplete ? PathIntegral.chain(of: count) : 1
      let integral = try PathIntegral([part], references.rows(rows), slope: rule.slope, chain: chain)
      let found = try integral.sum(over: rule.nodes(count / chain))
      for (position, row) in rows.enumerated() {
        values.replaceSubrange(
          row * size..<(row + 1) * size, with: found[position * size..<(position + 1) * size])
      }
      // Secants sum to the difference however few they are; how far they are from the integral shows when they change.
      let unsettled = rows.enumerated().filter { position, row in
        let entries = found[position * size..<(position + 1) * size]
        let mass = entries.reduce(0) { $0 + abs($1) }
        if rule.isExactlyComplete {
          guard let before else { return true }
          let old = before[position * size..<(position + 1) * size]
          return zip(entries, old).reduce(0) { $0 + abs($1.0 - $1.1) } > tolerance * mass
        }
        // Below a hundred-thousandth of all there is, a residual is what Float32 leaves.
        return abs(entries.reduce(0, +) - differences[row])
          > max(tolerance * abs(differences[row]), 1e-5 * mass)
      }
      if unsettled.isEmpty || count >= Self.most {
        unreached = unsettled.count
        break
      }
      before = unsettled.flatMap { position, _ in found[position * size..<(position + 1) * size] }
      rows = unsettled.map(\.element)
      count *= 2
    }
    facts = [rule.text(count)]
    if count >= Self.most, !rows.isEmpty, count != Self.first {
      facts[0] += " at most"
    }
    if unreached > 0 {
      facts.append(
        "the tolerance is not reached for \(unreached.of("sample")): take a larger tolerance=, or other steps="
      )
    }
  }
}

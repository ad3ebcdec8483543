import Data
import Glibc
import Tensors
import Testing

/// Data whose targets are made of pairs.
struct SimulationTests {
  private func data(_ kind: Simulation.Kind, seed: UInt64 = 1) throws -> (Dataset, Simulation) {
    var options = Simulation.Options()
    (options.kind, options.samples, options.seed) = (kind, 4000, seed)
    let data = try Dataset.load("simulated", simulation: options)
    return (data, try #require(data.simulation))
  }

  /// Moments within four standard errors of those of the distributions.
  @Test(arguments: Simulation.Kind.allCases)
  func momentsAreThoseOfTheDistributions(_ kind: Simulation.Kind) throws {
    let (data, simulation) = try data(kind)
    let values = try data.samples(0..<data.count).values.map(Double.init)
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    #expect(abs(mean) < 4 / count.squareRoot())
    #expect(abs(variance - 1) < 4 * (2 / count).squareRoot())

    let targets = try #require(data.targets).map(Double.init)
    let center = targets.reduce(0, +) / 4000
    let deviation = (targets.reduce(0) { $0 + ($1 - center) * ($1 - center) } / 4000).squareRoot()
    #expect(abs(deviation - 1) < 1e-5)
    #expect(simulation.terms.count == 20)
    #expect(Set(simulation.terms.map { [$0.first, $0.second] }).count == 20)
    #expect(simulation.terms.allSatisfy { $0.first < $0.second && $0.second < 10 })
    if kind == .multiply {
      // Products of different features have mean 0 and variance 1, and are uncorrelated.
      let power = simulation.terms.reduce(0) { $0 + $1.coefficient * $1.coefficient }
      #expect(abs(simulation.scale * simulation.scale / power - 1) < 0.15)
      #expect(abs(center) < 4 / 4000.0.squareRoot())
    }
  }

  @Test(arguments: Simulation.Kind.allCases) func targetsAreWhatPairsPutIn(_ kind: Simulation.Kind) throws {
    let (data, simulation) = try data(kind)
    let samples = try data.samples(0..<50)
    let targets = try #require(data.targets)
    for row in 0..<50 {
      let x = samples[row].values.map(Double.init)
      let sum = simulation.terms.reduce(0.0) { sum, term in
        let (left, right) = (x[term.first], x[term.second])
        let value =
          switch kind {
          case .multiply: left * right
          case .maximum: left > right ? left : right
          case .minimum: left < right ? left : right
          case .cosine: cos(left + right)
          case .tanh: tanh(left + right)
          }
        return sum + term.coefficient * value
      }
      #expect(abs(Double(targets[row]) - sum / simulation.scale) < 1e-5)
    }
    // Each pair's part stands in two entries.
    let parts = simulation.contributions(samples)
    for row in 0..<50 { #expect(abs(parts[row].values.reduce(0, +) / 2 - targets[row]) < 1e-4) }
  }

  @Test(arguments: Simulation.Ablation.allCases)
  func whatIsTakenOutIsGoneAndTheRestStays(_ ablation: Simulation.Ablation) throws {
    let (data, simulation) = try data(.multiply)
    let samples = try data.samples(0..<data.count)
    let targets = try #require(data.targets)
    func without(_ pairs: Set<[Int]>, seed: UInt64 = 3) -> [Float] {
      simulation.targets(
        samples, without: Array(repeating: pairs, count: data.count), by: ablation, seed: seed)
    }
    #expect(without([]) == targets)
    #expect(without([[0, 0]]) == targets)
    let one = simulation.terms[4]
    let pair = [one.first, one.second]
    let found = without([pair])
    #expect(found == without([pair]))
    #expect(found != without([pair], seed: 4))
    // What is left of the pair's part does not correlate with it, and the others' parts are untouched.
    let parts = (0..<data.count).map { row -> (old: Double, new: Double) in
      let x = samples[row].values
      let old = one.coefficient * Double(x[one.first]) * Double(x[one.second]) / simulation.scale
      return (old, Double(found[row]) - (Double(targets[row]) - old))
    }
    let correlation =
      parts.reduce(0) { $0 + $1.old * $1.new }
      / (parts.reduce(0) { $0 + $1.old * $1.old } * parts.reduce(0) { $0 + $1.new * $1.new }).squareRoot()
    #expect(abs(correlation) < 4 * 3 / 4000.0.squareRoot())
    let largest = simulation.terms.map { abs($0.coefficient) }.max() ?? 0
    let size = ablation == .noise ? largest : abs(one.coefficient)
    let power = parts.reduce(0) { $0 + $1.new * $1.new } / 4000
    #expect(abs(power.squareRoot() * simulation.scale / size - 1) < 0.15)
  }

  @Test func aSeedDeterminesTheData() throws {
    #expect(try data(.cosine).0.targets == data(.cosine).0.targets)
    #expect(try data(.cosine, seed: 2).0.targets != data(.cosine).0.targets)
  }

  @Test func keysThatDoNotFitAreRefused() throws {
    var options = Simulation.Options()
    (options.features, options.pairs) = (3, 4)
    let error = DataError.badKey(key: "pairs", value: "4", reason: "3 features make 3 pairs")
    #expect(throws: error) { try Dataset.load("simulated", simulation: options) }
    #expect(throws: error) { try Dataset.header("simulated", simulation: options) }
    #expect(throws: DataError.self) { try Dataset.load("breast-cancer", simulation: options) }
    var table = TableOptions()
    table.target = "x"
    #expect(throws: DataError.self) { try Dataset.load("simulated", table: table) }
  }
}

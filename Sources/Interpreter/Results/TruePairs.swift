import Attributions
import Data
import Figures
import Tensors

/// How well interactions find the pairs that the targets of simulated data are made of.
struct TruePairs: Result {
  static let kind = "true-pairs"
  static let fields: [Field<TruePairs>] = [
    Field("names", "the explanations, then chance") { .list($0.rows.map { .text($0.name) }) },
    Field("top", "the share of samples in which the pair that puts most into the target is ranked first") {
      .list($0.rows.map { .number($0.top) })
    },
    Field("found", "of as many pairs ranked first as the target is made of, the share which it is made of") {
      .list($0.rows.map { .number($0.found) })
    },
  ]

  private let rows: [(name: String, top: Double, found: Double)]
  private let head: String
  private let pairs: Int

  init(_ arguments: Arguments, _ run: Run) throws {
    let data = try run.currentData()
    guard let simulation = data.simulation else {
      throw Mistake.failed("the pairs of \(data.name) are not known: load simulated")
    }
    let explanations = try run.explanationsOfAllSamples(arguments)
    let samples = try data.samples(0..<data.count)
    let truth = RemoveAndRetrain.pairs(by: simulation.contributions(samples))
    let terms = Set(simulation.terms.map { [$0.first, $0.second] })
    let every = data.shape.count * (data.shape.count - 1) / 2
    rows =
      try zip(explanations.names, explanations).map { name, explanation in
        let orders = RemoveAndRetrain.pairs(by: try explanation.pairs(of: samples.shape))
        let top = zip(orders, truth).count { $0.first == $1.first }
        let found = orders.reduce(0) { $0 + $1.prefix(terms.count).count(where: terms.contains) }
        return (name, Double(top) / Double(data.count), Double(found) / Double(data.count * terms.count))
      } + [("chance", 1 / Double(every), Double(terms.count) / Double(every))]
    pairs = terms.count
    head = "\(data.name): \(terms.count) of \(every) pairs make the target of \(data.count) samples"
  }

  var summary: String {
    func percent(_ share: Double) -> String { "\((share * 100).text(decimals: 1)) %" }
    let titles = ["", "strongest pair first", "true pairs among the first \(pairs)"]
    return ([head] + aligned([titles] + rows.map { [$0.name, percent($0.top), percent($0.found)] }))
      .joined(separator: "\n")
  }

  var table: Table? {
    get throws {
      try Table(
        columns: ["ranking", "strongest pair first", "true pairs first"],
        rows: rows.map { [.text($0.name), .number($0.top), .number($0.found)] })
    }
  }
}

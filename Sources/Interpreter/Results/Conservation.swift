import Attributions
import Data
import Figures
import Models
import Tensors

/// The ledger of relevance: how much arrived at each layer, and where the rest of it went.
struct Conservation: Result {
  static let kind = "conservation"
  static let fields: [Field<Conservation>] = [
    Field("share", "how much of the relevance that started arrived at the end") { .number($0.share) },
    Field("start", "the relevance that started") { .number($0.start) },
    Field("end", "the relevance that arrived at the input, of texts at the vectors of their tokens") {
      .number($0.end)
    },
  ]

  private let ledger: Table
  private let start: Double
  private let end: Double
  /// Where that is: "the input".
  private let place: String
  /// What each way of losing relevance took, over all layers.
  private let losses: [(name: String, amount: Double)]
  private let facts: [String]

  init(_ arguments: Arguments, _ run: Run) throws {
    let (model, data) = (try run.currentModel(), try run.currentData())
    let conditions = try Conditioning.conditions(arguments, model)
    var propagation = RelevancePropagation(try arguments.composite(run))
    propagation.initial = arguments[Keys.initial] ?? .value
    propagation.wanted = [.input, .ledger]
    let indices = run.explainedSamples(arguments)
    let attribution = try propagation.explain(
      model, samples: run.inputs(indices), conditions: conditions, executor: run.executor,
      monitor: run.monitor)
    let texts = conditions.map { $0.text(model, data) }
    facts =
      [propagation.composite.name] + (texts.count == 1 ? texts : [])
      + attribution.assignments.gradientFacts(model)
    start = attribution.ledger.reduce(0) { $0 + Double($1.first?.arrived ?? 0) }
    var rows = attribution.ledger.enumerated().flatMap { row, entries in entries.map { (row, $0) } }
    let place = Places.usual(of: model)
    self.place = model.name(of: place)
    rows.removeAll { place == .output(of: $0.1.layer) }
    end = attribution.input.rowSums.reduce(0, +)
    let lost = rows.map { row, entry in entry.losses(attribution.assignments[entry.layer].rule) }
    losses = LedgerEntry.waysToLose.enumerated().map { way, name in
      (name, lost.reduce(0) { $0 + Double($1[way]) })
    }
    ledger = try Table(
      columns: ["sample"] + (texts.count > 1 ? ["condition"] : [])
        + ["layer", "rule", "arrived", "handed on"] + LedgerEntry.waysToLose,
      rows: zip(rows, lost).map { place, losses in
        let (row, entry) = place
        let condition: [Table.Cell] = texts.count > 1 ? [.text(texts[row % texts.count])] : []
        return [.integer(indices[row / conditions.count])] + condition
          + [
            .text(model.layers[entry.layer].name), .text(attribution.assignments[entry.layer].rule.name),
            .number(entry.arrived), .number(entry.handedOn),
          ] + losses.map { .number($0) }
      })
  }

  private var share: Double { start == 0 ? 0 : end / start }

  var summary: String {
    let lost = losses.filter { $0.amount != 0 }.map { "\($0.name) \($0.amount.text(significant: 4))" }
    return "\(ledger.summary)\n\(facts.joined(separator: "; ")): "
      + "\(end.text(significant: 4)) of \(start.text(significant: 4)) arrive at \(place), "
      + "\((share * 100).text(decimals: 1)) %"
      + (lost.isEmpty ? "" : "\nwhat did not, over all layers: \(lost.joined(separator: ", "))")
  }

  var table: Table? { ledger }
  var figure: (any Figure)? { ledger }
}

extension LedgerEntry {
  fileprivate static let waysToLose = [
    "masked", "bias", "zero denominator", "stabiliser", "kept by the rule",
  ]

  /// What a rule that shares out doesn't hand on is the stabiliser's; any other rule need not conserve relevance.
  fileprivate func losses(_ rule: Rule) -> [Float] {
    [masked, bias, zeroDenominator, rule.sharesOut ? rest : 0, rule.sharesOut ? 0 : rest]
  }
}

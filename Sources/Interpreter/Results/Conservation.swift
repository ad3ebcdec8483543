import Attributions
import Data
import Figures
import Models
import Tensors

/// The ledger of relevance: how much arrived at each layer, and where the rest of it went.
struct Conservation: Result {
  static let kind = "conservation"
  static let fields: [Field<Conservation>] = [
    Field("share", "how much of the relevance that started arrived at the input") { .number($0.share) },
    Field("start", "the relevance that started") { .number($0.start) },
    Field("end", "the relevance that arrived at the input") { .number($0.end) },
  ]

  private let ledger: Table
  private let start: Double
  private let end: Double
  private let composite: String

  init(_ arguments: Arguments, _ run: Run) throws {
    let (model, data) = (try run.currentModel(), try run.currentData())
    var propagation = RelevancePropagation(try arguments.composite(run))
    propagation.initial = arguments[Keys.initial] ?? .value
    propagation.wanted = [.input, .ledger]
    let indices = run.explainedSamples(arguments)
    let attribution = try propagation.explain(
      model, samples: data.samples(indices), conditions: [Condition(target: arguments.target)],
      executor: run.executor, monitor: run.monitor)
    composite = propagation.composite.name
    start = attribution.ledger.reduce(0) { $0 + Double($1.first?.arrived ?? 0) }
    end = attribution.input.rowSums.reduce(0, +)
    ledger = try Table(
      columns: [
        "sample", "layer", "rule", "arrived", "handed on", "bias", "zero denominator", "stabiliser and rule",
      ],
      rows: zip(indices, attribution.ledger).flatMap { index, entries in
        entries.map { entry in
          [
            .integer(index), .text(model.layers[entry.layer].name),
            .text(attribution.assignments[entry.layer].rule.name),
            .number(entry.arrived), .number(entry.handedOn), .number(entry.bias),
            .number(entry.zeroDenominator),
            .number(entry.rest),
          ]
        }
      })
  }

  private var share: Double { start == 0 ? 0 : end / start }

  var summary: String {
    "\(ledger.summary)\n\(composite): "
      + "\(end.text(significant: 4)) of \(start.text(significant: 4)) arrive at the input, "
      + "\((share * 100).text(decimals: 1)) %"
  }

  var table: Table? { ledger }
  var figure: (any Figure)? { ledger }
}

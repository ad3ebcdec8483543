import Figures

/// What `plot` gives: a figure of an explanation, with the numbers in it as a table.
struct Plotted: Result {
  static let kind = "plot"
  static let fields: [Field<Plotted>] = [
    Field("text", "the figure in plain text") { .text($0.summary) },
    Field("columns", "what the columns of its table are called") { plot in
      .list(plot.numbers.columns.map { .text($0) })
    },
    Field("rows", "how many rows its table has") { .number(Double($0.numbers.rows.count)) },
  ]

  let drawn: any Figure
  let numbers: Table
  /// What it is a plot of, so that the next one can be of the same.
  let explanation: any FeatureExplanation

  var summary: String { drawn.summary }
  var figure: (any Figure)? { drawn }
  var table: Table? { numbers }
}

import Figures
import Tensors

extension PlotKind {
  static let bars = PlotKind(
    name: "bars",
    summary: "the attributions of one sample, or mean |attribution| over samples with its deviation",
    keys: [PlotKeys.sample, PlotKeys.top]
  ) { subject, arguments in
    let contributions = subject.contributions
    let row = try subject.row(arguments)
    let order =
      row.map { row in
        contributions.shown.map { (abs(subject.attribution($0, row: row)), $0) }
          .sorted { ($0.0, $1.1) > ($1.0, $0.1) }.map(\.1)
      } ?? contributions.order
    let bars = order.prefix(arguments[PlotKeys.top] ?? 20).map { feature in
      if let row {
        return Bars.Bar(
          subject.label(feature, row: row), Double(shortest: subject.attribution(feature, row: row)))
      }
      let (mean, deviation) = contributions.attributions(of: feature).map { abs($0) }.meanAndDeviation
      return Bars.Bar(contributions.features[feature], mean, error: deviation)
    }
    let title =
      row.map { subject.title(of: $0) }
      ?? "\(subject.title): mean |attribution| over \(contributions.count) samples, with standard deviation"
    return (
      try Bars(bars, title: title),
      try Table(
        columns: ["feature", row == nil ? "mean |attribution|" : "attribution", "deviation"],
        rows: bars.map { [.text($0.label), .number($0.value), $0.error.map { .number($0) } ?? .empty] })
    )
  }
}

extension [Float] {
  /// Of the finite values; the deviation is the root of the mean squared distance from the mean.
  fileprivate var meanAndDeviation: (mean: Double, deviation: Double) {
    let finite = filter(\.isFinite).map { Double($0) }
    if finite.isEmpty { return (.nan, .nan) }
    let mean = finite.reduce(0, +) / Double(finite.count)
    let squares = finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(finite.count)).squareRoot())
  }
}

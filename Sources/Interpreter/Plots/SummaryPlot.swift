import Figures
import Tensors

extension PlotKind {
  static let summary = PlotKind(
    name: "summary",
    summary:
      "a strip of dots for each feature, one for each sample, coloured by value; with by= as high as they interact",
    keys: [PlotKeys.top, PlotKeys.by, PlotKeys.colors]
  ) { subject, arguments in
    let contributions = subject.contributions
    let by = try subject.feature(PlotKeys.by, arguments)
    if by != nil && contributions.interactions == nil { throw Mistake.noInteractions }
    let figure = try Beeswarm(
      contributions, top: arguments[PlotKeys.top] ?? 20, partner: by,
      title: "\(subject.title), \(contributions.count) sample\(contributions.count == 1 ? "" : "s")",
      colors: arguments[PlotKeys.colors] ?? .lowToHigh)
    let rows = figure.features.flatMap { feature -> [[Table.Cell]] in
      let attributions = contributions.attributions(of: feature)
      let values = contributions.values(of: feature)
      let pairs = by.flatMap { contributions.pairs(feature, $0) }
      return contributions.samples.enumerated().map { row, sample in
        [
          .text(contributions.features[feature]), .integer(sample),
          values.map { .number($0[row]) } ?? .empty, .number(attributions[row]),
        ] + (pairs.map { [.number($0[row])] } ?? [])
      }
    }
    let columns = ["feature", "sample", "value", "attribution"] + (by == nil ? [] : ["interaction"])
    return (figure, try Table(columns: columns, rows: rows))
  }
}

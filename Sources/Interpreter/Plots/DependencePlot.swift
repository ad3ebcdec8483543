import Figures
import Tensors

extension PlotKind {
  static let dependence = PlotKind(
    name: "dependence",
    summary: "the attribution of a feature against its value, with interactions in three panels",
    keys: [PlotKeys.feature, PlotKeys.by, PlotKeys.jitter, PlotKeys.colors]
  ) { subject, arguments in
    let contributions = subject.contributions
    let feature = try subject.feature(PlotKeys.feature, arguments) ?? contributions.order[0]
    let by = try subject.feature(PlotKeys.by, arguments)
    let figure = try Dependence(
      contributions, feature: feature, partner: by, jitterSeed: arguments[PlotKeys.jitter].map { UInt64($0) },
      title: "\(subject.title): \(contributions.features[feature])",
      colors: arguments[PlotKeys.colors] ?? .lowToHigh)
    let values = contributions.values(of: feature) ?? []
    let attributions = contributions.attributions(of: feature)
    let partner = figure.partner.flatMap { $0 == feature ? nil : $0 }
    let others = partner.flatMap { contributions.values(of: $0) }
    let pairs = partner.flatMap { contributions.pairs(feature, $0) }
    return (
      figure,
      try Table(
        columns: ["sample", "value", "attribution"] + (others == nil ? [] : ["other value"])
          + (pairs == nil ? [] : ["interaction", "rest"]),
        rows: contributions.samples.enumerated().map { row, sample in
          [.integer(sample), .number(values[row]), .number(attributions[row])]
            + (others.map { [.number($0[row])] } ?? [])
            + (pairs.map { [.number($0[row]), .number(attributions[row] - $0[row])] } ?? [])
        })
    )
  }
}

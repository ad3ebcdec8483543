import Figures
import Tensors

extension PlotKind {
  static let network = PlotKind(
    name: "network", summary: "features on a circle, joined where they interact most",
    keys: [PlotKeys.sample, PlotKeys.top, PlotKeys.signed]
  ) { subject, arguments in
    let (values, title) = try subject.matrix(arguments)
    let figure = try InteractionNetwork(
      values, features: subject.contributions.features, shown: subject.contributions.shown,
      top: arguments[PlotKeys.top] ?? 15, title: title)
    return (figure, try subject.table(ofPairs: figure.edges))
  }
}

import Figures
import Tensors

extension PlotKind {
  static let pairs = PlotKind(
    name: "pairs", summary: "the pairs that interact most, as bars",
    keys: [PlotKeys.sample, PlotKeys.top, PlotKeys.signed]
  ) { subject, arguments in
    let (values, title) = try subject.matrix(arguments)
    let top = arguments[PlotKeys.top] ?? 10
    let figure = try Bars(
      pairsOf: values, features: subject.contributions.features, top: top,
      isText: subject.contributions.isText,
      title: "\(title): pairs, both halves added up")
    return (figure, try subject.table(ofPairs: values.strongestPairs(top: top)))
  }
}

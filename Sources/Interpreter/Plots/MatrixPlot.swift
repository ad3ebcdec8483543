import Figures
import Tensors

extension PlotKind {
  static let matrix = PlotKind(
    name: "matrix", summary: "interactions, feature by feature or word by word",
    keys: [PlotKeys.sample, PlotKeys.top, PlotKeys.signed, PlotKeys.diagonal, PlotKeys.colors]
  ) { subject, arguments in
    let (values, title) = try subject.matrix(arguments)
    let width = subject.contributions.width
    // In their own order, which for words is that of the text.
    let shown =
      arguments[PlotKeys.top].map { Array(subject.contributions.order.prefix($0)).sorted() }
      ?? subject.contributions.shown
    let cells = shown.flatMap { first in
      shown.map { (first, $0, Double(shortest: values.values[first * width + $0])) }
    }
    let figure = try InteractionMatrix(
      Tensor([shown.count, shown.count], cells.map { Float($0.2) }),
      features: shown.map { subject.contributions.features[$0] },
      isDiagonalBlank: !arguments[PlotKeys.diagonal],
      title: title, colors: arguments[PlotKeys.colors] ?? .bwr)
    return (figure, try subject.table(ofPairs: cells))
  }
}

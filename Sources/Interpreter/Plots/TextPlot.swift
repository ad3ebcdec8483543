import Figures
import Tensors

extension PlotKind {
  static let text = PlotKind(
    name: "text", summary: "words on colours, and below with word= how that word interacts with the others",
    keys: [PlotKeys.sample, PlotKeys.word, PlotKeys.colors]
  ) { subject, arguments in
    let contributions = subject.contributions
    let row = try subject.row(arguments) ?? 0
    let values = (0..<contributions.width).map { subject.attribution($0, row: row) }
    let selected = try arguments[PlotKeys.word].map { word in
      guard contributions.features.indices.contains(word) else {
        throw ArgumentError(
          PlotKeys.word, .outOfRange(Double(word), low: 0, high: Double(contributions.width - 1)))
      }
      if contributions.interactions == nil { throw Mistake.noInteractions }
      let interactions = (0..<contributions.width).map { contributions.pairs(word, $0)?[row] ?? 0 }
      return TextHeatmap.Selection(word: word, interactions: interactions)
    }
    let figure = try TextHeatmap(
      words: contributions.features, values: values, selected: selected, special: contributions.special,
      title: subject.title(of: row),
      colors: arguments[PlotKeys.colors] ?? .bwr)
    return (
      figure,
      try Table(
        columns: ["index", "word", "attribution"] + (selected == nil ? [] : ["interaction"]),
        rows: values.enumerated().map { index, value in
          [.integer(index), .text(contributions.features[index]), .number(value)]
            + (selected.map { [.number($0.interactions[index])] } ?? [])
        })
    )
  }
}

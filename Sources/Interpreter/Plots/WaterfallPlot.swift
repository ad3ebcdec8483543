import Figures
import Tensors

extension PlotKind {
  static let waterfall = PlotKind(
    name: "waterfall", summary: "the steps from the output at the baseline to that at a sample",
    keys: [PlotKeys.sample, PlotKeys.top, PlotKeys.pairs]
  ) { subject, arguments in
    let contributions = subject.contributions
    let row = try subject.row(arguments) ?? 0
    let base = contributions.baseValues?[row]
    let figure = try Waterfall(
      arguments[PlotKeys.pairs] ? subject.pairSteps(row) : subject.steps(row), from: base ?? 0,
      to: base.flatMap { _ in contributions.outputs?[row] }, top: arguments[PlotKeys.top] ?? 10,
      startLabel: base == nil ? "from 0" : "at the baseline",
      endLabel: base == nil ? "sum" : "at sample \(contributions.samples[row])", title: subject.title(of: row)
    )
    var place = figure.start
    let steps = figure.steps.map { step -> [Table.Cell] in
      place += step.value
      return [.text(step.label), .number(step.value), .number(place)]
    }
    return (figure, try Table(columns: ["step", "contribution", "output"], rows: steps))
  }
}

extension PlotSubject {
  fileprivate func steps(_ row: Int) -> [Waterfall.Step] {
    contributions.shown.map { feature in
      Waterfall.Step(label(feature, row: row), Double(shortest: attribution(feature, row: row)))
    }
  }

  /// Main effects, and each pair with both of its entries.
  fileprivate func pairSteps(_ row: Int) throws -> [Waterfall.Step] {
    guard let interactions = contributions.interactions?[row] else { throw Mistake.noInteractions }
    let width = contributions.width
    let main = contributions.shown.map { feature in
      Waterfall.Step(label(feature, row: row), Double(interactions.values[feature * width + feature]))
    }
    let pairs = interactions.strongestPairs(top: .max).map { pair in
      Waterfall.Step(
        "\(contributions.features[pair.first]) x \(contributions.features[pair.second])", pair.value)
    }
    return main + pairs
  }
}

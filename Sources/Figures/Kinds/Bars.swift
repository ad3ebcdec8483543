/// Horizontal bars from zero, one below the other, with their numbers.
public struct Bars: Figure {
  public struct Bar: Hashable, Sendable {
    public var label: String
    public var value: Double
    /// Half the length of the error bar, if there is one.
    public var error: Double?

    public init(_ label: String, _ value: Double, error: Double? = nil) {
      self.label = label
      self.value = value
      self.error = error
    }
  }

  public let bars: [Bar]
  public let title: String

  public init(_ bars: [Bar], title: String = "") throws(FigureError) {
    if bars.isEmpty { throw .empty("the list of bars") }
    self.bars = bars
    self.title = title
  }

  private var isSigned: Bool { bars.contains { $0.value < 0 } }
  private var numbers: [String] { columnTexts(bars.map(\.value)) }

  public func draw() -> Drawing {
    let ends = bars.flatMap { [$0.value - abs($0.error ?? 0), $0.value + abs($0.error ?? 0), $0.value] }
    let chart = BarChart(
      title: title, labels: bars.map(\.label), numbers: numbers.map(\.typeset), rowHeight: 32, values: ends)
    var drawing = chart.page()
    for (index, bar) in bars.enumerated() {
      let y = chart.top(of: index) + 8
      let color = !isSigned ? Color.strong : bar.value < 0 ? .negative : .positive
      drawing.marks.append(.rectangle(chart.bar(to: bar.value, y: y, height: 16), color))
      let error = abs(bar.error ?? .nan)
      if (bar.value - error).isFinite && (bar.value + error).isFinite {
        let (from, to) = (chart.x(of: bar.value - error), chart.x(of: bar.value + error))
        drawing.marks.append(.line(Point(from, y + 8), Point(to, y + 8), width: 1, .ink))
        for x in [from, to] { drawing.marks.append(.line(Point(x, y + 5), Point(x, y + 11), width: 1, .ink)) }
      }
    }
    return drawing
  }

  public var summary: String {
    let errors = bars.map { bar in bar.error.map { " +- \($0.text())" } ?? "" }
    let rows = BarText(labels: bars.map(\.label), values: bars.map(\.value)).rows
    let texts = zip(rows, zip(numbers.aligned(.end), errors)).map { "\($0) \($1.0)\($1.1)" }
    return lines(title, texts.joined(separator: "\n"))
  }
}

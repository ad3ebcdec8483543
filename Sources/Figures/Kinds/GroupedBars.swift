/// For each label a bar from each of several series, whose numbers need not be of one size: each series is
/// drawn in units of its own largest magnitude.
public struct GroupedBars: Figure {
  public struct Series: Hashable, Sendable {
    public var name: String
    public var values: [Double]

    public init(_ name: String, _ values: [Double]) {
      (self.name, self.values) = (name, values)
    }

    /// The values as shares of the largest magnitude.
    fileprivate var shares: [Double] {
      let largest = values.lazy.filter(\.isFinite).map(abs).max() ?? 0
      return values.map { largest > 0 ? $0 / largest : $0 }
    }
  }

  public let labels: [String]
  public let series: [Series]
  public let title: String
  /// The labels that are shown, those with the largest shares first.
  private let shown: [Int]

  private static let mostLabels = 15
  private static let barHeight = 8.0

  /// Throws where there is nothing to draw, or a series has not a value for each label.
  public init(labels: [String], series: [Series], title: String = "") throws(FigureError) {
    if labels.isEmpty || series.isEmpty { throw .empty("the list of bars") }
    for one in series where one.values.count != labels.count {
      throw .unequalCounts(one.name, one.values.count, "the labels", labels.count)
    }
    (self.labels, self.series, self.title) = (labels, series, title)
    let shares = series.map(\.shares)
    let sizes = labels.indices.map { label in
      shares.map { abs($0[label]) }.filter(\.isFinite).reduce(0, +)
    }
    shown = Array(labels.indices.sorted { (sizes[$0], $1) > (sizes[$1], $0) }.prefix(Self.mostLabels))
  }

  private var heading: String {
    let rest = labels.count - shown.count
    return title + (rest > 0 ? "; the \(shown.count) largest of \(labels.count)" : "")
  }

  /// From the darkest to the palest.
  private func color(_ index: Int) -> Color {
    series.count == 1 ? .strong : Color.strong.mixed(with: .pale, Double(index) / Double(series.count - 1))
  }

  public func draw() -> Drawing {
    let shares = series.map(\.shares)
    let names = shown.map { labels[$0] }
    let legend = 24.0
    let chart = BarChart(
      title: heading, labels: names, numbers: names.map { _ in "" },
      rowHeight: Double(series.count) * Self.barHeight + 16, legendHeight: legend,
      values: shares.flatMap { shares in shown.map { shares[$0] } })
    var drawing = chart.page()
    var x = chart.left
    for (index, one) in series.enumerated() {
      let y = Layout(title: heading).top + 4
      drawing.marks.append(.rectangle(Rectangle(x: x, y: y - 4, width: 8, height: 8), color(index)))
      drawing.marks.append(.text(Text(one.name, at: Point(x + 16, y), size: 11, color: .faint)))
      x += Layout.onGrid(Layout.width(of: [one.name]) + 32)
    }
    drawing.width = max(drawing.width, x)
    if series.count > 1 {
      let place = Point(chart.left, drawing.height - 4)
      drawing.marks.append(
        .text(Text("each in units of its own largest", at: place, size: 11, color: .faint)))
      drawing.height += Layout.margin
    }
    for (row, label) in shown.enumerated() {
      for index in series.indices {
        let y = chart.top(of: row) + 8 + Double(index) * Self.barHeight
        drawing.marks.append(
          .rectangle(chart.bar(to: shares[index][label], y: y, height: Self.barHeight - 1), color(index)))
      }
    }
    return drawing
  }

  public var summary: String {
    let table = try? Table(
      columns: [""] + series.map(\.name),
      rows: shown.map { label in [.text(labels[label])] + series.map { .number($0.values[label]) } })
    return lines(heading, table?.summary ?? "")
  }
}

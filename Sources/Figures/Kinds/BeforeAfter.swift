/// Two bars for each class: what was predicted before something was changed, and after.
public struct BeforeAfter: Figure {
  public let labels: [String]
  public let before: [Double]
  public let after: [Double]
  public let title: String

  public init(labels: [String], before: [Double], after: [Double], title: String = "") throws(FigureError) {
    if labels.isEmpty { throw .empty("the list of classes") }
    guard before.count == labels.count else {
      throw .unequalCounts("the values before", before.count, "the classes", labels.count)
    }
    guard after.count == labels.count else {
      throw .unequalCounts("the values after", after.count, "the classes", labels.count)
    }
    self.labels = labels
    self.before = before
    self.after = after
    self.title = title
  }

  /// All numbers with the same decimals.
  private var numbers: (before: [String], after: [String]) {
    let texts = columnTexts(before + after)
    return (Array(texts[..<labels.count]), Array(texts[labels.count...]))
  }

  public func draw() -> Drawing {
    let numbers = zip(numbers.before, numbers.after).map { "\($0.typeset) → \($1.typeset)" }
    let chart = BarChart(
      title: title, labels: labels, numbers: numbers, rowHeight: 32, legendHeight: 32, values: before + after)
    var drawing = chart.page()
    drawing.marks += legend(x: chart.left, y: Layout(title: title).top + 8)
    for row in labels.indices {
      let y = chart.top(of: row) + 8
      drawing.marks.append(.rectangle(chart.bar(to: before[row], y: y, height: 8), .pale))
      drawing.marks.append(.rectangle(chart.bar(to: after[row], y: y + 8, height: 8), .strong))
    }
    return drawing
  }

  private func legend(x: Double, y: Double) -> [Mark] {
    let entries = [("before", Color.pale, x), ("after", Color.strong, x + 80)]
    return entries.flatMap { name, color, x -> [Mark] in
      [
        .rectangle(Rectangle(x: x, y: y - 4, width: 8, height: 8), color),
        .text(Text(name, at: Point(x + 16, y), size: 11, color: .faint)),
      ]
    }
  }

  public var summary: String {
    let names = labels.flatMap { [$0, ""] }
    let values = zip(before, after).flatMap { [$0, $1] }
    let texts = zip(numbers.before, numbers.after).flatMap { [$0, $1] }.aligned(.end)
    let rows = BarText(labels: names, values: values).rows.enumerated().map { index, bar in
      "\(bar) \(texts[index]) \(index % 2 == 0 ? "before" : "after")"
    }
    return lines(title, rows.joined(separator: "\n"))
  }
}

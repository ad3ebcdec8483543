/// Where bars, labels and numbers stand: labels on the left, bars in the middle, numbers on the right.
struct BarChart {
  let title: String
  let labels: [String]
  let numbers: [String]
  let rowHeight: Double
  let legendHeight: Double

  private let low: Double
  private let high: Double
  private let labelWidth: Double
  private let numberWidth: Double
  private let barWidth = 384.0

  /// `values` are all places that must fit; what is not finite has no place.
  init(
    title: String, labels: [String], numbers: [String], rowHeight: Double, legendHeight: Double = 0,
    values: [Double]
  ) {
    self.title = title
    self.labels = labels
    self.numbers = numbers
    self.rowHeight = rowHeight
    self.legendHeight = legendHeight
    low = min(0, values.filter(\.isFinite).min() ?? 0)
    high = max(0, values.filter(\.isFinite).max() ?? 0)
    labelWidth = min(336, Layout.width(of: labels))
    numberWidth = Layout.width(of: numbers)
  }

  /// Where the bars begin.
  var left: Double { Layout.margin + labelWidth + Layout.gap }

  /// Halved, because the span of two large numbers may be no number.
  func x(of value: Double) -> Double {
    let span = high / 2 - low / 2
    return left + (span > 0 ? barWidth * (value / 2 - low / 2) / span : 0)
  }

  /// The first bar, 16 high in the middle of its row, begins where the title ends.
  func top(of row: Int) -> Double {
    Layout(title: title).top + legendHeight - (rowHeight - 16) / 2 + Double(row) * rowHeight
  }

  /// From zero to the value; nothing where the value is not finite.
  func bar(to value: Double, y: Double, height: Double) -> Rectangle {
    let ends = [x(of: 0), x(of: value.isFinite ? value : 0)].sorted()
    return Rectangle(x: ends[0], y: y, width: ends[1] - ends[0], height: height)
  }

  /// The page with title, labels, numbers and the line at zero.
  func page() -> Drawing {
    let right = left + barWidth + Layout.gap + numberWidth
    var drawing = Drawing(width: right + Layout.margin, height: top(of: labels.count) + Layout.margin)
    drawing.marks = Layout(title: title).titleMarks(width: drawing.width)
    let (start, end) = (Point(x(of: 0), top(of: 0)), Point(x(of: 0), top(of: labels.count)))
    drawing.marks.append(.line(start, end, width: 1, .rule))
    for row in labels.indices {
      let y = top(of: row) + rowHeight / 2
      let place = Point(left - Layout.gap, y)
      drawing.marks.append(.text(Text(labels[row], at: place, anchor: .end, limit: labelWidth)))
      drawing.marks.append(.text(Text(numbers[row], at: Point(right, y), anchor: .end)))
    }
    return drawing
  }
}

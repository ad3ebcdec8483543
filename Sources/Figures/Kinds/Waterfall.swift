/// The way from the output at the baseline to the output at a sample, a step for each contribution, the largest first.
public struct Waterfall: Figure {
  public struct Step: Hashable, Sendable {
    public var label: String
    public var value: Double

    public init(_ label: String, _ value: Double) {
      self.label = label
      self.value = value
    }
  }

  /// The steps that are shown, with the last ones that stand for many.
  public let steps: [Step]
  public let start: Double
  /// Where the steps lead.
  public let end: Double
  public let title: String

  private let startLabel: String
  private let endLabel: String

  private static let width = 384.0
  private static let rowHeight = 32.0

  /// Shows the `top` largest steps and the sum of the others. Where the steps do not lead to `end` the last one says
  /// how much is missing; steps that are not finite are left out and so are missing, too.
  public init(
    _ steps: [Step], from start: Double = 0, to end: Double? = nil, top: Int = 10,
    startLabel: String = "baseline",
    endLabel: String = "output", title: String = ""
  ) throws(FigureError) {
    if steps.isEmpty { throw .empty("the list of contributions") }
    let finite = steps.filter(\.value.isFinite).enumerated()
      .sorted { (abs($0.element.value), $1.offset) > (abs($1.element.value), $0.offset) }.map(\.element)
    // A sum of one other is that one.
    let shown = finite.count <= max(1, top) + 1 ? finite.count : max(1, top)
    let rest = finite[shown...].reduce(0) { $0 + $1.value }
    var all = Array(finite[..<shown])
    if shown < finite.count { all.append(Step("\(finite.count - shown) others", rest)) }
    let reached = all.reduce(start) { $0 + $1.value }
    let noise = Double(Float.ulpOfOne) * (abs(start) + abs(end ?? 0))
    let sizes = all.reduce(0) { $0 + abs($1.value) }
    if let end, end.isFinite, abs(end - reached) > noise + Self.tolerance * sizes {
      all.append(Step("not explained", end - reached))
    }
    self.steps = all
    self.start = start
    self.end = end ?? reached
    self.startLabel = startLabel
    self.endLabel = endLabel
    self.title = title
  }

  /// What Float32 loses on the way is no gap: in the outputs, and, as a share of all steps, in the contributions.
  private static let tolerance = 1e-4

  /// Where each step begins and ends.
  private var ends: [(from: Double, to: Double)] {
    var place = start
    return steps.map { step in
      defer { place += step.value }
      return (place, place + step.value)
    }
  }

  private var rows: [(label: String, number: String)] {
    let numbers = columnTexts(steps.map(\.value))
    let changes = zip(steps, numbers).map { step, number in
      (step.label, step.value > 0 ? "+" + number : number)
    }
    return [(startLabel, text(ofOutput: start))] + changes + [(endLabel, text(ofOutput: end))]
  }

  /// With the decimals of the steps, which would else not be seen in it.
  private func text(ofOutput value: Double) -> String {
    let numbers = columnTexts(steps.map(\.value))
    if abs(value) >= 1e6 || !value.isFinite || numbers.contains(where: { $0.contains("e") }) {
      return value.text(significant: 7)
    }
    return value.text(
      decimals: numbers.map { $0.split(separator: ".").dropFirst().first?.count ?? 0 }.max() ?? 0)
  }

  public func draw() -> Drawing {
    let (layout, rows, ends) = (Layout(title: title), rows, ends)
    let axis = Axis([start, end] + ends.map(\.to))
    let labelWidth = min(280, Layout.width(of: rows.map(\.label)))
    let numberWidth = Layout.width(of: rows.map(\.number))
    let frame = Rectangle(
      x: Layout.onGrid(Layout.margin + labelWidth + 16), y: layout.top + 8, width: Self.width,
      height: Self.rowHeight * Double(rows.count))
    let right = frame.right + Layout.gap + numberWidth
    var drawing = Drawing(
      width: right + Layout.margin, height: Layout.onGrid(frame.bottom + 24) + Layout.margin)
    drawing.marks = layout.titleMarks(width: drawing.width) + axis.marksBelow(frame)
    drawing.marks.append(
      .line(Point(frame.x, frame.bottom), Point(frame.right, frame.bottom), width: 1, .rule))
    func x(_ value: Double) -> Double {
      value.isFinite ? frame.x + axis.share(of: value) * frame.width : frame.x
    }
    for (index, row) in rows.enumerated() {
      let y = frame.y + (Double(index) + 0.5) * Self.rowHeight
      let isTotal = index == 0 || index == rows.count - 1
      drawing.marks.append(
        .text(Text(row.label, at: Point(frame.x - 16, y), anchor: .end, bold: isTotal, limit: labelWidth)))
      drawing.marks.append(.text(Text(row.number.typeset, at: Point(right, y), anchor: .end, bold: isTotal)))
      let place = index == 0 ? start : isTotal ? end : ends[index - 1].to
      if !isTotal {
        let edges = [x(ends[index - 1].from), x(ends[index - 1].to)].sorted()
        drawing.marks.append(
          .rectangle(
            Rectangle(x: edges[0], y: y - 8, width: max(1, edges[1] - edges[0]), height: 16),
            steps[index - 1].value < 0 ? .negative : .positive))
      } else {
        drawing.marks.append(.circle(Point(x(place), y), radius: 5, .faint))
      }
      // The step begins where the one above it ended.
      if index < rows.count - 1 {
        drawing.marks.append(
          .line(Point(x(place), y + 8), Point(x(place), y + Self.rowHeight - 8), width: 1, .rule))
      }
    }
    return drawing
  }

  public var summary: String {
    let rows = rows
    let labels = rows.map(\.label.printable).aligned(.start)
    let numbers = rows.map(\.number).aligned(.end)
    let places = ([start] + ends.map(\.to) + [end]).map(text(ofOutput:)).aligned(.end)
    let texts = rows.indices.map { row in
      let isTotal = row == 0 || row == rows.count - 1
      return isTotal
        ? "\(labels[row])  \(numbers[row])" : "\(labels[row])  \(numbers[row])  to \(places[row])"
    }
    return lines(title, texts.joined(separator: "\n"))
  }
}

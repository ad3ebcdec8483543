/// Lines over a common axis: one that counts, others behind it, and one to compare with, in dashes.
public struct LineChart: Figure {
  public struct Line: Hashable, Sendable {
    public enum Style: Hashable, Sendable {
      case strong
      /// One of many behind the strong one.
      case pale
      case dashed
    }

    public var name: String
    public var values: [Double]
    public var style: Style

    public init(_ name: String, _ values: [Double], _ style: Style) {
      (self.name, self.values, self.style) = (name, values, style)
    }
  }

  public let x: [Double]
  public let lines: [Line]
  public let title: String
  public let xTitle: String
  public let yTitle: String
  /// What the pale lines are called together: "5 classes".
  private let behind: String?

  private static let width = 448.0
  private static let height = 224.0
  private static let dash = 6.0

  /// Throws where there is no line, or one has not a value for each place.
  public init(
    x: [Double], lines: [Line], title: String = "", xTitle: String = "", yTitle: String = "", behind: String? = nil
  ) throws(FigureError) {
    if lines.isEmpty || x.isEmpty { throw .empty("the list of lines") }
    for line in lines where line.values.count != x.count {
      throw .unequalCounts("the line \(line.name)", line.values.count, "the axis", x.count)
    }
    (self.x, self.lines) = (x, lines)
    (self.title, self.xTitle, self.yTitle, self.behind) = (title, xTitle, yTitle, behind)
  }

  public func draw() -> Drawing {
    let layout = Layout(title: title)
    let yAxis = Axis(lines.flatMap(\.values), including: true, most: 5)
    let left = Layout.onGrid(Layout.margin + Font(size: 11).width(ofWidest: yAxis.labels) + 16)
    let legend = 24.0
    let plane = Plane(
      frame: Rectangle(x: left, y: layout.top + legend + 8, width: Self.width, height: Self.height),
      x: Axis(x), y: yAxis)
    let frame = plane.frame
    var drawing = Drawing(
      width: frame.right + Layout.margin, height: Layout.onGrid(frame.bottom + 40) + Layout.margin)
    drawing.marks = layout.titleMarks(width: drawing.width) + plane.marks(yLabels: true)
    drawing.marks.append(
      .text(
        Text(
          xTitle, at: Point(frame.middle.x, frame.bottom + 32), anchor: .middle, size: 11, color: .faint,
          limit: frame.width)))
    for style in [Line.Style.pale, .dashed, .strong] {
      for line in lines where line.style == style {
        let points = zip(x, line.values).map { $1.isFinite ? plane.point($0, $1) : nil }
        drawing.marks += Self.marks(points, style)
      }
    }
    return drawing + self.legend(from: Point(frame.x, layout.top + 8))
  }

  /// A line that is interrupted where a value is missing; a value alone is a dot.
  private static func marks(_ points: [Point?], _ style: Line.Style) -> [Mark] {
    let (color, width) = (color(of: style), style == .strong ? 2.0 : 1.0)
    var marks: [Mark] = []
    var walked = 0.0
    for (index, point) in points.enumerated() {
      guard let point else { continue }
      let before = index > 0 ? points[index - 1] : nil
      let isAlone = before == nil && (index + 1 == points.count || points[index + 1] == nil)
      if isAlone { marks.append(.circle(point, radius: 2, color)) }
      guard let before else { continue }
      guard style == .dashed else {
        marks.append(.line(before, point, width: width, color))
        continue
      }
      // Dashes go on from one point to the next.
      let (across, down) = (point.x - before.x, point.y - before.y)
      let length = (across * across + down * down).squareRoot()
      var done = 0.0
      while done < length {
        let rest = dash - walked.truncatingRemainder(dividingBy: dash)
        let end = min(length, done + rest)
        if Int(walked / dash) % 2 == 0 {
          marks.append(
            .line(
              Point(before.x + across * done / length, before.y + down * done / length),
              Point(before.x + across * end / length, before.y + down * end / length), width: 1.5, color))
        }
        walked += max(end - done, 1e-6)
        done = max(end, done + 1e-6)
      }
    }
    return marks
  }

  private static func color(of style: Line.Style) -> Color {
    switch style {
    case .strong: .strong
    case .pale: .pale
    case .dashed: .faint
    }
  }

  /// What is drawn over what; lines behind are named together.
  private func legend(from start: Point) -> [Mark] {
    let pale = lines.filter { $0.style == .pale }
    let entries =
      lines.filter { $0.style == .strong }.map { ($0.name, Line.Style.strong) }
      + (pale.isEmpty ? [] : [(pale.count == 1 ? pale[0].name : behind ?? "\(pale.count) lines", .pale)])
      + lines.filter { $0.style == .dashed }.map { ($0.name, .dashed) }
    var x = start.x
    var marks: [Mark] = []
    for (name, style) in entries {
      marks += Self.marks([Point(x, start.y), Point(x + 24, start.y)], style)
      marks.append(.text(Text(name, at: Point(x + 32, start.y), size: 11, color: .faint)))
      x += Layout.onGrid(32 + Layout.width(of: [name]) + 16)
    }
    if yTitle.isEmpty { return marks }
    let place = Point(start.x + Self.width, start.y)
    return marks + [.text(Text(yTitle, at: place, anchor: .end, size: 11, color: .faint, limit: 160))]
  }

  private static let mostRows = 12

  /// The lines that count, at some of the places.
  public var summary: String {
    let shown = lines.filter { $0.style != .pale }
    let count = min(Self.mostRows, x.count)
    let places = (0..<count).map { count == 1 ? 0 : $0 * (x.count - 1) / (count - 1) }
    let first = xTitle.isEmpty ? "x" : xTitle
    let table = try? Table(
      columns: [first] + shown.map(\.name),
      rows: places.map { place in [.number(x[place])] + shown.map { .number($0.values[place]) } })
    return Figures.lines(title, yTitle, table?.summary ?? "")
  }
}

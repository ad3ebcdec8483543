public import Tensors

/// Points in small planes side by side: one column for each arrangement of them, one row for each way to colour them.
///
/// Both coordinates of a plane have one unit, so that distances can be compared in all directions.
public struct ScatterGrid: Figure {
  /// One arrangement of the points.
  public struct Column: Sendable {
    public var name: String
    /// [points, 2]
    public var positions: Tensor

    public init(_ name: String, positions: Tensor) {
      (self.name, self.positions) = (name, positions)
    }
  }

  /// What the points are coloured by.
  public struct Row: Sendable {
    public var name: String
    /// What each point has, by its index among `names`; nil where it is not known.
    public var values: [Int?]
    public var names: [String]
    /// Whether values go from low to high, so that colours do, too.
    public var isOrdered: Bool
    /// What is said of each column, such as a share.
    public var captions: [String]
    /// The column that is marked by a star, if any.
    public var chosen: Int?

    public init(
      _ name: String, values: [Int?], names: [String], isOrdered: Bool = false, captions: [String],
      chosen: Int? = nil
    ) {
      (self.name, self.values, self.names, self.isOrdered) = (name, values, names, isOrdered)
      (self.captions, self.chosen) = (captions, chosen)
    }
  }

  public let columns: [Column]
  public let rows: [Row]
  public let title: String

  /// Throws where there is nothing to draw, or columns and rows are not of as many points.
  public init(columns: [Column], rows: [Row], title: String = "") throws(FigureError) {
    guard let first = columns.first, !rows.isEmpty, first.positions.count > 0 else {
      throw .empty("the scatter")
    }
    for column in columns {
      guard column.positions.rank == 2, column.positions.shape[1] == 2 else {
        throw .wrongShape(column.name, column.positions.shape, expected: "[points, 2]")
      }
    }
    let count = first.positions.shape[0]
    for column in columns where column.positions.shape[0] != count {
      throw .unequalCounts(column.name, column.positions.shape[0], first.name, count)
    }
    for row in rows {
      guard row.values.count == count else {
        throw .unequalCounts(row.name, row.values.count, "points", count)
      }
      guard row.captions.count == columns.count else {
        throw .unequalCounts(row.name, row.captions.count, "columns", columns.count)
      }
    }
    (self.columns, self.rows, self.title) = (columns, rows, title)
  }

  private static let colors = ColorMap.lowToHigh
  /// Between planes; below them there is room for what is said of each.
  private static let gap = 8.0
  private static let below = 32.0

  /// Of a plane: smaller where there are many.
  private var side: Double { columns.count <= 2 ? 256 : columns.count <= 4 ? 192 : 160 }

  public func draw() -> Drawing {
    let layout = Layout(title: title)
    let (side, count) = (side, Double(columns[0].positions.shape[0]))
    let labelWidth = min(176, Layout.width(of: rows.map(\.name)))
    let left = Layout.onGrid(Layout.margin + labelWidth + 8)
    let top = (layout.top + 24).roundedUp(to: 16)
    let radius = min(3, max(1, 0.33 * side / count.squareRoot()))
    var (marks, right) = ([Mark](), 0.0)
    for (index, column) in columns.enumerated() {
      let middle = left + Double(index) * (side + Self.gap) + side / 2
      marks.append(
        .text(Text(column.name, at: Point(middle, top - 12), anchor: .middle, bold: true, limit: side)))
    }
    let places = columns.map { Self.places(of: $0.positions, side: side - 4 * radius) }
    for (line, row) in rows.enumerated() {
      let y = top + Double(line) * (side + Self.below)
      let colors = colors(of: row)
      marks.append(
        .text(Text(row.name, at: Point(left - 8, y + side / 2), anchor: .end, limit: labelWidth)))
      for (index, points) in places.enumerated() {
        let frame = Rectangle(x: left + Double(index) * (side + Self.gap), y: y, width: side, height: side)
        marks += frame.outline(.rule)
        // Those of unknown value lie below the others.
        for isKnown in [false, true] {
          for (point, color) in zip(points, colors) where (color != nil) == isKnown {
            guard let point else { continue }
            marks.append(
              .circle(
                Point(frame.middle.x + point.x, frame.middle.y - point.y), radius: radius, color ?? .missing))
          }
        }
        let isChosen = row.chosen == index
        marks.append(
          .text(
            Text(
              row.captions[index] + (isChosen ? " *" : ""), at: Point(frame.middle.x, frame.bottom + 8),
              anchor: .middle, size: 11, bold: isChosen, color: isChosen ? .ink : .faint, limit: side)))
      }
      let last = Rectangle(
        x: left + Double(columns.count - 1) * (side + Self.gap), y: y, width: side, height: side)
      let legend = legend(of: row, beside: last)
      marks += legend.marks
      right = max(right, legend.right)
    }
    var drawing = Drawing(
      width: max(
        right + Layout.margin, 2 * Layout.margin + Font(size: 13, bold: true).width(ofWidest: [title])),
      height: top + Double(rows.count) * (side + Self.below) + 8)
    drawing.marks = layout.titleMarks(width: drawing.width) + marks
    return drawing
  }

  /// Where points stand, counted from the middle of a square that just holds them; nil for those that are nowhere.
  private static func places(of positions: Tensor, side: Double) -> [Point?] {
    let points = stride(from: 0, to: positions.count, by: 2).map { index -> Point? in
      let (x, y) = (Double(positions.values[index]), Double(positions.values[index + 1]))
      return x.isFinite && y.isFinite ? Point(x, y) : nil
    }
    let known = points.compactMap { $0 }
    guard let first = known.first else { return points }
    var (low, high) = (first, first)
    for point in known {
      low = Point(min(low.x, point.x), min(low.y, point.y))
      high = Point(max(high.x, point.x), max(high.y, point.y))
    }
    let span = max(high.x - low.x, high.y - low.y)
    let unit = span > 0 ? side / span : 0
    return points.map { point in
      point.map { Point(($0.x - (low.x + high.x) / 2) * unit, ($0.y - (low.y + high.y) / 2) * unit) }
    }
  }

  private func color(of value: Int, _ row: Row) -> Color {
    guard row.isOrdered else { return .ofClass(value) }
    let palette = Self.colors.palette
    let last = max(1, row.names.count - 1)
    return palette[min(max(0, value), last) * (palette.count - 1) / last]
  }

  private func colors(of row: Row) -> [Color?] {
    row.values.map { value in value.map { color(of: $0, row) } }
  }

  /// A strip of colours from low to high, or a square for each value.
  private func legend(of row: Row, beside panel: Rectangle) -> (marks: [Mark], right: Double) {
    if row.isOrdered, let low = row.names.first, let high = row.names.last, row.names.count > 1 {
      let bar = ColorBar(colors: Self.colors, labels: [high.typeset, low.typeset], beside: panel)
      return (bar.marks, bar.right)
    }
    let room = Int(panel.height / 16)
    let shown = row.names.count <= room ? row.names : Array(row.names.prefix(room - 1))
    let x = panel.right + Layout.gap
    var marks: [Mark] = []
    for (index, name) in shown.enumerated() {
      let y = panel.y + 16 * Double(index) + 8
      marks.append(.rectangle(Rectangle(x: x, y: y - 4, width: 8, height: 8), color(of: index, row)))
      marks.append(.text(Text(name, at: Point(x + 16, y), size: 11, color: .faint, limit: 160)))
    }
    var texts = shown
    if shown.count < row.names.count {
      texts.append("and \(row.names.count - shown.count) more")
      let y = panel.y + 16 * Double(shown.count) + 8
      marks.append(.text(Text(texts[texts.count - 1], at: Point(x + 16, y), size: 11, color: .faint)))
    }
    return (marks, x + 16 + min(160, Layout.width(of: texts)))
  }

  public var summary: String {
    let cells = rows.map { row -> [Table.Cell] in
      [.text(row.name)]
        + row.captions.enumerated().map { .text($1 + (row.chosen == $0 ? " *" : "")) }
    }
    let table = try? Table(columns: [""] + columns.map(\.name), rows: cells)
    return lines(title, table?.summary ?? "")
  }
}

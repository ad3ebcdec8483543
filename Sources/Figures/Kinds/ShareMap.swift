/// Shares of rows by columns, such as how well each layer tells each concept, with one entry of each row marked.
public struct ShareMap: Figure {
  public struct Row: Hashable, Sendable {
    public var name: String
    /// A share for each column; nil where there is none.
    public var shares: [Double?]
    /// The share that is white: what knowing nothing reaches.
    public var floor: Double
    /// The column that is marked by a star, if any.
    public var chosen: Int?

    public init(_ name: String, shares: [Double?], floor: Double = 0, chosen: Int? = nil) {
      (self.name, self.shares, self.floor, self.chosen) = (name, shares, floor, chosen)
    }
  }

  public let rows: [Row]
  public let columns: [String]
  public let title: String

  private static let cellWidth = 48.0
  private static let cellHeight = 32.0

  /// Throws where there is nothing to draw, or a row has not a share for each column.
  public init(_ rows: [Row], columns: [String], title: String = "") throws(FigureError) {
    if rows.isEmpty || columns.isEmpty { throw .empty("the map of shares") }
    for row in rows where row.shares.count != columns.count {
      throw .unequalCounts(row.name, row.shares.count, "the columns", columns.count)
    }
    (self.rows, self.columns, self.title) = (rows, columns, title)
  }

  public func draw() -> Drawing {
    let layout = Layout(title: title)
    let labelWidth = min(176, Layout.width(of: rows.map(\.name)))
    let widest = Font(size: 12).width(ofWidest: columns)
    let isUpright = widest > Self.cellWidth - 4
    // In a terminal each letter of an upright name takes a row.
    let letters = Double(min(12, columns.map(\.count).max() ?? 0)) * 16
    let headHeight = isUpright ? Layout.onGrid(min(176, max(letters, widest))) + 8 : 24
    let panel = Rectangle(
      x: Layout.onGrid(Layout.margin + labelWidth + 8), y: (layout.top + headHeight).roundedUp(to: 16),
      width: Self.cellWidth * Double(columns.count), height: Self.cellHeight * Double(rows.count))
    var drawing = Drawing(
      width: max(
        panel.right + Layout.margin, 2 * Layout.margin + Font(size: 13, bold: true).width(ofWidest: [title])),
      height: panel.bottom + Layout.margin)
    drawing.marks = layout.titleMarks(width: drawing.width)
    for (column, name) in columns.enumerated() {
      let middle = panel.x + (Double(column) + 0.5) * Self.cellWidth
      drawing.marks.append(
        .text(
          Text(
            name, at: Point(middle, panel.y - (isUpright ? 6 : 12)), anchor: isUpright ? .start : .middle,
            limit: isUpright ? headHeight - 8 : Self.cellWidth, isUpright: isUpright)))
    }
    for (line, row) in rows.enumerated() {
      let top = panel.y + Double(line) * Self.cellHeight
      drawing.marks.append(
        .text(
          Text(
            row.name, at: Point(panel.x - 8, top + Self.cellHeight / 2), anchor: .end, limit: labelWidth)))
      for (column, share) in row.shares.enumerated() {
        let cell = Rectangle(
          x: panel.x + Double(column) * Self.cellWidth, y: top, width: Self.cellWidth - 1,
          height: Self.cellHeight - 1)
        let color = share.map { shade($0, above: row.floor) } ?? Color(gray: 0xEC)
        drawing.marks.append(.rectangle(cell, color))
        guard let share else { continue }
        let isChosen = row.chosen == column
        drawing.marks.append(
          .text(
            Text(
              (100 * share).text(decimals: 0) + (isChosen ? "*" : ""), at: cell.middle, anchor: .middle,
              size: 11,
              bold: isChosen, color: color.ink, limit: Self.cellWidth)))
      }
    }
    return drawing
  }

  private func shade(_ share: Double, above floor: Double) -> Color {
    let height = floor < 1 ? max(0, min(1, (share - floor) / (1 - floor))) : 0
    return Color.white.mixed(with: .ofClass(0), height)
  }

  public var summary: String {
    let cells = rows.map { row -> [Table.Cell] in
      [.text(row.name)]
        + row.shares.enumerated().map { column, share in
          share.map { .text("\((100 * $0).text(decimals: 0))\(row.chosen == column ? "*" : "")") } ?? .empty
        }
    }
    let table = try? Table(columns: ["%"] + columns, rows: cells)
    return lines(title, table?.summary ?? "")
  }
}

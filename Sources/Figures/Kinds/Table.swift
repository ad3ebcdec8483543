/// Rows of text and numbers below column headers; a table without rows is its headers.
public struct Table: Figure {
  public enum Cell: Hashable, Sendable {
    case text(String)
    case integer(Int)
    case number(Double)
    case empty

    /// The decimal number that the Float32 shows, so that 0.1 stays 0.1.
    public static func number(_ value: Float) -> Cell { .number(Double(shortest: value)) }
  }

  public let columns: [String]
  public let rows: [[Cell]]
  public let title: String

  /// Throws where two columns share a name or a row is not as long as the headers.
  public init(columns: [String], rows: [[Cell]], title: String = "") throws(FigureError) {
    var seen: Set<String> = []
    for column in columns where !seen.insert(column).inserted { throw .repeatedColumn(column) }
    for (index, row) in rows.enumerated() where row.count != columns.count {
      throw .unequalCounts("row \(index) of the table", row.count, "its header", columns.count)
    }
    self.columns = columns
    self.rows = rows
    self.title = title
  }

  /// Each column as texts, with the side on which they are flush: numbers on the right, with equal decimals.
  var texts: [(header: String, cells: [String], anchor: Text.Anchor)] {
    columns.indices.map { column in
      let cells = rows.map { $0[column] }
      var numbers = columnTexts(cells.compactMap { if case .number(let value) = $0 { value } else { nil } })[
        ...]
      let texts = cells.map { cell in
        switch cell {
        case .text(let text): text.printable
        case .integer(let value): String(value)
        case .number: numbers.removeFirst()
        case .empty: ""
        }
      }
      let hasText = cells.contains { if case .text = $0 { true } else { false } }
      return (columns[column].printable, texts, hasText ? .start : .end)
    }
  }

  public func draw() -> Drawing {
    let layout = Layout(title: title)
    let (top, pitch) = (layout.top, 20.0)
    var drawing = Drawing(
      width: Layout.margin, height: top + Double(rows.count + 1) * pitch + 8 + Layout.margin)
    for column in texts {
      let cells = column.anchor == .end ? column.cells.map(\.typeset) : column.cells
      let width = min(
        360,
        max(
          Font(size: 12).width(ofWidest: cells),
          Font(size: 12, bold: true).width(ofWidest: [column.header])))
      let x = column.anchor == .end ? drawing.width + width : drawing.width
      let limit = width + 1
      drawing.marks.append(
        .text(Text(column.header, at: Point(x, top + 8), anchor: column.anchor, bold: true, limit: limit)))
      for (row, cell) in cells.enumerated() {
        let place = Point(x, top + 16 + Double(row + 1) * pitch)
        drawing.marks.append(.text(Text(cell, at: place, anchor: column.anchor, limit: limit)))
      }
      drawing.width += width + 24
    }
    drawing.width = max(
      drawing.width - 24, Layout.margin + Font(size: 13, bold: true).width(ofWidest: [title]))
    drawing.width = min(drawing.width, 4096) + Layout.margin
    let (start, end) = (Point(Layout.margin, top + 21.5), Point(drawing.width - Layout.margin, top + 21.5))
    drawing.marks.append(.line(start, end, width: 1, .rule))
    drawing.marks += layout.titleMarks(width: drawing.width)
    return drawing
  }

  public var summary: String {
    let columns = texts.map { column in ([column.header] + column.cells).aligned(column.anchor) }
    let rows = (0...rows.count).map { row in
      let line = columns.map { $0[row] }.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
    return lines(title, rows.joined(separator: "\n"))
  }

  /// A terminal shows letters best as letters.
  public func terminal(_ style: TerminalStyle) -> String {
    summary + "\n"
  }
}

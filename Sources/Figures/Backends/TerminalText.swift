/// Coloured half blocks with text among them, in the terminal's own letters and colours.
struct TerminalText {
  struct Cell {
    var character: Character?
    var foreground = -1
    var background = -1
  }

  private var rows: [[Cell]]
  private let colors: TerminalStyle.Colors

  init(_ cells: borrowing ChafaCells, _ colors: TerminalStyle.Colors) {
    self.colors = colors
    var rows: [[Cell]] = []
    for row in 0..<cells.rows {
      var line: [Cell] = []
      for column in 0..<cells.columns { line.append(cells[column, row]) }
      rows.append(line)
    }
    self.rows = rows
  }

  /// Writes each text over the cells where it stands.
  mutating func write(_ marks: [Mark], pointsPerColumn: Double) {
    for case .text(let text) in marks {
      if text.isUpright {
        writeDown(text, pointsPerColumn: pointsPerColumn)
        continue
      }
      func cells(_ string: String) -> Double { Double(string.reduce(0) { $0 + cellCount($1) }) }
      let string = text.shortened { cells($0) * pointsPerColumn }
      let place = text.place.x / pointsPerColumn
      let start =
        switch text.anchor {
        case .start: place
        case .middle: place - cells(string) / 2
        case .end: place - cells(string)
        }
      let row = Int((text.place.y / pointsPerColumn / 2).rounded(.down))
      guard rows.indices.contains(row) else { continue }
      var column = max(0, Int(start.rounded()))
      for character in string {
        let width = cellCount(character)
        guard width > 0, column + width <= rows[row].count else { continue }
        put(character, column, row, text.color)
        // The second half of a wide character prints nothing.
        if width == 2 {
          rows[row][column + 1] = Cell(character: nil, background: rows[row][column].background)
        }
        column += width
      }
    }
  }

  /// Letters that lie on their side stand one below the other, each upright.
  private mutating func writeDown(_ text: Text, pointsPerColumn: Double) {
    let pitch = 2 * pointsPerColumn
    let string = text.shortened { Double($0.count) * pitch }
    // Read upwards on paper, so that its end is on top.
    let top =
      switch text.anchor {
      case .start: text.place.y - Double(string.count) * pitch
      case .middle: text.place.y - Double(string.count) * pitch / 2
      case .end: text.place.y
      }
    let column = Int((text.place.x / pointsPerColumn).rounded(.down))
    for (index, character) in string.enumerated() {
      let row = Int((top / pitch).rounded()) + index
      guard rows.indices.contains(row), rows[row].indices.contains(column), cellCount(character) == 1 else {
        continue
      }
      put(character, column, row, text.color)
    }
  }

  /// On a coloured cell in the colour of the text, elsewhere in the terminal's own.
  private mutating func put(_ character: Character, _ column: Int, _ row: Int, _ color: Color) {
    let background = rows[row][column].background
    let foreground = background < 0 ? -1 : colors.code(of: color)
    rows[row][column] = Cell(character: character, foreground: foreground, background: background)
  }

  /// Lines in which colours change only where they must, without blanks at their ends.
  func escaped() -> String {
    return rows.map { row in
      let end = row.lastIndex { $0.character != " " || $0.background >= 0 } ?? -1
      var line = ""
      var now = Cell()
      for cell in row[...end] {
        // A blank shows no foreground.
        let foreground = cell.character == " " ? now.foreground : cell.foreground
        if foreground != now.foreground || cell.background != now.background {
          line += colors.escape(foreground: foreground, background: cell.background)
          now = Cell(foreground: foreground, background: cell.background)
        }
        if let character = cell.character { line.append(character) }
      }
      return line + (now.foreground >= 0 || now.background >= 0 ? "\u{1B}[0m\n" : "\n")
    }.joined()
  }
}

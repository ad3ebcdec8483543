/// Coloured half blocks with text among them, in the terminal's own letters and colours.
struct TerminalText {
  struct Cell {
    var character: Character?
    var foreground = -1
    var background = -1
  }

  private var rows: [[Cell]]

  init(_ cells: borrowing ChafaCells) {
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
        rows[row][column] = Cell(character: character)
        // The second half of a wide character prints nothing.
        if width == 2 { rows[row][column + 1] = Cell(character: nil) }
        column += width
      }
    }
  }

  /// Lines in which colours change only where they must, without blanks at their ends.
  func escaped(_ color: TerminalStyle.Colors) -> String {
    func code(_ value: Int, _ base: Int) -> String {
      if value < 0 { return "\(base + 9)" }
      if color == .indexed256 { return "\(base + 8);5;\(value)" }
      return "\(base + 8);2;\(value >> 16 & 255);\(value >> 8 & 255);\(value & 255)"
    }
    return rows.map { row in
      let end = row.lastIndex { $0.character != " " || $0.background >= 0 } ?? -1
      var line = ""
      var now = Cell()
      for cell in row[...end] {
        // A blank shows no foreground.
        let foreground = cell.character == " " ? now.foreground : cell.foreground
        if foreground != now.foreground || cell.background != now.background {
          line += "\u{1B}[\(code(foreground, 30));\(code(cell.background, 40))m"
          now = Cell(foreground: foreground, background: cell.background)
        }
        if let character = cell.character { line.append(character) }
      }
      return line + (now.foreground >= 0 || now.background >= 0 ? "\u{1B}[0m\n" : "\n")
    }.joined()
  }
}

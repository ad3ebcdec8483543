/// A line drawn in colours over the plain one that libedit has drawn.
///
/// libedit knows no colours, but what it believes to be on the screen stays true as long as each cell holds the same
/// character. What stands behind the text (a suggestion, a note at the right) it believes to be blank: that is cleared
/// before anything else is drawn there.
package struct Overdraw {
  package var text: [Unicode.Scalar]
  /// The style of each character; empty where there are no colours.
  package var styles: [Style?]
  /// What is proposed behind the text.
  package var suggestion: [Unicode.Scalar] = []
  /// What stands at the right end of the first row, where there is room.
  package var note = ""
  package var cursor: Int
  package var promptWidth: Int
  package var columns: Int
  package var rows: Int

  package init(
    text: [Unicode.Scalar], styles: [Style?], cursor: Int, promptWidth: Int, columns: Int, rows: Int
  ) {
    (self.text, self.styles, self.cursor) = (text, styles, cursor)
    (self.promptWidth, self.columns, self.rows) = (promptWidth, columns, rows)
  }

  /// What the terminal has to be told, from the cursor's place and back to it, or to the end of the text; nil where the
  /// text does not fit on the screen, or holds what has no width.
  package func drawn(toEnd: Bool = false, width: (Unicode.Scalar) -> Int) -> String? {
    guard promptWidth + 1 < columns else { return nil }
    var all = text + suggestion
    var layout = Layout(all, promptWidth: promptWidth, columns: columns, width: width)
    if layout.rows.count >= rows {
      all = text
      layout = Layout(all, promptWidth: promptWidth, columns: columns, width: width)
    }
    guard layout.rows.count < rows, layout.isPrintable else { return nil }

    let start = layout.places[cursor]
    var result = "\u{1B}[?25l" + Self.up(start.row) + "\r" + Self.right(promptWidth)
    var style: Style?
    func change(to next: Style?) {
      guard next != style else { return }
      style = next
      result += next.map { "\u{1B}[0;\($0.codes)m" } ?? "\u{1B}[0m"
    }
    for (row, cells) in layout.rows.enumerated() {
      for cell in cells {
        guard let cell else {
          change(to: nil)
          result += " "
          continue
        }
        change(to: cell < text.count ? styles.isEmpty ? nil : styles[cell] : .dim)
        result.unicodeScalars.append(all[cell])
      }
      change(to: nil)
      // A full row ends like any other, so that a terminal which changes its width does not join it with the next.
      if layout.isFull[row] {
        result += "\r\n"
        continue
      }
      let isLast = row + 1 == layout.rows.count
      result += isLast ? "\u{1B}[J" : "\u{1B}[K"
      if row == 0, hasRoom(layout, width) {
        result += "\u{1B}[\(columns - note.count)G\u{1B}[\(styles.isEmpty ? "0" : "2")m\(note)\u{1B}[0m"
      }
      if !isLast { result += "\r\n" }
    }
    let end = layout.places[toEnd ? text.count : cursor]
    return result + Self.up(layout.rows.count - 1 - end.row) + "\r" + Self.right(end.column) + "\u{1B}[?25h"
  }

  /// How many rows above the cursor the first one is, once the terminal has broken rows that are too long for its new
  /// width.
  package func rowsAbove(afterChangeTo new: Int, width: (Unicode.Scalar) -> Int) -> Int {
    let layout = Layout(text, promptWidth: promptWidth, columns: columns, width: width)
    let place = layout.places[cursor]
    let above = layout.rows.prefix(place.row).enumerated().reduce(0) { sum, row in
      let used = row.element.reduce(row.offset == 0 ? promptWidth : 0) {
        $0 + ($1.map { width(text[$0]) } ?? 1)
      }
      let isNoted = row.offset == 0 && hasRoom(layout, width)
      return sum + max(1, ((isNoted ? columns - 1 : used) + new - 1) / new)
    }
    return above + place.column / new
  }

  /// Whether the note has room, with two blanks before it.
  private func hasRoom(_ layout: Layout, _ width: (Unicode.Scalar) -> Int) -> Bool {
    guard !note.isEmpty else { return false }
    let used = layout.rows[0].reduce(promptWidth) { used, cell in
      used + (cell.map { width((text + suggestion)[$0]) } ?? 1)
    }
    return used + note.count + 2 < columns
  }

  static func up(_ rows: Int) -> String { rows > 0 ? "\u{1B}[\(rows)A" : "" }
  static func right(_ columns: Int) -> String { columns > 0 ? "\u{1B}[\(columns)C" : "" }
}

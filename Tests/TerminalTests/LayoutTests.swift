import Terminal
import Testing

struct LayoutTests {
  private func layout(_ text: String, prompt: Int = 3, columns: Int = 10) -> Layout {
    Layout(Array(text.unicodeScalars), promptWidth: prompt, columns: columns) { width($0) }
  }

  private func width(_ character: Unicode.Scalar) -> Int {
    character.value < 32 ? -1 : character.value == 0x301 ? 0 : character.value > 0x1100 ? 2 : 1
  }

  private func places(_ text: String) -> [[Int]] { layout(text).places.map { [$0.row, $0.column] } }

  @Test func aFullRowGoesOnInTheNextOne() {
    #expect(places("abcdefgh").suffix(3) == [[0, 9], [1, 0], [1, 1]])
    #expect(layout("abcdefg").rows.count == 2)
    #expect(layout("abcdefgh").isFull == [true, false])
  }

  @Test func lineBreaksStartRowsBehindNoPrompt() {
    #expect(places("a\nb") == [[0, 3], [0, 4], [1, 0], [1, 1]])
    // A row that is full already is followed by an empty one: so libedit draws it.
    #expect(places("abcdefg\nh").suffix(2) == [[2, 0], [2, 1]])
  }

  @Test func aWideCharacterThatDoesNotFitLeavesABlank() {
    #expect(places("abc日本日").suffix(3) == [[0, 8], [1, 0], [1, 2]])
    #expect(layout("abc日本日").rows[0].count == 5)
    #expect(layout("ab日本日").rows[0].last == .some(nil))
  }

  @Test func tabsReachToMultiplesOfEight() {
    #expect(places("\ta") == [[0, 3], [0, 8], [0, 9]])
    #expect(places("abcdef\ta").suffix(2) == [[1, 0], [1, 1]])
  }

  @Test func marksTakeNoColumn() {
    #expect(places("e\u{301}a") == [[0, 3], [0, 4], [0, 4], [0, 5]])
    #expect(layout("e\u{301}a").isPrintable)
    #expect(!layout("a\u{7}").isPrintable)
  }

  // MARK: Overdraw

  private func drawn(
    _ text: String, suggestion: String = "", note: String = "", rows: Int = 5, cursor: Int? = nil
  ) -> String? {
    let text = Array(text.unicodeScalars)
    var drawing = Overdraw(
      text: text, styles: text.map { $0 == "1" ? .blue : nil }, cursor: cursor ?? text.count, promptWidth: 3,
      columns: 10, rows: rows)
    drawing.suggestion = Array(suggestion.unicodeScalars)
    drawing.note = note
    return drawing.drawn { width($0) }
  }

  @Test func theCursorComesBackToItsPlace() {
    let hide = "\u{1B}[?25l"
    let show = "\u{1B}[?25h"
    #expect(drawn("a1") == "\(hide)\r\u{1B}[3Ca\u{1B}[0;34m1\u{1B}[0m\u{1B}[J\r\u{1B}[5C\(show)")
    #expect(drawn("a\nb", cursor: 0) == "\(hide)\r\u{1B}[3Ca\u{1B}[K\r\nb\u{1B}[J\u{1B}[1A\r\u{1B}[3C\(show)")
    #expect(drawn("a\nb") == "\(hide)\u{1B}[1A\r\u{1B}[3Ca\u{1B}[K\r\nb\u{1B}[J\r\u{1B}[1C\(show)")
  }

  @Test func aNoteStandsAtTheRightWhereThereIsRoom() {
    #expect(drawn("a", note: "1 s")?.contains("\u{1B}[7G\u{1B}[2m1 s") == true)
    #expect(drawn("abcd", note: "1 s")?.contains("1 s") == false)
    #expect(drawn("a", suggestion: "bcd", note: "1 s")?.contains("1 s") == false)
  }

  @Test func aNarrowerTerminalBreaksLongRows() {
    let text = Array("abcdef\nabcdefgh".unicodeScalars)
    let drawing = Overdraw(text: text, styles: [], cursor: text.count, promptWidth: 3, columns: 10, rows: 9)
    #expect(drawing.rowsAbove(afterChangeTo: 20) { width($0) } == 1)
    // Rows of 9 and 8 columns at a width of 5.
    #expect(drawing.rowsAbove(afterChangeTo: 5) { width($0) } == 3)
  }

  @Test func whatDoesNotFitOnTheScreenIsLeftPlain() {
    #expect(drawn("a\nb\nc", rows: 3) == nil)
    #expect(drawn("a\nb\nc", rows: 4) != nil)
    #expect(drawn("a", suggestion: "\nb\nc", rows: 3)?.contains("b") == false)
    #expect(drawn("a\u{7}") == nil)
  }
}

import Foundation
import Language
import Testing

@Suite struct DiagnosticTests {
  @Test(arguments: complaints) func complaintsReadWell(_ text: String, _ expected: String) {
    let script = Script(Source(name: "a.xpl", text: text))
    #expect(script.diagnostics.map { $0.rendered() }.joined(separator: "\n") == expected)
  }

  @Test func aSuggestionComesBeforeTheWayOut() {
    let source = Source(name: "a.xpl", text: "load\ncondition layer=conv9 y=1\n")
    let diagnostic = Diagnostic(
      "there is no layer \"conv9\"", at: Span(21, 26), in: source, suggestion: "conv2", hint: "show layers lists them")
    #expect(
      diagnostic.rendered() == """
        a.xpl:2:17: error: there is no layer "conv9"
          condition layer=conv9 y=1
                          ^^^^^
        did you mean "conv2"?
        show layers lists them
        """)
    #expect(diagnostic.rendered(colour: true).contains("\u{1B}[1;31m^^^^^\u{1B}[0m"))
  }

  @Test func withoutASourceOnlyTheSentenceIsShown() {
    #expect(Diagnostic("no model is loaded", at: Span(0, 0), hint: "load one").rendered() == "error: no model is loaded\nload one")
  }

  @Test func caretsStandUnderWideCharactersAndTabs() {
    let source = Source(name: "a", text: "\tx \"漢字🙂e\u{301}\" oops\r\n")
    let start = source.bytesBefore("oops")
    #expect(
      Diagnostic("no", at: Span(start, start + 4), in: source).rendered() == """
        a:1:11: error: no
              x "漢字🙂e\u{301}" oops
                          ^^^^
        """)
  }

  @Test func longLinesAreCutAroundThePlace() {
    let source = Source(name: "a", text: String(repeating: "x", count: 500) + "!" + String(repeating: "y", count: 500))
    let lines = Diagnostic("no", at: Span(500, 501), in: source).rendered().split(separator: "\n")
    #expect(lines[1] == "  …" + String(repeating: "x", count: 59) + "!" + String(repeating: "y", count: 59) + "…")
    #expect(lines[2] == String(repeating: " ", count: 62) + "^")
  }

  @Test func spansOutsideTheSourceAreHarmless() {
    let source = Source(name: "a", text: "é")
    for span in [Span(5, 9), Span(1, 1), Span(-3, -1), Span(0, 99)] {
      #expect(Diagnostic("no", at: span, in: source).rendered().contains("error: no"))
    }
  }

  @Test func controlCharactersAreNotPassedOn() {
    let source = Source(name: "a", text: "x \u{1B}[2J y")
    #expect(!Diagnostic("no", at: Span(0, 1), in: source).rendered().contains("\u{1B}"))
  }
}

extension Source {
  fileprivate func bytesBefore(_ part: String) -> Int {
    text.range(of: part).map { text.utf8.distance(from: text.startIndex, to: $0.lowerBound) } ?? 0
  }
}

private let complaints: [(String, String)] = [
  ("X", "")
]

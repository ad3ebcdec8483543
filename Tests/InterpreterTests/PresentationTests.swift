import Figures
import Foundation
import Interpreter
import Testing

struct PresentationTests {
  private static let plain = TerminalStyle(
    columns: 80, rows: 24, cellWidth: 8, cellHeight: 16, color: .none, graphics: .none)

  @Test func aTerminalWithoutColoursGetsFiguresAsText() throws {
    var transcript = Transcript(presentation: Presentation(style: Self.plain))
    #expect(transcript.run("load; predict; condition layer=4 channel=50 y=1; show layers") == .done)
    let shown = transcript.shown
    #expect(shown[1].contains("prediction for sample 2"))
    // The heatmap's grid of characters.
    #expect(shown[2].split(separator: "\n").count > 10)
    #expect(shown[3].components(separatedBy: "parameters").count == 2, "a table is not shown twice")
    #expect(!shown.joined().contains("\u{1B}"))
  }

  @Test func wordsStandAroundTablesInMarkdown() throws {
    var transcript = Transcript()
    #expect(
      transcript.run(":mode md\nload; rank layer=4; show layers; compare gradient ig y=1 scores=[deletion]")
        == .done)
    let shown = transcript.shown
    #expect(
      shown[1].hasPrefix("importance of the 64 channels of layer relu2") && shown[1].contains("\n\n| sample |"))
    #expect(shown[2].hasPrefix("| index |"), "what is only a table has no words")
    #expect(
      shown[3].hasPrefix("2 methods for y=1") && shown[3].contains("\n\n|") && shown[3].contains("* the best")
    )
  }

  @Test func aPipeGetsNoFigure() throws {
    var transcript = Transcript()
    #expect(transcript.run("load; condition layer=4 channel=50 y=1") == .done)
    #expect(transcript.shown[1].split(separator: "\n").count == 2)
  }

  @Test func theNumberOfACellCountsForTheWidth() throws {
    var style = Self.plain
    style.columns = 40
    var transcript = Transcript()
    #expect(transcript.run("load; condition layer=4 channel=50 y=1") == .done)
    let value = try #require(transcript.session.last)
    let text = Presentation(style: style).text(of: value, label: "[2]")
    #expect(text.hasPrefix("[2] heatmap"))
    let lines: [Substring] = text.split(separator: "\n")
    #expect(lines[..<3].allSatisfy { $0.count <= 40 })
  }

  @Test func wordsAreNotBrokenAtTheEdgeOfATerminal() throws {
    var style = Self.plain
    style.columns = 50
    var transcript = Transcript(presentation: Presentation(style: style))
    #expect(transcript.run("?condition") == .done)
    let lines = transcript.shown[0].split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 50 })
    // What a key is stands in a column of its own.
    let start = try #require(lines.firstIndex { $0.hasPrefix("  sample") })
    let column = lines[start].distance(
      from: lines[start].startIndex, to: try #require(lines[start].firstRange(of: "samples by")).lowerBound)
    #expect(lines[start + 1].prefix { $0 == " " }.count == column)
    let plain = Transcript.words(transcript.shown[0])
    var wide = Transcript()
    #expect(wide.run("?condition") == .done)
    #expect(Transcript.words(wide.shown[0]) == plain)
  }
}

extension Transcript {
  fileprivate static func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }
}

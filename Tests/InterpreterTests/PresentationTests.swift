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

  @Test func aPipeGetsNoFigure() throws {
    var transcript = Transcript()
    #expect(transcript.run("load; condition layer=4 channel=50 y=1") == .done)
    #expect(transcript.shown[1].split(separator: "\n").count == 2)
  }
}

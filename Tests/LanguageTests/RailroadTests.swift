import Foundation
import Testing

@Suite struct RailroadTests {
  /// `Grammar/railroad.svg` is drawn from `Grammar/xpl.ebnf`; XPL_WRITE=1 in the environment draws it again.
  @Test func theDiagramIsThatOfTheGrammar() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Grammar/railroad.svg")
    let svg = Railroad(.xpl).svg
    if ProcessInfo.processInfo.environment["XPL_WRITE"] == "1" { try Data(svg.utf8).write(to: file) }
    let isCurrent = try String(contentsOf: file, encoding: .utf8) == svg
    #expect(isCurrent, "draw it again: Scripts/grammar")
  }
}

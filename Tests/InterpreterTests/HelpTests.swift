import Foundation
import Interpreter
import Testing

struct HelpTests {
  /// As a reader would type them, each in a folder of its own.
  @Test(arguments: Verb.all.map(\.name)) func examplesOfVerbsRun(_ name: String) throws {
    let verb = try #require(Verb.named(name))
    let run = try Program.run(["-c", "load\n\(verb.example)"])
    #expect(run.status == 0, "\(run.error)")
  }

  @Test(arguments: [
    ":cells", ":undo", ":branch try", ":mode md", ":rerun 2", ":slice $x", ":edit 2 let x = 4",
  ])
  func examplesOfLinesOfTheirOwnRun(_ line: String) {
    var transcript = Transcript()
    _ = transcript.run("load")
    _ = transcript.run("let x = 3")
    #expect(transcript.run(line) == .done)
  }

  @Test func helpNamesKeysCostExampleAndPaper() {
    var transcript = Transcript()
    #expect(transcript.run("?extract") == .done)
    let text = transcript.shown[0]
    for part in [
      "extract WHAT", "k ", "left out: ", "Costs ", "From Fel et al. 2023", "Example: extract concepts k=3",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(transcript.run("?undo") == .done)
    #expect(transcript.shown[1].hasPrefix(":undo: goes back"))
    #expect(transcript.run("?memory") == .done)
    #expect(transcript.run("?undi") == .invalid)
  }
}

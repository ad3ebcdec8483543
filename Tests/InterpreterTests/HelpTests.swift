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

  /// All that `?` is completed to, and is no verb.
  private static let topics: [String] = {
    let transcript = Transcript()
    let names = "abcdefghijklmnopqrstuvwxyz".flatMap { transcript.completions("?\($0)") }
    return Set(names).subtracting(Verb.all.map(\.name)).sorted()
  }()

  @Test func whatRegistriesNameIsExplained() {
    let names = Set(Self.topics)
    for name in [
      "ig", "occlusion", "ih", "deletion", "conservation", "epsilon-plus", "z-box", "let", "rules", "pager",
    ] {
      #expect(names.contains(name), "\(name)")
    }
  }

  /// Each example of each topic, where there is what it speaks of.
  @Test(arguments: topics) func examplesOfTopicsRun(_ name: String) throws {
    var transcript = Transcript()
    #expect(transcript.run("?\(name)") == .done)
    let examples = transcript.shown.joined().split(separator: "\n").filter { $0.hasPrefix("Example: ") }
    #expect(!examples.isEmpty)
    for example in Set(examples.map { String($0.dropFirst("Example: ".count)) }) {
      // These want data that is simulated and networks that were trained: their own tests have that.
      if ["score remove-and-retrain", "score true-pairs"].contains(example) { continue }
      let before =
        switch example {
        case "score concepts", "score interventions":
          "load data dsprites limit=80\ntrain mlp hidden=[4] epochs=1\nextract concepts from=labels budget=20 unlabelled=0"
        case "score fidelity": "load; extract concepts k=2"
        case let example where example.hasPrefix("interact"): "load tabular"
        case let example where example.hasPrefix("score cosine"):
          "load data fashion-maj limit=60\ntrain shallow epochs=1 batch=20"
        default: "load"
        }
      let run = try Program.run(
        ["-c", "\(before)\n\(example)"], files: ["parts/load.xpl": Array("load\n".utf8)])
      #expect(run.status == 0, "\(example): \(run.error)")
    }
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

import Interpreter
import Testing

/// What verbs declare to read and write is what they do: staleness and remembered results stand on it.
struct DeclarationTests {
  /// A statement of each verb, in a session with the bundled network.
  static let statements = [
    "attribute smoothgrad y=1 n=3", "compare gradient input-x-gradient y=1 scores=[deletion]",
    "condition layer=4 channel=50 y=1", "extract concepts k=3", "interact archipelago y=1 groups=grid:14",
    "intervene layer=4 channel=50 value=0", "load data fashion-mnist-512 limit=20", "load model fashion-cnn",
    "map n=30 layers=last:1 method=pca",
    "predict sample=0..9", "rank layer=4 y=1", "sample 0..9", "score deletion method=gradient y=1",
    "show layers", "tcav concept=class value=sneaker y=sneaker layers=last:1 runs=2",
    "train mlp hidden=[8] epochs=1",
  ]

  /// Statements that change one part of the session.
  static let changes: [(part: Verb.Part?, text: String)] = [
    (.samples, "sample 7"), (.seed, ":seed 9"), (.concepts, "extract concepts k=2"),
    (.explanation, "condition layer=1 y=1 sample=2"), (nil, "show 1"),
  ]

  private static func verb(_ statement: String) -> Verb? {
    statement.split(separator: " ").first.flatMap { Verb.named(String($0)) }
  }

  private func session() -> Transcript {
    var transcript = Transcript()
    for text in [":mode json", "load", "sample 2", "extract concepts k=3", "predict"] {
      #expect(transcript.run(text) == .done)
    }
    return transcript
  }

  @Test(arguments: statements) func nothingElseIsRead(_ statement: String) throws {
    let verb = try #require(Self.verb(statement))
    let declared = verb.reads.union(verb.consults)
    var plain = session()
    #expect(plain.run(statement) == .done, "\(plain.complaints)")
    for change in Self.changes where !(change.part.map(declared.contains) ?? verb.readsLast) {
      var changed = session()
      #expect(changed.run(change.text) == .done)
      #expect(changed.run(statement) == .done)
      #expect(changed.shown.last == plain.shown.last, "\(verb.name) reads what \(change.text) changed")
    }
  }

  @Test(arguments: statements) func nothingElseIsWritten(_ statement: String) throws {
    let verb = try #require(Self.verb(statement))
    var transcript = session()
    #expect(transcript.run(statement) == .done)
    let cell = try #require(transcript.notebook.cells.last)
    #expect(cell.written.isSubset(of: verb.writes), "\(verb.name) writes \(cell.written)")
  }

  @Test func everyVerbIsTried() {
    let tried = Set(Self.statements.compactMap { Self.verb($0)?.name })
    // plot draws a result that it is given, save writes one, and trace steps through a sequence, which no image is.
    #expect(Set(Verb.all.map(\.name)).subtracting(tried) == ["plot", "save", "trace"])
  }
}

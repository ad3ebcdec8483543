import Terminal
import Testing

struct EditingTests {
  // MARK: Undo

  private func state(_ text: String, _ cursor: Int? = nil) -> Undo.State {
    Undo.State(text: Array(text.unicodeScalars), cursor: cursor ?? text.unicodeScalars.count)
  }

  @Test func undoGoesBackByWordsAndChanges() {
    var undo = Undo()
    for text in ["", "s", "sh", "sho", "sho ", "sho a", "sho ab", ""] { undo.note(state(text)) }
    #expect(undo.undo()?.text == state("sho ab").text)
    #expect(undo.undo()?.text == state("sho ").text)
    #expect(undo.undo()?.text == state("sho").text)
    #expect(undo.undo()?.text == [])
    #expect(undo.undo() == nil)
  }

  @Test func undoPutsTheCursorWhereItWas() {
    var undo = Undo()
    undo.note(state("abc"))
    undo.note(state("abc", 1))
    undo.note(state("ac", 1))
    #expect(undo.undo() == state("abc", 1))
  }

  // MARK: The way through the history

  @Test func recallFindsEachStatementThatBeginsSoOnce() {
    let statements = ["show 1", "let a = 2", "show 3", "show 1", "sho"]
    var recall = Recall(from: "sh")
    #expect(recall.older(in: statements) == "sho")
    #expect(recall.older(in: statements) == "show 1")
    #expect(recall.older(in: statements) == "show 3")
    #expect(recall.older(in: statements) == nil)
    #expect(recall.text == "show 3")
    #expect(recall.newer() == "show 1")
    #expect(recall.newer() == "sho")
    #expect(recall.newer() == "sh")
    #expect(recall.newer() == nil)
  }

  // MARK: What may follow

  private func completion(_ texts: [String], summary: String = "", replacing: Int = 0) -> Completion {
    Completion(replacing: replacing, candidates: texts.map { .init($0, summary: summary) })
  }

  @Test func whatAllHaveInCommonIsTypedFirst() {
    #expect(completion(["layer=", "layers"]).insertion(after: "l") == "layer")
    #expect(completion(["layer=", "layers"]).insertion(after: "layer") == nil)
    #expect(completion(["sample", "save"]).insertion(after: "") == "sa")
    #expect(completion(["show"]).insertion(after: "sh") == "show ")
    #expect(completion(["layer="]).insertion(after: "") == "layer=")
    #expect(completion(["folder/"]).insertion(after: "f") == "folder/")
    #expect(completion([]).insertion(after: "x") == nil)
  }

  @Test func listsFitTheScreen() {
    let names = (1...9).map { "name\($0)" }
    #expect(
      completion(names).lines(columns: 30, rows: 10) == [
        "  name1  name2  name3  name4", "  name5  name6  name7  name8", "  name9",
      ])
    #expect(
      completion(names).lines(columns: 30, rows: 2) == ["  name1  name2  name3  name4", "  ... and 5 more"])
    let described = completion(names, summary: "what it is and what it is for")
    #expect(
      described.lines(columns: 30, rows: 3) == [
        "  name1  what it is and wh...", "  name2  what it is and wh...", "  ... and 7 more",
      ])
  }
}

import Data
import Foundation
import Interpreter
import Models
import Testing

/// Cells, and what follows from what.
struct NotebookTests {
  @Test func undoGoesBackCellByCellAndRedoForth() {
    var transcript = Transcript()
    for text in ["let a = 1", "let b = 2", "load"] { #expect(transcript.run(text) == .done) }
    #expect(transcript.run(":undo") == .done)
    #expect(transcript.session.model == nil && transcript.session.cell == 2)
    #expect(transcript.run(":undo") == .done)
    #expect(transcript.session.bindings.keys.sorted() == ["a", "args"])
    #expect(transcript.run(":redo") == .done && transcript.run(":redo") == .done)
    #expect(transcript.session.model?.name == "fashion-cnn" && transcript.session.cell == 3)
    #expect(transcript.run(":redo") == .failed)
    #expect(transcript.complaints.last == "there is nothing to redo")
  }

  @Test func anUndoneCellIsGoneAndItsNumberFree() {
    var transcript = Transcript()
    _ = transcript.run("let a = 1")
    _ = transcript.run("let a = 2")
    _ = transcript.run(":undo")
    _ = transcript.run("show $a")
    #expect(transcript.shown == ["1\n"])
    #expect(transcript.notebook.cells.map(\.number) == [1, 2])
    #expect(transcript.run(":redo") == .failed)
  }

  @Test func branchesKeepWhatTheyHad() {
    var transcript = Transcript()
    _ = transcript.run("let a = 1")
    _ = transcript.run(":branch try")
    _ = transcript.run("let a = 2")
    _ = transcript.run(":branch main")
    _ = transcript.run("show $a")
    _ = transcript.run(":branch try")
    _ = transcript.run("show $a")
    _ = transcript.run(":branch")
    #expect(transcript.shown == ["1\n", "2\n", "  main\n* try\n"])
  }

  @Test func anEditedCellMakesStaleWhatStandsOnItAndNothingElse() {
    var transcript = Transcript()
    for text in ["let k = 3", "let j = 5", "let m = ($k + 1)", "let n = ($j + 1)", "let o = ($m + $n)"] {
      #expect(transcript.run(text) == .done)
    }
    #expect(transcript.run(":edit 1 let k = 4") == .done)
    #expect(transcript.notes.last == "stale now: [3], [5]; :refresh runs them again")
    // Nothing runs by itself.
    #expect(transcript.run("expect $m == 4") == .done)
    #expect(transcript.run(":undo") == .done)
    #expect(transcript.run(":refresh") == .done)
    #expect(transcript.run("expect $m == 5; expect $n == 6; expect $o == 11; expect $_3 == none") == .invalid)
    #expect(transcript.run("expect $m == 5; expect $n == 6; expect $o == 11") == .done)
    #expect(transcript.run(":refresh") == .done)
    #expect(transcript.notes.last == "nothing is stale")
  }

  @Test func anEditThatFailsChangesNothing() {
    var transcript = Transcript()
    _ = transcript.run("let k = 3")
    _ = transcript.run("let m = ($k + 1)")
    #expect(transcript.run(":edit 1 let k = $nowhere") == .invalid)
    #expect(transcript.run(":edit 1 let k = $args[7]") == .failed)
    #expect(transcript.run(":edit 7 let k = 1") == .failed)
    #expect(transcript.run("expect $k == 3; expect $m == 4") == .done)
    #expect(transcript.run(":refresh") == .done)
    #expect(transcript.notes.last == "nothing is stale")
  }

  @Test func aChangedFileMakesItsCellStale() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "xpl-\(UUID()).csv").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try "a,b\n1,2\n3,4\n".write(toFile: path, atomically: true, encoding: .utf8)
    var transcript = Transcript()
    #expect(transcript.run("load data \"\(path)\" target=b") == .done)
    #expect(transcript.run("let n = 1") == .done)
    #expect(transcript.run("show data") == .done)
    #expect(transcript.run(":refresh") == .done)
    #expect(transcript.notes.last == "nothing is stale")
    try "a,b\n1,2\n3,4\n5,6\n".write(toFile: path, atomically: true, encoding: .utf8)
    _ = transcript.run(":cells")
    let list = try #require(transcript.shown.last)
    #expect(list.contains("stands on a file") && list.contains("stands on [1]"))
    #expect(list.split(separator: "\n").count { $0.contains("stale") } == 2)
    #expect(transcript.run(":refresh") == .done)
    #expect(transcript.session.data?.count == 3)
  }

  @Test func rerunTakesWhatIsCurrentNow() {
    var transcript = Transcript()
    for text in ["let k = 3", "show ($k + 1)", "let k = 10", ":rerun 2"] {
      #expect(transcript.run(text) == .done)
    }
    #expect(transcript.shown == ["4\n", "11\n"])
    #expect(transcript.session.cell == 4)
    #expect(transcript.run(":rerun 9") == .failed)
    #expect(transcript.complaints.last?.contains("9") == true)
  }

  @Test func aSliceHoldsWhatAValueFollowsFromAndNoMore() {
    var transcript = Transcript()
    for text in [
      "load", "let a = 1", "let b = 2", "sample 3", "predict", "sample 5", "let p = predict",
      "let c = ($p.logits[0] + $a)", "let d = ($b + 1)",
    ] {
      #expect(transcript.run(text) == .done)
    }
    _ = transcript.run(":slice $c")
    #expect(
      transcript.shown.last
        == "load\nlet a = 1\nsample 5\nlet p = predict\nlet c = ($p.logits[0] + $a)\n")
    _ = transcript.run(":slice $d")
    #expect(transcript.shown.last == "let b = 2\nlet d = ($b + 1)\n")
    #expect(transcript.run(":slice $nowhere") == .failed)
  }

  @Test func theSameCommandOnTheSameGroundsIsNotComputedAgain() throws {
    var transcript = Transcript()
    #expect(transcript.run("load; attribute occlusion sample=0..19 y=1") == .done)
    let clock = ContinuousClock.now
    #expect(transcript.run("let first = (attribute occlusion sample=0..19 y=1)") == .done)
    let remembered = ContinuousClock.now - clock
    #expect(transcript.run(":time let again = (attribute occlusion sample=0..19 y=1)") == .done)
    #expect(remembered * 5 < ContinuousClock.now - clock - remembered)
    // Other data, other results.
    #expect(
      transcript.run(
        "load data fashion-mnist-512 limit=30 seed=3; let second = (attribute occlusion sample=0..19 y=1)")
        == .done)
    #expect(transcript.run("expect $first.attribution == $second.attribution") != .done)
  }

  @Test func everyResultSaysWhatItSaidBeforeWhenItIsRemembered() {
    var transcript = Transcript()
    #expect(transcript.run("load model vgg16 weights=random seed=1") == .done)
    let notes = transcript.notes
    #expect(transcript.run("load model vgg16 weights=random seed=1") == .done)
    #expect(transcript.notes == notes + notes)
  }

  @Test func aDirectiveEndsItsCell() {
    var transcript = Transcript()
    #expect(transcript.run("let a = 1 # one\n:mode md\nlet b = 2\nlet c = ($b + 1)\n:mode table") == .done)
    #expect(transcript.notebook.cells.map(\.text) == ["let a = 1", "let b = 2\nlet c = ($b + 1)"])
    #expect(transcript.run(":edit 2 let b = 5") == .done)
    #expect(transcript.run(":mode json\n") == .done)
    #expect(transcript.session.cell == 2)
  }

  @Test func aDefStandsOnTheDefsThatItCalls() {
    var transcript = Transcript()
    for text in ["def g(x) { return ($x + 1) }", "def f(x) { return (g $x) }", "let a = f 1", "let b = 2"] {
      #expect(transcript.run(text) == .done, "\(transcript.complaints)")
    }
    #expect(transcript.run(":edit 1 def g(x) { return ($x + 2) }") == .done)
    #expect(transcript.notes.last == "stale now: [2], [3]; :refresh runs them again")
    #expect(transcript.run(":refresh") == .done && transcript.run("expect $a == 3") == .done)
  }

  @Test func aDefReadsTheCellsAsTheyAreWhenItIsCalled() {
    var transcript = Transcript()
    for text in [
      "load", "attribute gradient y=1 sample=1", "def look() { score sparseness of=$_2 }", "let s = look",
    ] {
      #expect(transcript.run(text) == .done, "\(transcript.complaints)")
    }
    #expect(transcript.run(":edit 2 attribute gradient y=1 sample=5") == .done)
    #expect(transcript.run(":refresh") == .done)
    #expect(
      transcript.run("let own = score sparseness of=$_2; expect $s.mean == $own.mean") == .done,
      "\(transcript.complaints)")
  }

  @Test func aFileReadInADefCounts() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "xpl-\(UUID()).csv").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try "a,b\n1,2\n3,4\n".write(toFile: path, atomically: true, encoding: .utf8)
    var transcript = Transcript()
    #expect(transcript.run("def get() { load data \"\(path)\" target=b }") == .done)
    #expect(transcript.run("get") == .done)
    try "a,b\n1,2\n3,4\n5,6\n".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(transcript.run(":refresh") == .done)
    #expect(transcript.session.data?.count == 3)
  }

  @Test func whatACellWritesDoesNotMakeItStale() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "xpl-\(UUID()).npy").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var transcript = Transcript()
    #expect(transcript.run("load") == .done && transcript.run("predict | save \"\(path)\"") == .done)
    #expect(transcript.run(":refresh") == .done)
    #expect(transcript.notes.last == "nothing is stale")
  }

  @Test func aReportIsStaleOnceAnythingAboveIs() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "xpl-\(UUID()).md").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var transcript = Transcript()
    for text in ["let a = 1", "show $a", "save \"\(path)\""] { #expect(transcript.run(text) == .done) }
    #expect(transcript.run(":edit 1 let a = 7") == .done && transcript.run(":refresh") == .done)
    let report = try String(contentsOfFile: path, encoding: .utf8)
    #expect(report.contains("let a = 7") && report.contains("\n7\n") && !report.contains("\n1\n"))
  }

  @Test func whatFailedLeavesTheWayForth() {
    var transcript = Transcript()
    _ = transcript.run("let a = 1")
    _ = transcript.run("let b = 2")
    _ = transcript.run(":undo")
    #expect(transcript.notes.last == "undone: [2] let b = 2: the last cell is [1]")
    #expect(transcript.run("load model \"nowhere.onnx\"") == .failed)
    #expect(transcript.run(":redo") == .done)
    #expect(transcript.run("expect $b == 2") == .done)
  }

  @Test func undoLeavesTheModeAlone() {
    var transcript = Transcript()
    _ = transcript.run("let a = 1")
    _ = transcript.run(":mode json")
    _ = transcript.run(":undo")
    #expect(transcript.session.mode == .json)
  }

  @Test func aTimedStatementCountsForTheCheck() {
    var transcript = Transcript()
    #expect(transcript.run(":time load\npredict sample=2") == .done, "\(transcript.complaints)")
    #expect(transcript.run(":time lod") == .invalid)
  }
}

import Foundation
import Testing

/// Sessions written as scripts.
struct SavedSessionTests {
  private static let session = """
    # %% [markdown] Start
    # # Trousers
    #
    # What is *in* them?

    # %% The network
    # The bundled one.
    load   # with its images

    # %%
    let unused = (predict sample=9)
    # This one matters.
    let k = 50   # the channel

    condition layer=4 channel=$k y=1

    # %%
    predict
    show ($_2.sum * 2)
    let nothing = 3
    """

  /// The JSON of what a script shows, line by line.
  private func json(_ script: String) throws -> [Substring] {
    try Program.run(["--json", "-"], input: script).output.split(separator: "\n")
  }

  private func saved(_ script: String, as name: String) throws -> (text: String, run: Program) {
    let run = try Program.run(["-"], input: script + "\nsave \"\(name)\"\n")
    return (try String(contentsOf: run.folder.appending(path: name), encoding: .utf8), run)
  }

  @Test func aSavedSessionGivesTheSameResults() throws {
    let (script, _) = try saved(Self.session, as: "again.xpl")
    let (first, again) = (try json(Self.session), try json(script))
    #expect(first.count == 4 && first == again)
  }

  @Test func cellsProseAndCommentsAreKept() throws {
    let (script, _) = try saved(Self.session, as: "again.xpl")
    let expected = """
      # %% [markdown] Start
      # # Trousers
      #
      # What is *in* them?

      # %% The network
      # The bundled one.
      load  # with its images

      # %%
      let unused = (predict sample=9)
      # This one matters.
      let k = 50  # the channel

      condition layer=4 channel=$k y=1

      # %%
      predict
      show ($_2.sum * 2)
      let nothing = 3

      """
    #expect(script == expected)
  }

  @Test func aSavedSessionIsInCanonicalForm() throws {
    let text = "load;   let k=50\nfor i in 0 .. 1{show  ($i*$k)}   # twice\n# %%\nshow [1,2]"
    let run = try saved(text, as: "again.xpl").run
    let check = try Program.run(["fmt", "--check", run.folder.appending(path: "again.xpl").path])
    #expect(check.status == 0, "\(check.output)\(check.error)")
  }

  @Test func whatFailedOrCameToNothingIsLeftOut() throws {
    let lines = [
      "load", "let a = 1", "sho 3", "let a = 2", "load data \"nowhere.npy\"", "let b = ($a + $args[7])",
      "predict",
      "show ($_3.prob + $a)", "save \"again.xpl\"",
    ]
    let run = try Program.run([], input: lines.joined(separator: "\n") + "\n")
    let script = try String(contentsOf: run.folder.appending(path: "again.xpl"), encoding: .utf8)
    #expect(!script.contains("let a = 1") && !script.contains("nowhere") && !script.contains("$args"))
    #expect(try Program.run(["-"], input: script).status == 0, "\(script)")
  }

  /// `$_4` is the result of another cell once cells before it are left out.
  @Test func resultsOfCellsKeepTheirMeaning() throws {
    let lines = [
      "load", "let a = 1", "let a = 2", "predict", "sample 5", "show $_4.class", "save \"again.xpl\"",
    ]
    let run = try Program.run([], input: lines.joined(separator: "\n") + "\n")
    let script = try String(contentsOf: run.folder.appending(path: "again.xpl"), encoding: .utf8)
    #expect(!script.contains("let a = 1") && script.contains("show $_3.class"), "\(script)")
    #expect(try Program.run(["-"], input: script).status == 0)
    #expect(try json(script).last == run.output.split(separator: "\n").last)
  }

  @Test func oneCellIsAPlainScript() throws {
    let (script, _) = try saved("let a = 1\nlet a = 2   # counts\nshow $a", as: "again.xpl")
    #expect(script == "let a = 2  # counts\nshow $a\n")
  }

  @Test func whatIsIncludedIsFoundFromWhereTheScriptIs() throws {
    let file = Array("let a = 4\n".utf8)
    let run = try Program.run(
      ["-"], input: "include \"a.xpl\"\nshow $a\nsave \"\(NSTemporaryDirectory())/moved-\(getpid()).xpl\"\n",
      files: ["a.xpl": file])
    #expect(run.status == 0, "\(run.error)")
    let path = "\(NSTemporaryDirectory())/moved-\(getpid()).xpl"
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try Program.run([path]).output == "4\n")
  }

  @Test func aScriptDoesNotOverwriteItself() throws {
    let text = "let a = 1\nlet a = 2\nsave \"self.xpl\"\n"
    let run = try Program.run(["self.xpl"], files: ["self.xpl": Array(text.utf8)])
    #expect(run.status == 0 && run.error.contains("left as it is"), "\(run.error)")
    #expect(try String(contentsOf: run.folder.appending(path: "self.xpl"), encoding: .utf8) == text)
  }
}

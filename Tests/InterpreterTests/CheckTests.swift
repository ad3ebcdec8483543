import Foundation
import Testing

/// `xpl check`: saved notebooks run again.
struct CheckTests {
  private static let lines = [
    "load", "let before = (predict)", "condition layer=4 channel=50 y=1", "show $before.logits",
    "show [1, \"two 3.5\"]",
  ]

  /// A folder with the session saved under a name.
  private func saved(_ name: String, _ lines: [String] = lines) throws -> URL {
    let run = try Program.run([], input: (lines + ["save \"\(name)\""]).joined(separator: "\n") + "\n")
    #expect(run.status == 0, "\(run.error)")
    return run.folder.appending(path: name)
  }

  private func check(_ file: URL, _ options: [String] = []) throws -> Program {
    try Program.run(["check"] + options + [file.path])
  }

  private func change(_ file: URL, _ old: String, _ new: String) throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.contains(old), "\(text)")
    try Data(text.replacingOccurrences(of: old, with: new).utf8).write(to: file)
  }

  @Test(arguments: ["s.ipynb", "s.md"]) func whatIsAsSavedIsEqual(_ name: String) throws {
    let run = try check(saved(name))
    #expect(run.status == 0 && run.output == "5 cells: 4 values as saved\n", "\(run.output)\(run.error)")
  }

  @Test(arguments: ["s.ipynb", "s.md"]) func aChangedNumberIsFoundWithItsPlace(_ name: String) throws {
    let file = try saved(name)
    try change(file, "12.43272", "12.53272")
    let run = try check(file)
    #expect(run.status == 3)
    #expect(run.output.contains("was 12.5327, is 12.4327, difference 0.1"), "\(run.output)")
    #expect(run.output.contains("cell 1, session: .prediction.logits[0][1] was"), "\(run.output)")
    #expect(run.output.contains("cell 4, value: [0][1] was"), "\(run.output)")
    // Within the tolerance nothing is said.
    #expect(try check(file, ["--tolerance=0.02"]).status == 0)
  }

  @Test func ofManyNumbersTheFactsAreCompared() throws {
    let file = try saved("s.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let facts = try #require(
      text.firstMatch(of: #/"heatmap": \{"digest": "([0-9a-f]+)", "largest": ([0-9.e-]+)/#))
    // Other bits with the same facts are the same value.
    try change(file, String(facts.output.1), "0")
    #expect(try check(file).status == 0)
    try change(file, "\"largest\": \(facts.output.2)", "\"largest\": 0.5")
    let run = try check(file)
    #expect(
      run.status == 3 && run.output.contains("cell 3, heatmap: .heatmap largest was 0.5, is 0.00"),
      "\(run.output)")
  }

  @Test(arguments: ["s.ipynb", "s.md"]) func codeThatChangedDiffersUntilItIsAccepted(_ name: String) throws {
    let file = try saved(name)
    let before = try String(contentsOf: file, encoding: .utf8)
    try change(file, "two 3.5", "two 4.5")
    // The code and what it shows were changed together in the file; now the code alone.
    try Data(before.utf8).write(to: file)
    try change(file, "channel=50", "channel=53")
    let run = try check(file)
    #expect(run.status == 3 && run.output.contains("cell 3, heatmap: .sum was 0.117"), "\(run.output)")
    #expect(try check(file, ["--update"]).status == 0)
    #expect(try check(file).status == 0)
    let after = try String(contentsOf: file, encoding: .utf8)
    #expect(after != before && after.contains("channel 53 of layer relu2"))
    // Back again, it is the file that it was.
    try change(file, "channel=53", "channel=50")
    #expect(try check(file, ["--update"]).status == 0)
    let same = try String(contentsOf: file, encoding: .utf8)
    if name.hasSuffix(".md") { #expect(same == before) }
  }

  @Test func proseIsUntouched() throws {
    let text = """
      # Mine

      | a | table |
      |---|-------|
      | of | mine |

      ```xpl
      show (1 + 1)
      ```

      ```text
      old
      ```

      > quoted

      ```sh
      ls
      ```
      """
    let start = try Program.run(["-c", "show 1"], files: ["mine.md": Array(text.utf8)])
    let file = start.folder.appending(path: "mine.md")
    let run = try check(file)
    #expect(run.status == 0 && run.output == "1 cell: nothing to compare\n")
    #expect(try check(file, ["--update"]).status == 0)
    let expected = text.replacingOccurrences(
      of: "old\n```", with: "2\n```\n\n<!-- xpl: {\"values\": [2]} -->")
    #expect(try String(contentsOf: file, encoding: .utf8) == expected)
    #expect(try check(file).output == "1 cell: 1 value as saved\n")
  }

  @Test func scriptsHaveTheirValuesBesideThem() throws {
    let file = try saved("s.xpl")
    #expect(try check(file).output.contains("nothing to compare"))
    let update = try check(file, ["--update"])
    #expect(update.status == 0 && update.output.hasSuffix("/s.expected.json\n"), "\(update.output)")
    let beside = file.deletingLastPathComponent().appending(path: "s.expected.json")
    #expect(try check(file).output == "1 cell: 4 values as saved\n")
    try change(beside, "12.43272", "12")
    let run = try check(file)
    #expect(
      run.status == 3 && run.output.contains(".prediction.logits[0][1] was 12, is 12.4327"), "\(run.output)")
  }

  @Test func whatGoesWrongHasItsExitCode() throws {
    func status(_ text: String) throws -> Int32 {
      let start = try Program.run(["-c", "show 1"], files: ["x.md": Array("```xpl\n\(text)\n```\n".utf8)])
      return try check(start.folder.appending(path: "x.md")).status
    }
    #expect(try status("show 3") == 0)
    #expect(try status("load data \"nowhere.npy\"") == 1)
    #expect(try status("show (") == 2)
    #expect(try status("sho 3") == 2)
    #expect(try status("expect 1 == 2 points=1") == 3)
    #expect(try Program.run(["check", "nowhere.md"]).status == 1)
    #expect(try Program.run(["check"]).status == 2)
    let python =
      "{\"cells\": [], \"metadata\": {\"language_info\": {\"name\": \"python\"}}, \"nbformat\": 4, \"nbformat_minor\": 5}"
    let other = try Program.run(["-c", "show 1"], files: ["p.ipynb": Array(python.utf8), "b.ipynb": [0x7B]])
    #expect(try check(other.folder.appending(path: "p.ipynb")).error.contains("a notebook in python"))
    #expect(try check(other.folder.appending(path: "b.ipynb")).error.contains("is no JSON: at byte 1"))
  }

  @Test func complaintsNameTheLineOfTheFile() throws {
    let text = "# Title\n\n```xpl\nlet a = 1\n```\n\n```xpl\nshow $b\n```\n"
    let start = try Program.run(["-c", "show 1"], files: ["x.md": Array(text.utf8)])
    #expect(
      try check(start.folder.appending(path: "x.md")).error.contains("x.md:8:6: error: nothing is called $b"))
  }
}

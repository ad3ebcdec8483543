import Foundation
import Language
import Testing

/// `xpl fmt` as its users call it.
struct FormatTests {
  @Test func filesAreChangedInPlaceAndNamed() throws {
    let first = try Program.run(
      ["fmt", "a.xpl", "b.xpl"],
      files: ["a.xpl": Array("show  3 # x\n".utf8), "b.xpl": Array("show 4\n".utf8)])
    #expect(first.status == 0 && first.output == "a.xpl\n" && first.error == "")
    #expect(try String(contentsOf: first.folder.appending(path: "a.xpl"), encoding: .utf8) == "show 3  # x\n")
  }

  @Test func checkingChangesNothing() throws {
    let run = try Program.run(["fmt", "--check", "a.xpl"], files: ["a.xpl": Array("show  3\n".utf8)])
    #expect(run.status == 1 && run.output == "a.xpl\n")
    #expect(try String(contentsOf: run.folder.appending(path: "a.xpl"), encoding: .utf8) == "show  3\n")
    #expect(
      try Program.run(["fmt", "--check", "a.xpl"], files: ["a.xpl": Array("show 3\n".utf8)]).status == 0)
  }

  @Test func whatDoesNotParseIsLeftAlone() throws {
    let files = ["a.xpl": Array("show  (\n".utf8), "b.xpl": Array("show  4\n".utf8)]
    let run = try Program.run(["fmt", "a.xpl", "b.xpl"], files: files)
    #expect(run.status == 2 && run.output == "b.xpl\n" && run.error.contains("a.xpl:1:7: error:"))
    #expect(try String(contentsOf: run.folder.appending(path: "a.xpl"), encoding: .utf8) == "show  (\n")
    #expect(try Program.run(["fmt", "nowhere.xpl"]).status == 1)
    #expect(try Program.run(["fmt"]).status == 2)
  }

  @Test func standardInputGoesToStandardOutput() throws {
    let run = try Program.run(["fmt", "-"], input: "let x=3;show   $x")
    #expect(run.status == 0 && run.output == "let x = 3; show $x\n")
    let broken = try Program.run(["fmt", "-"], input: "show (")
    #expect(broken.status == 2 && broken.output == "")
  }

  @Test func whoMayRunAFileStays() throws {
    let run = try Program.run(["-c", "show 1"], files: ["a.xpl": Array("show  3\n".utf8)])
    let path = run.folder.appending(path: "a.xpl").path
    try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: path)
    #expect(try Program.run(["fmt", path]).status == 0)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o750)
  }

  @Test func aScriptOfThatNameStillRuns() throws {
    #expect(try Program.run(["./fmt"], files: ["fmt": Array("show 3\n".utf8)]).output == "3\n")
  }

  /// The examples are written in canonical form.
  @Test func examplesAreCanonical() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Scripts/examples")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    for file in files where file.pathExtension == "xpl" {
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(Script(Source(name: file.path, text: text)).formatted == text, "xpl fmt \(file.path)")
    }
  }

  /// A file of another kind is no reason for a hundred complaints.
  @Test(arguments: [["fmt"], ["check"], []]) func whatIsNoScriptIsSaidInALine(_ words: [String]) throws {
    let prose = (1...40).map { "This is line \($0), and (as anybody sees) it's no script.\n" }.joined()
    let run = try Program.run(words + ["notes.txt"], files: ["notes.txt": Array(prose.utf8)])
    #expect(run.status == 2 && run.output == "")
    #expect(run.error.split(separator: "\n").count == 1, "\(run.error)")
    #expect(run.error.hasPrefix("error: 'notes.txt' is no script of xpl: "))
    if words.isEmpty { return }
    let binary = try Program.run(words + ["a.png"], files: ["a.png": [0x89, 0x50, 0xFF, 0]])
    #expect(binary.status == 2 && binary.error.split(separator: "\n").count == 1, "\(binary.error)")
  }

  /// Whoever makes many mistakes in a script is told of each.
  @Test func aScriptWithManyMistakesIsAScript() throws {
    let text = (1...6).map { "load\npredict sampl=\($0)\nsho \($0)\n" }.joined()
    let run = try Program.run(["-"], input: text)
    #expect(run.status == 2 && run.error.components(separatedBy: "error: ").count == 13, "\(run.error)")
  }
}

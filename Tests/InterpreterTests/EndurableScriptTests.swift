import Foundation
import Testing

/// Scripts that are too much: they are run in time, refused, or stopped.
struct EndurableScriptTests {
  @Test(.timeLimit(.minutes(1))) func manyStatementsTakeNoLongerEach() throws {
    let script = String(repeating: "let x = 1\n", count: 100_000) + "show $x"
    #expect(try Program.run(["-"], input: script).output == "1\n")
  }

  @Test(.timeLimit(.minutes(1))) func filesThatIncludeEachOtherTwiceAreRefused() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "xpl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for file in 0..<30 {
      let next = file < 29 ? "include \"\(file + 1).xpl\"\n" : ""
      try Data((next + next).utf8).write(to: folder.appending(path: "\(file).xpl"))
    }
    let run = try Program.run([folder.appending(path: "0.xpl").path])
    #expect(run.status == 2)
    #expect(run.error.contains("more than 1000 files are included"))
  }

  @Test func thatThereIsNoModelIsSaidOnce() throws {
    let error = try Program.run(["-c", "condition layer=4 channel=50 y=1"]).error
    #expect(error.components(separatedBy: "there is no model yet").count == 2)
    #expect(error.components(separatedBy: "there is no data yet").count == 2)
  }

  @Test(arguments: ["attribute smoothgrad n=100000", "extract concepts k=64 tolerance=0"])
  func longWorkIsInterrupted(_ statement: String) throws {
    #expect(try Program.statusWhenInterrupted("load; \(statement)", after: 3) == 130)
  }
}

import Foundation
import Testing

struct CommandLineTests {
  private static let endings: [(arguments: [String], status: Int32)] = [
    (["-c", "show 3"], 0),
    (["-c", "load data \"nowhere.npy\""], 1),
    (["-c", "sho 3"], 2),
    (["-c", "show ("], 2),
    (["-c", "expect 1 == 2"], 3),
    (["--nonsense"], 2),
    (["--color=purple"], 2),
    (["nowhere.xpl"], 1),
    (["-i", "nowhere.xpl"], 1),
    (["--version"], 0),
    (["--help"], 0),
  ]

  @Test(arguments: endings)
  func exitCodesSayHowItEnded(_ arguments: [String], _ status: Int32) throws {
    #expect(try Program.run(arguments).status == status)
  }

  @Test func resultsAndComplaintsGoTheirOwnWays() throws {
    let run = try Program.run(["-c", "show 3; load data \"nowhere.npy\"; show 4"])
    #expect(run.output == "3\n")
    #expect(run.error.contains("nowhere.npy"))
  }

  @Test func standardInputIsAScript() throws {
    #expect(try Program.run(["-"], input: "let a = 2\nshow ($a * 21)\n").output == "42\n")
    #expect(try Program.run(["-"], input: "show 1\nsho 2\n").output == "")
  }

  @Test func thePromptLivesOnAfterMistakes() throws {
    let run = try Program.run(
      [], input: "let a = 2\nsho 3\nfor i in 1..2 {\n  show $i\n}\nshow $a\n:quit\nshow 9\n")
    #expect(run.output == "1\n2\n2\n")
    #expect(run.status == 2)
  }

  @Test(arguments: ["quit", "exit", " exit ", ":quit"]) func wordsThatLeaveThePrompt(_ word: String) throws {
    let run = try Program.run([], input: "show 1\n\(word)\nshow 9\n")
    #expect(run.status == 0 && run.output == "1\n" && run.error == "")
  }

  @Test func complaintsBeginAlike() throws {
    for words in [["--nonsense"], ["--report=csv", "a.xpl"], ["check"], ["fmt", "nowhere.xpl"]] {
      #expect(try Program.run(words).error.hasPrefix("error: "), "\(words)")
    }
  }

  @Test func argumentsReachTheScript() throws {
    #expect(try Program.run(["-", "4", "word"], input: "show $args").output == "[4, \"word\"]\n")
    #expect(try Program.run(["-c", "show $args[0]", "7"]).output == "7\n")
  }

  @Test func whatStandsBehindTheScriptIsItsOwn() throws {
    #expect(try Program.run(["-", "-4", "--json"], input: "show $args").output == "[-4, \"--json\"]\n")
    #expect(try Program.run(["--quiet", "-", "-x"], input: "show $args").output == "")
    #expect(try Program.run(["-c", "show $args[0]", "-7"]).output == "-7\n")
    #expect(try Program.run(["-c", "show $args[0]", "--", "-7"]).output == "-7\n")
  }

  @Test func afterAFileThePromptGoesOn() throws {
    let first = try Program.run(["-c", "let a = 5; save \"a.xpl\""])
    let file = first.folder.appending(path: "a.xpl").path
    #expect(try Program.run(["-i", file], input: "show $a\n").output == "5\n")
  }

  @Test func resultsThatCannotBeWrittenAreAFailure() throws {
    let process = Process()
    process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
      path: "xpl")
    process.arguments = ["-c", "show 3"]
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: "/dev/full"))
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
  }

  @Test func quietRunsOnlyComplain() throws {
    let run = try Program.run(["--quiet", "-c", "load; predict | save \"p.npy\"; show 3"])
    #expect(run.output == "" && run.error == "")
    #expect(FileManager.default.fileExists(atPath: run.folder.appending(path: "p.npy").path))
  }

  @Test func jsonIsOneObjectOnALine() throws {
    let script =
      "load; predict; condition layer=4 channel=50 y=1; rank layer=4; show 3; show [1, \"a\\n\\\"b\"]; ?load"
    let run = try Program.run(["--json", "-c", script])
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 7)
    for line in lines {
      #expect(throws: Never.self) {
        try JSONSerialization.jsonObject(with: Data(line.utf8), options: .fragmentsAllowed)
      }
    }
  }

  @Test func noPictureGoesIntoAPipe() throws {
    let run = try Program.run(["--color=always", "-c", "load; condition layer=4 channel=50 y=1"])
    #expect(!run.output.contains("\u{1B}"))
  }

  @Test func interruptsStopAScript() throws {
    let script = "load; for i in 1..100000 { attribute smoothgrad n=50 seed=$i sample=all }"
    #expect(try Program.statusWhenInterrupted(script, after: 0.2) == 130)
  }

  @Test func classesThatOnlyTheDataHasAreRefusedByNameToo() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "xpl-\(UUID().uuidString)")
    let picture = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/classes/ant/a.png")
    for number in 10..<30 {
      let place = folder.appending(path: "c\(number)")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: picture, to: place.appending(path: "a.png"))
    }
    let load = "load; load data \"\(folder.path)\" resize=28 crop=28 channels=1"
    let run = try Program.run(["-c", "\(load); predict y=c29"])
    #expect(run.status == 2)
    #expect(run.error.contains("fashion-cnn has no class 19"))
    #expect(try Program.run(["-c", "\(load); predict y=c19"]).status == 0)
  }
}

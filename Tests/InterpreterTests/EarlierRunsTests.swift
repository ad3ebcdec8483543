import Foundation
import Testing

/// What a run leaves for the next one.
struct EarlierRunsTests {
  private let store = FileManager.default.temporaryDirectory.appending(path: "xpl-store-\(UUID())").path

  private func run(_ script: String, _ options: [String] = []) throws -> Program {
    try Program.run(options + ["-c", script], store: store)
  }

  /// What a bare `load` brings, without its prediction, which a busy machine would keep as well.
  private static let bundled = "load model fashion-cnn; load data fashion-mnist-512"

  private static let script = """
    load
    let all = (attribute occlusion sample=0..39 y=1 stride=1 window=5)
    extract concepts k=3
    train mlp hidden=[32] epochs=2
    show $all.sum
    score deletion method=gradient sample=0..9 y=1
    condition layer=1 y=1 sample=0..63
    """

  @Test func aSecondRunTellsTheSameInLessTime() throws {
    defer { try? FileManager.default.removeItem(atPath: store) }
    let fresh = try run(Self.script, ["--json", "--fresh"])
    let clock = ContinuousClock.now
    let first = try run(Self.script, ["--json"])
    let middle = ContinuousClock.now
    let second = try run(Self.script, ["--json"])
    let end = ContinuousClock.now
    #expect(fresh.status == 0 && first.output == fresh.output && second.output == first.output)
    #expect(!first.error.contains("earlier runs") && second.error.contains("of earlier runs"))
    #expect((end - middle) * 2 < middle - clock)
  }

  @Test func whatStandsOnAChangedLineIsComputedAgainAndNothingElse() throws {
    defer { try? FileManager.default.removeItem(atPath: store) }
    func script(_ k: Int) -> String {
      """
      \(Self.bundled)
      let all = (attribute occlusion sample=0..39 y=1 stride=1 window=5)
      let k = \(k)
      extract concepts k=$k tolerance=1e-6
      """
    }
    _ = try run(script(8))
    let changed = try run(script(9))
    #expect(changed.error.contains("1 result of earlier runs"))
    #expect(changed.output.contains("9 concepts"))
    #expect(try run(script(9)).error.contains("2 results of earlier runs"))
  }

  @Test func otherDataAndOtherSeedsAreOtherResults() throws {
    defer { try? FileManager.default.removeItem(atPath: store) }
    func script(_ seed: Int, _ limit: Int) -> String {
      "load model fashion-cnn; load data fashion-mnist-512 limit=\(limit) seed=1\n:seed \(seed)\nextract concepts k=8 tolerance=1e-6"
    }
    _ = try run(script(1, 200))
    for other in [(2, 200), (1, 199)] {
      #expect(try !run(script(other.0, other.1)).error.contains("earlier runs"))
    }
    #expect(try run(script(1, 200)).error.contains("earlier runs"))
  }

  @Test func aProgramThatWasNotRunIsNotShown() throws {
    defer { try? FileManager.default.removeItem(atPath: store) }
    let script = "load; attribute occlusion sample=0..39 y=1 stride=1 window=5"
    _ = try run(script)
    let run = try run(script + "; show program")
    #expect(run.status == 1 && run.error.contains("run it anew: :time attribute occlusion"))
  }

  @Test func clearForgetsEarlierRuns() throws {
    defer { try? FileManager.default.removeItem(atPath: store) }
    let script = "\(Self.bundled); attribute occlusion sample=0..39 y=1 stride=1 window=5"
    _ = try run(script)
    #expect(try run("show cache").output.contains(store))
    #expect(try run(":cache clear").error.contains("1 of earlier ones"))
    #expect(try !run(script).error.contains("earlier runs"))
  }

  /// The labels of IDX images lie in a file of their own.
  @Test func otherLabelsAreOtherData() throws {
    defer { try? FileManager.default.removeItem(atPath: store) }
    func run(labels: [UInt8]) throws -> Program {
      let images: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 4] + (0..<64).map { UInt8($0) }
      return try Program.run(
        ["-c", "load data \"t-images-idx3-ubyte\"; train mlp hidden=[64,64] epochs=200"],
        files: ["t-images-idx3-ubyte": images, "t-labels-idx1-ubyte": [0, 0, 8, 1, 0, 0, 0, 4] + labels],
        store: store)
    }
    #expect(try run(labels: [0, 1, 0, 1]).status == 0)
    let other = try run(labels: [0, 2, 1, 1])
    #expect(other.status == 0 && !other.error.contains("earlier runs"), "\(other.error)")
  }

  @Test func damagedResultsAreSaidInOneLine() throws {
    defer { try? FileManager.default.removeItem(atPath: store) }
    let script =
      Self.bundled
      + (0..<2).map { "; attribute occlusion sample=\($0)..39 y=1 stride=1 window=5" }.joined()
    _ = try run(script)
    let folder = URL(filePath: store).appending(path: "results")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    for file in files { try Data([1, 2, 3]).write(to: file) }
    let again = try run(script)
    #expect(again.status == 0)
    #expect(again.error.contains("\(files.count) results kept in '\(store)' were damaged and computed again"))
    #expect(again.error.components(separatedBy: "damaged").count == 2, "\(again.error)")
  }

  @Test func anExamUsesWhatIsKept() throws {
    defer { try? FileManager.default.removeItem(atPath: store) }
    let script =
      Self.bundled + "; attribute occlusion sample=0..39 y=1 stride=1 window=5; expect .error == none"
    let first = try run(script, ["--report=tap"])
    let second = try run(script, ["--report=tap"])
    #expect(
      first.output == second.output && second.error.contains("1 result of earlier runs"), "\(second.error)")
    #expect(try !run(script, ["--report=tap", "--fresh"]).error.contains("earlier runs"))
  }

  /// What is lost is at most the entry that was being written.
  @Test(arguments: [1, 2]) func aKilledProcessLosesNoOtherEntry(_ count: Int) throws {
    defer { try? FileManager.default.removeItem(atPath: store) }
    let script =
      Self.bundled
      + (0..<3).map { "\nattribute occlusion sample=\($0)..39 y=1 stride=1 window=5" }.joined()
    let process = Process()
    process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "xpl")
    process.arguments = ["--quiet", "-c", script]
    process.environment = Program.environment(store: store)
    try process.run()
    // A file is there before the index speaks of it: here a write is under way.
    let folder = store + "/results"
    while process.isRunning,
      ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).count < count
    {
      usleep(500)
    }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
    let again = try run(script)
    #expect(again.status == 0 && !again.error.contains("damaged"), "\(again.error)")
    let kept = again.error.firstMatch(of: #/([0-9]+) results? of earlier runs/#).flatMap { Int($0.1) } ?? 0
    #expect(kept >= count - 1, "\(again.error)")
    #expect(try run(script).error.contains("3 results of earlier runs"))
    _ = try run(":cache clear")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }

  @Test func whatIsNotOursIsNotCleared() throws {
    defer { try? FileManager.default.removeItem(atPath: store) }
    let own = store + "/results/thesis.csv"
    try FileManager.default.createDirectory(atPath: store + "/results", withIntermediateDirectories: true)
    try Data([1]).write(to: URL(filePath: own))
    _ = try run("load; attribute occlusion sample=0..39 y=1 stride=1 window=5")
    _ = try run(":cache clear")
    #expect(FileManager.default.fileExists(atPath: own))
  }
}

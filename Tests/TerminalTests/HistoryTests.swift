import Foundation
import Terminal
import Testing

struct HistoryTests {
  private let path = Prompt.newHome().appending(path: "deep/history.jsonl").path

  private func append(_ text: String) throws {
    try FileManager.default.createDirectory(
      at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
    let before = (try? Data(contentsOf: URL(filePath: path))) ?? Data()
    try (before + Data(text.utf8)).write(to: URL(filePath: path))
  }

  @Test func anEntrySaysWhenWhereAndHowItEnded() throws {
    let first = History(path: path)
    let id = first.begin("for i in 1..2 {\n\tshow \"é\\日\u{1}\"\n}")
    first.end(id, .unmet, seconds: 1.25)
    let entry = try #require(History(path: path).entries.last)
    #expect(entry == first.entries.last)
    #expect(entry.statement == "for i in 1..2 {\n\tshow \"é\\日\u{1}\"\n}")
    #expect(entry.folder == FileManager.default.currentDirectoryPath)
    #expect(entry.outcome == .unmet && entry.seconds == 1.25)
    let time = try #require(ISO8601DateFormatter().date(from: entry.time))
    #expect(abs(time.timeIntervalSinceNow) < 600)
    // Each line is JSON that others can read.
    for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
      #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
    }
  }

  @Test func whatRunsIsThereBeforeItEnds() {
    _ = History(path: path).begin("show 1")
    let entry = History(path: path).entries.last
    #expect(entry?.statement == "show 1" && entry?.outcome == nil)
  }

  @Test func sessionsSeeOneAnother() {
    let (first, second) = (History(path: path), History(path: path))
    _ = first.begin("show 1")
    let id = second.begin("show 2")
    #expect(first.refresh() == ["show 2"])
    second.end(id, .failed, seconds: 0)
    #expect(first.refresh() == [])
    #expect(first.entries.map(\.statement) == ["show 1", "show 2"])
    #expect(first.entries.last?.outcome == .failed)
    #expect(second.refresh() == ["show 1"])
  }

  @Test func damagedLinesAreSkipped() throws {
    for line in [
      "{\"id\":\"a\",\"statement\":\"one\"}", "garbage", "{\"id\":\"b\",\"statement\":\"tw", "{}", "\u{0}",
    ] {
      try append(line + "\n")
    }
    try append(
      "{\"statement\":\"t\\u00e9\\ud83d\\ude00\\/\",\"new\":true,\"id\":\"c\"}\n{\"id\":\"d\",\"statement\":\"half"
    )
    let history = History(path: path)
    #expect(history.entries.map(\.statement) == ["one", "té😀/"])
    // What was never finished does not take the next line with it.
    _ = history.begin("next")
    #expect(History(path: path).entries.map(\.statement) == ["one", "té😀/", "next"])
  }

  @Test func onlyTheLastEntriesAreRead() throws {
    try append((0..<50_000).map { "{\"id\":\"\($0)\",\"statement\":\"show \($0)\"}\n" }.joined())
    let history = History(path: path)
    #expect(history.entries.count == 4000)
    #expect(history.entries.last?.statement == "show 49999")
    _ = history.begin("show 1")
    #expect(history.refresh() == [])
    #expect(History(path: path, limit: 100).entries.count == 100)
  }

  @Test func repetitionsCountOnce() {
    let history = History(path: path)
    for statement in ["show 1", "show 1", "show 2", "show 1"] { _ = history.begin(statement) }
    #expect(history.entries.map(\.statement) == ["show 1", "show 2", "show 1"])
  }

  @Test func aHistoryThatCannotBeWrittenLastsForTheSession() {
    let history = History(path: "/proc/nowhere/history.jsonl")
    history.end(history.begin("show 1"), .done, seconds: 0)
    #expect(history.entries.map(\.statement) == ["show 1"])
  }
}

import Foundation
import Store
import Synchronization
import Tensors
import Testing

struct ResultStoreTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "xpl-store-\(UUID())").path
  private final class Reports: Sendable {
    let texts = Mutex<[String]>([])
  }
  private let reports = Reports()

  private func store(limit: Int = 1 << 20) -> ResultStore {
    ResultStore(folder: folder, limit: limit) { [reports] text in reports.texts.withLock { $0.append(text) } }
  }

  private func clean() { try? FileManager.default.removeItem(atPath: folder) }

  @Test func whatIsKeptIsThereForTheNextProcess() {
    defer { clean() }
    #expect(store().content(of: Digest("a")) == nil)
    store().keep([1, 2, 3], for: Digest("a"), what: "condition y=1", seconds: 0.5)
    #expect(store().content(of: Digest("a")) == [1, 2, 3])
    #expect(store().content(of: Digest("b")) == nil)
    #expect(store().entries.map(\.what) == ["condition y=1"] && store().entries[0].bytes == 3)
    store().clear()
    #expect(store().content(of: Digest("a")) == nil && store().entries.isEmpty)
    #expect(reports.texts.withLock { $0 }.isEmpty)
  }

  @Test func beyondTheLimitGoesWhatWasNotUsedTheLongest() throws {
    defer { clean() }
    let store = store(limit: 1000)
    for number in 0..<8 {
      store.keep([UInt8](repeating: 1, count: 200), for: Digest("\(number)"), what: "\(number)", seconds: 1)
    }
    #expect(store.entries.count == 5)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/results").count == 5)
    // What would fill the store alone is not taken.
    store.keep([UInt8](repeating: 1, count: 500), for: Digest("large"), what: "large", seconds: 1)
    #expect(store.content(of: Digest("large")) == nil)
  }

  @Test func damagedResultsAreDroppedAndSaidInOneSentence() throws {
    defer { clean() }
    let store = store()
    for name in ["a", "b", "c", "d"] { store.keep([1, 2, 3], for: Digest(name), what: name, seconds: 1) }
    for name in ["a", "b", "c"] {
      try Data([1, 2, 4]).write(to: URL(filePath: "\(folder)/results/\(Digest(name))"))
    }
    #expect(store.damages.isEmpty)
    #expect(["a", "b", "c"].allSatisfy { store.content(of: Digest($0)) == nil })
    #expect(store.content(of: Digest("d")) == [1, 2, 3])
    #expect(store.damages == ["3 results kept in '\(folder)' were damaged and computed again"])
    #expect(store.content(of: Digest("a")) == nil && store.damages.isEmpty)
    #expect(reports.texts.withLock { $0.isEmpty })
  }

  /// Holds the lock that writers of SQLite's log take (byte 120 of the shared memory, https://sqlite.org/walformat.html)
  /// in another process, which has it once this returns.
  private func lock(for seconds: Double) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/perl")
    process.arguments = [
      "-e",
      """
      use Fcntl; open(my $f, "+<", $ARGV[0]) or die; my $l = pack("s s x4 q q l x4", F_WRLCK, 0, 120, 1, 0);
      fcntl($f, F_SETLKW, $l) or die; $| = 1; print "held"; select(undef, undef, undef, $ARGV[1]);
      """, "\(folder)/results.sqlite-shm", "\(seconds)",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    #expect(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) == "held")
    return process
  }

  @Test func aLockOfASecondDelays() throws {
    defer { clean() }
    let store = store()
    store.keep([1], for: Digest("a"), what: "a", seconds: 1)
    let other = try lock(for: 1)
    let clock = ContinuousClock.now
    store.keep([2], for: Digest("b"), what: "b", seconds: 1)
    #expect(ContinuousClock.now - clock > .milliseconds(300))
    other.waitUntilExit()
    #expect(store.content(of: Digest("a")) == [1] && store.content(of: Digest("b")) == [2])
    #expect(reports.texts.withLock { $0.isEmpty })
  }

  @Test func aLongLockIsSaidAndLosesNothing() throws {
    defer { clean() }
    let store = store()
    store.keep([1], for: Digest("a"), what: "a", seconds: 1)
    let other = try lock(for: 20)
    store.keep([2], for: Digest("b"), what: "b", seconds: 1)
    let texts = reports.texts.withLock { $0 }
    #expect(texts.count == 1 && texts[0].contains("locked by another process"), "\(texts)")
    kill(other.processIdentifier, SIGKILL)
    other.waitUntilExit()
    #expect(self.store().content(of: Digest("a")) == [1])
  }

  @Test(arguments: [0, 100, 4096]) func aDamagedIndexIsMadeAnew(_ kept: Int) throws {
    defer { clean() }
    store().keep([1, 2, 3], for: Digest("a"), what: "a", seconds: 1)
    let index = URL(filePath: "\(folder)/results.sqlite")
    var bytes = try Data(contentsOf: index)
    for place in kept..<bytes.count { bytes[place] = 0xA5 }
    try bytes.write(to: index)
    try? FileManager.default.removeItem(atPath: index.path + "-wal")
    let store = store()
    _ = store.content(of: Digest("a"))
    store.keep([4], for: Digest("b"), what: "b", seconds: 1)
    #expect(store.content(of: Digest("b")) == [4])
    #expect(reports.texts.withLock { $0.count } == 1)
  }

  @Test func aStoreThatCantBeWrittenIsLeftAlone() {
    let store = ResultStore(folder: "/proc/nothing", limit: 1000) { [reports] text in
      reports.texts.withLock { $0.append(text) }
    }
    store.keep([1], for: Digest("a"), what: "a", seconds: 1)
    #expect(store.content(of: Digest("a")) == nil)
    #expect(reports.texts.withLock { $0.count } == 1)
  }

  /// As a hundred processes would: each with a connection of its own.
  @Test func manyCanShareAStore() async {
    defer { clean() }
    await withTaskGroup { group in
      for number in 0..<20 {
        group.addTask { [self] in
          let own = store()
          own.keep([UInt8(number)], for: Digest("\(number)"), what: "\(number)", seconds: 1)
        }
      }
    }
    #expect((0..<20).allSatisfy { store().content(of: Digest("\($0)")) == [UInt8($0)] })
    #expect(reports.texts.withLock { $0 }.isEmpty)
  }
}

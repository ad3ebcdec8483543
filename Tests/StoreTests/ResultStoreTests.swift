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

  @Test func aDamagedResultIsDroppedAndSaid() throws {
    defer { clean() }
    store().keep([1, 2, 3], for: Digest("a"), what: "a", seconds: 1)
    try Data([1, 2, 4]).write(to: URL(filePath: "\(folder)/results/\(Digest("a"))"))
    #expect(store().content(of: Digest("a")) == nil)
    #expect(reports.texts.withLock { $0.count } == 1)
    #expect(store().content(of: Digest("a")) == nil)
    #expect(reports.texts.withLock { $0.count } == 1)
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

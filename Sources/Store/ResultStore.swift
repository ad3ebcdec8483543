import GRDB
import Glibc
import Synchronization
public import Tensors

/// Results that outlive a run, by the digest of all that made them: an index in SQLite, and a file beside it for each.
///
/// Several processes can share a store. What is lost when one is killed in the middle of writing is the entry at hand. No
/// result depends on the store: where it can't be read or written this is reported once, and everything is computed.
public final class ResultStore: Sendable {
  /// A result that is kept.
  public struct Entry: Hashable, Sendable {
    /// The command that gave it.
    public let what: String
    public let bytes: Int
    /// How long it took.
    public let seconds: Double
  }

  private enum State {
    case closed
    case open(DatabaseQueue)
    /// It can't be used, which has been said.
    case off
  }

  public let folder: String
  /// The bytes that all results may take together; those that were not asked for the longest go first.
  public let limit: Int
  private let report: @Sendable (String) -> Void
  private let state = Mutex(State.closed)
  /// How many damaged results were met since that was last told.
  private let damaged = Mutex(0)

  /// A store is opened when it is first asked, and made where there is none.
  ///
  /// - Parameter report: is told, once for each, what is wrong with the store as a whole.
  public init(folder: String, limit: Int, report: @escaping @Sendable (String) -> Void) {
    self.folder = folder
    self.limit = limit
    self.report = report
  }

  /// What is kept for a key, as it was given; nil where nothing is.
  public func content(of key: Digest) -> [UInt8]? {
    use { queue in
      guard
        let check = try queue.read({ database in
          try String.fetchOne(
            database, sql: "SELECT content FROM results WHERE key = ?", arguments: ["\(key)"])
        })
      else { return nil }
      guard let file = try? MappedFile(path(of: key)), file.withUnsafeBytes({ "\(Digest($0))" }) == check
      else {
        try queue.write { try $0.execute(sql: "DELETE FROM results WHERE key = ?", arguments: ["\(key)"]) }
        unlink(path(of: key))
        damaged.withLock { $0 += 1 }
        return nil
      }
      // That it was of use is worth no failure.
      try? queue.write {
        try $0.execute(
          sql: "UPDATE results SET used = ? WHERE key = ?", arguments: [time(nil), "\(key)"])
      }
      return file.withUnsafeBytes { Array($0) }
    } ?? nil
  }

  /// What is to be said of results that were found damaged since this was last asked: all of them in one sentence.
  public var damages: [String] {
    let count = damaged.withLock { count in
      defer { count = 0 }
      return count
    }
    guard count > 0 else { return [] }
    let facts = count == 1 ? "1 result kept in '\(folder)' was" : "\(count) results kept in '\(folder)' were"
    return ["\(facts) damaged and computed again"]
  }

  /// Keeps a result. Nothing is kept that would take more than a quarter of the store.
  public func keep(_ content: [UInt8], for key: Digest, what: String, seconds: Double) {
    guard content.count <= limit / 4 else { return }
    _ = use { queue in
      try? makeFolders()
      do {
        // The file is whole before the index speaks of it.
        try writeAtomically(content, to: path(of: key))
      } catch {
        report("results can't be kept in '\(folder)': \(error)")
        return turnOff()
      }
      try queue.write { database in
        try database.execute(
          sql:
            "INSERT OR REPLACE INTO results (key, what, bytes, seconds, content, used) VALUES (?, ?, ?, ?, ?, ?)",
          arguments: [
            "\(key)", what, content.count, seconds, "\(content.withUnsafeBytes { Digest($0) })", time(nil),
          ])
      }
      try evict(from: queue)
    }
  }

  /// What is kept, the largest first.
  public var entries: [Entry] {
    guard isThere else { return [] }
    return use { queue in
      try queue.read { database in
        try Row.fetchAll(database, sql: "SELECT what, bytes, seconds FROM results ORDER BY bytes DESC, key")
          .map {
            Entry(what: $0["what"], bytes: $0["bytes"], seconds: $0["seconds"])
          }
      }
    } ?? []
  }

  /// Forgets everything.
  public func clear() {
    guard isThere else { return }
    _ = use { queue in
      try queue.write { try $0.execute(sql: "DELETE FROM results") }
      removeFiles()
    }
  }

  // MARK: The index

  private var index: String { "\(folder)/results.sqlite" }
  private var isThere: Bool { access(index, F_OK) == 0 }

  private func path(of key: some CustomStringConvertible) -> String { "\(folder)/results/\(key)" }

  /// Does `body` with the index; nil where that can't be done.
  private func use<Success>(_ body: (DatabaseQueue) throws -> Success) -> Success? {
    for isFirst in [true, false] {
      do {
        return try opened().map(body)
      } catch let error as DatabaseError
        where isFirst && [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR].contains(error.resultCode)
      {
        report(
          "the results kept in '\(folder)' are damaged (\(error.message ?? "\(error.resultCode)")): they are dropped"
        )
        rebuild()
      } catch let error as DatabaseError where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode) {
        report("the results kept in '\(folder)' are locked by another process: this time they are left alone")
        turnOff()
      } catch {
        let reason = (error as? DatabaseError)?.message ?? "\(error)"
        report("the results kept in '\(folder)' can't be used (\(reason)): everything is computed")
        turnOff()
      }
    }
    return nil
  }

  private func opened() throws -> DatabaseQueue? {
    try state.withLock { state in
      switch state {
      case .off: return nil
      case .open(let queue): return queue
      case .closed:
        try? makeFolders()
        var configuration = Configuration()
        configuration.busyMode = .timeout(2)
        configuration.prepareDatabase { database in
          try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
        }
        let queue = try DatabaseQueue(path: index, configuration: configuration)
        try queue.write { database in
          try database.execute(
            sql: """
              CREATE TABLE IF NOT EXISTS results (
                key TEXT PRIMARY KEY, what TEXT NOT NULL, bytes INTEGER NOT NULL, seconds REAL NOT NULL,
                content TEXT NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID
              """)
        }
        state = .open(queue)
        return queue
      }
    }
  }

  private func makeFolders() throws {
    var path = folder.hasPrefix("/") ? "" : "."
    for part in (folder + "/results").split(separator: "/") {
      path += "/\(part)"
      mkdir(path, 0o700)
    }
  }

  private func turnOff() {
    state.withLock { $0 = .off }
  }

  private func rebuild() {
    state.withLock { $0 = .closed }
    for ending in ["", "-wal", "-shm"] { unlink(index + ending) }
    removeFiles()
  }

  private func evict(from queue: DatabaseQueue) throws {
    let gone = try queue.write { database -> [String] in
      var total = try Int.fetchOne(database, sql: "SELECT sum(bytes) FROM results") ?? 0
      var gone: [String] = []
      while total > limit,
        let row = try Row.fetchOne(database, sql: "SELECT key, bytes FROM results ORDER BY used, key LIMIT 1")
      {
        let key: String = row["key"]
        total -= row["bytes"]
        gone.append(key)
        try database.execute(sql: "DELETE FROM results WHERE key = ?", arguments: [key])
      }
      return gone
    }
    for key in gone { unlink(path(of: key)) }
  }

  /// Removes all results, and what a killed process has left.
  private func removeFiles() {
    guard let files = opendir("\(folder)/results") else { return }
    defer { closedir(files) }
    while let entry = readdir(files) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      // The reader may have named a folder with files of their own. Half a file is named after the process that wrote it.
      let (stem, rest) = (name.prefix(32), name.dropFirst(32))
      if stem.utf8.count == 32, stem.allSatisfy(\.isHexDigit), rest.isEmpty || rest.hasPrefix(".partial-") {
        unlink("\(folder)/results/\(name)")
      }
    }
  }
}

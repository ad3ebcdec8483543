import Glibc

/// What was typed, kept in a file that all sessions share: one JSON object a line, in the order in which they came.
///
/// A statement is written before it runs, `{"time":..,"id":..,"folder":..,"statement":..}`, and how it ended after it,
/// `{"id":..,"outcome":..,"seconds":..}`: what kills the program loses nothing. Each line is appended in one write, so
/// sessions don't come between one another's.
public final class History {
  public enum Outcome: String, Hashable, Sendable, CaseIterable {
    case done, failed, invalid, unmet, interrupted
  }

  public struct Entry: Hashable, Sendable {
    public let id: String
    /// When it began: 2026-11-26T15:32:38Z.
    public let time: String
    public let folder: String
    public let statement: String
    /// Nil while it runs, and where its session was killed.
    public internal(set) var outcome: Outcome?
    public internal(set) var seconds: Double?
  }

  /// The last ones, the oldest first; no two that follow one another have the same statement.
  public private(set) var entries: [Entry] = []
  private let path: String?
  private let limit: Int
  /// How far the file has been read.
  private var offset = 0
  private let session: String
  private var count = 0

  /// - Parameters:
  ///   - path: the file, or nil for a history that ends with the session.
  ///   - limit: how many entries are kept in memory; older ones stay in the file.
  public init(path: String?, limit: Int = 4000) {
    (self.path, self.limit) = (path, limit)
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    session = String(getpid(), radix: 36) + "-" + String(now.tv_sec * 1_000_000_000 + now.tv_nsec, radix: 36)
    refresh()
  }

  /// `$XDG_STATE_HOME/xpl/history.jsonl`, or below `~/.local/state`; in memory where there is no home.
  public static func standard() -> History {
    func variable(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    let folder = variable("XDG_STATE_HOME") ?? variable("HOME").map { "\($0)/.local/state" }
    return History(path: folder.map { "\($0)/xpl/history.jsonl" })
  }

  /// Takes over what sessions have appended since; gives the statements that are new.
  @discardableResult public func refresh() -> [String] {
    guard let path, case let file = open(path, O_RDONLY | O_CLOEXEC), file >= 0 else { return [] }
    defer { close(file) }
    let size = Int(lseek(file, 0, SEEK_END))
    // Somebody has put another file in its place.
    if size < offset { offset = 0 }
    // Of a long file only the end is read: 1 kB for each entry.
    let start = offset == 0 ? max(0, size - limit << 10) : offset
    guard size > start else { return [] }
    var bytes = [UInt8](repeating: 0, count: size - start)
    let count = max(0, pread(file, &bytes, bytes.count, off_t(start)))
    guard let last = bytes[..<count].lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    offset = start + last + 1
    let known = entries.count
    var (first, missing) = (last, 2 * limit)
    while first > 0, missing > 0 {
      first -= 1
      if bytes[first] == UInt8(ascii: "\n") { missing -= 1 }
    }
    let lines = bytes[first..<last].split(separator: UInt8(ascii: "\n"))
    var places: [String: Int] = [:]
    for (index, entry) in entries.enumerated().suffix(100) { places[entry.id] = index }
    for line in lines { take(line, &places) }
    let new = entries[known...].map(\.statement)
    if entries.count > limit { entries.removeFirst(entries.count - limit) }
    return new
  }

  private func take(_ line: ArraySlice<UInt8>, _ places: inout [String: Int]) {
    // A line that is damaged is nobody's loss but its own.
    guard let record = HistoryRecord(line), let id = record.id else { return }
    if let statement = record.statement {
      if id.hasPrefix(session) { return }
      add(Entry(id: id, time: record.time ?? "", folder: record.folder ?? "", statement: statement))
      places[id] = entries.count - 1
    } else if let place = places[id] {
      entries[place].outcome = record.outcome.flatMap { Outcome(rawValue: $0) }
      entries[place].seconds = record.seconds
    }
  }

  private func add(_ entry: Entry) {
    if entries.last?.statement == entry.statement { entries.removeLast() }
    entries.append(entry)
  }

  /// Notes a statement that is about to run; gives the id that its outcome goes by.
  ///
  /// A history that can't be written is no reason to stop anyone's work: then it ends with the session.
  public func begin(_ statement: String) -> String {
    count += 1
    let id = "\(session)-\(count)"
    let entry = Entry(id: id, time: Self.now(), folder: Self.folder(), statement: statement)
    add(entry)
    var record = HistoryRecord(id: id)
    (record.time, record.folder, record.statement) = (entry.time, entry.folder, statement)
    append(record)
    return id
  }

  /// Notes how a statement ended.
  public func end(_ id: String, _ outcome: Outcome, seconds: Double) {
    if let place = entries.lastIndex(where: { $0.id == id }) {
      (entries[place].outcome, entries[place].seconds) = (outcome, seconds)
    }
    var record = HistoryRecord(id: id)
    (record.outcome, record.seconds) = (outcome.rawValue, seconds)
    append(record)
  }

  /// What most likely follows a line: the latest statement that begins with it and was right in form.
  func suggestion(for line: String) -> String? {
    guard !line.isEmpty else { return nil }
    let entry = entries.last {
      $0.outcome != .invalid && $0.statement.hasPrefix(line) && $0.statement.utf8.count > line.utf8.count
    }
    return entry.map { String($0.statement.dropFirst(line.count)) }
  }

  private func append(_ record: HistoryRecord) {
    guard let path else { return }
    let parts = path.split(separator: "/").dropLast()
    var folder = path.hasPrefix("/") ? "" : "."
    for part in parts {
      folder += "/" + part
      mkdir(folder, 0o700)
    }
    let file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    defer { close(file) }
    var line = Array((record.json + "\n").utf8)
    // A line that was never finished would take the next one with it.
    var last = UInt8(ascii: "\n")
    let size = lseek(file, 0, SEEK_END)
    if size > 0, pread(file, &last, 1, size - 1) == 1, last != UInt8(ascii: "\n") {
      line.insert(UInt8(ascii: "\n"), at: 0)
    }
    _ = write(file, line, line.count)
  }

  private static func now() -> String {
    var (seconds, parts) = (time(nil), tm())
    gmtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 32)
    let count = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
    return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func folder() -> String {
    guard let path = getcwd(nil, 0) else { return "" }
    defer { free(path) }
    return String(cString: path)
  }
}

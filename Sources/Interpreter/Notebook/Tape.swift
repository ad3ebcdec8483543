import FoundationEssentials
import Synchronization

/// The costly parts of a command, in the order in which it asks for them: computed and written down, or read back where
/// the same command was run on the same grounds before. What lies between them is quick, and is done each time.
final class Tape: Sendable {
  private struct State {
    var parts: [Data] = []
    /// Where the next part is read; nil where parts are written.
    var place: Int?
    /// How long the parts took to compute.
    var duration = Duration.zero
    /// Whether a part was asked for that could not be read.
    var isBroken = false
  }

  private let state: Mutex<State>

  /// An empty tape, to be written.
  init() {
    state = Mutex(State())
  }

  /// A tape as ``content`` gave it; nil where the bytes are none.
  init?(_ content: [UInt8]) {
    guard let parts = try? PropertyListDecoder().decode([Data].self, from: Data(content)) else { return nil }
    state = Mutex(State(parts: parts, place: 0))
  }

  /// Whether it was read to its end: nothing had to be computed.
  var isRead: Bool { state.withLock { $0.place == $0.parts.count && !$0.parts.isEmpty && !$0.isBroken } }

  /// How long its parts took to compute: what reading it back saves.
  var duration: Duration { state.withLock { $0.duration } }

  /// The bytes of a tape that was written; nil for one that is read, or has nothing on it.
  var content: [UInt8]? {
    let parts = state.withLock { $0.place == nil ? $0.parts : [] }
    guard !parts.isEmpty else { return nil }
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    return (try? encoder.encode(parts)).map { Array($0) }
  }

  /// The next part, or what `compute` gives in its place. A part that can't be read ends the reading.
  func next<Content: Codable>(or compute: () throws -> Content) throws -> Content {
    let kept = state.withLock { state -> Data? in
      guard let place = state.place, state.parts.indices.contains(place) else {
        state.isBroken = state.place != nil
        return nil
      }
      state.place = place + 1
      return state.parts[place]
    }
    if let kept {
      if let content = try? PropertyListDecoder().decode([Content].self, from: kept).first { return content }
      state.withLock { state in
        state.place = state.parts.count
        state.isBroken = true
      }
    }
    let clock = ContinuousClock.now
    let content = try compute()
    let duration = ContinuousClock.now - clock
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    // What can't be written down is computed again next time.
    let part = (try? encoder.encode([content])) ?? Data()
    state.withLock { state in
      state.duration += duration
      if state.place == nil { state.parts.append(part) }
    }
    return content
  }
}

extension Run {
  /// What `compute` gives, or gave when the command at hand was run on the same grounds before.
  func recalled<Content: Codable>(_ compute: () throws -> Content) throws -> Content {
    try tape.next(or: compute)
  }
}

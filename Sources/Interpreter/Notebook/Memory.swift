import Synchronization
import Tensors

/// What a command gave: its value, what it changed in the session, and what it said meanwhile.
struct Effect: Sendable {
  var value: Value
  var changes: [Change]
  var written: Set<Slot>
  var notes: [String]
  var duration: Duration
  /// The cell that it was computed in.
  var cell: Int
}

/// What commands gave, by what it followed from, within a budget of bytes; what was not asked for the longest goes first.
final class Memory: Sendable {
  private struct State {
    var effects: [Digest: (effect: Effect, bytes: Int, use: Int)] = [:]
    var bytes = 0
    var uses = 0
    var answers = 0
  }

  /// What is done in less is done again sooner than found.
  static let shortest = Duration.milliseconds(5)

  let budget: Int
  private let state = Mutex(State())

  init(budget: Int = min(1 << 30, physicalMemory / 8)) {
    self.budget = budget
  }

  func effect(of origin: Origin) -> Effect? {
    guard origin.isRepeatable else { return nil }
    return state.withLock { state in
      guard let entry = state.effects[origin.digest] else { return nil }
      state.uses += 1
      state.answers += 1
      state.effects[origin.digest]?.use = state.uses
      return entry.effect
    }
  }

  func remember(_ effect: Effect, of origin: Origin) {
    guard origin.isRepeatable, effect.duration >= Self.shortest else { return }
    let bytes = effect.value.byteCount
    guard bytes <= budget / 2 else { return }
    state.withLock { state in
      state.uses += 1
      state.bytes += bytes - (state.effects[origin.digest]?.bytes ?? 0)
      state.effects[origin.digest] = (effect, bytes, state.uses)
      while state.bytes > budget, let oldest = state.effects.min(by: { $0.value.use < $1.value.use }) {
        state.bytes -= oldest.value.bytes
        state.effects[oldest.key] = nil
      }
    }
  }

  func clear() {
    state.withLock { $0 = State() }
  }

  /// How many results are kept, their bytes, and how often one was found.
  var contents: (count: Int, bytes: Int, answers: Int) {
    state.withLock { ($0.effects.count, $0.bytes, $0.answers) }
  }
}

import Language
import Synchronization

/// What the statements of a cell said to their reader and did, in its order.
final class Transcript: Sendable {
  enum Entry: Sendable {
    case shown(Value)
    case note(String)
    case complaint(Diagnostic)
    /// A cell of an included file begins: what follows is its own.
    case began(Cell, Source)
    /// The included file has come to its end: what follows is its includer's.
    case ended(Source)
  }

  private let state = Mutex<[Entry]>([])
  private let done = Mutex<[Notebook.Step]>([])

  var steps: [Notebook.Step] { done.withLock { $0 } }

  func append(_ step: Notebook.Step) {
    done.withLock { $0.append(step) }
  }

  var entries: [Entry] { state.withLock { $0 } }
  var count: Int { state.withLock { $0.count } }

  func entries(from start: Int) -> ArraySlice<Entry> { state.withLock { $0[start...] } }

  /// The notes from an entry on.
  func notes(from start: Int) -> [String] {
    state.withLock { entries in
      entries.dropFirst(start).compactMap { entry in
        if case .note(let text) = entry { text } else { nil }
      }
    }
  }

  func append(_ entry: Entry) {
    state.withLock { $0.append(entry) }
  }
}

extension Output {
  /// The same, written down as well.
  func written(to transcript: Transcript) -> Output {
    var output = self
    let (show, note, complain) = (show, note, complain)
    output.show = { shown in
      transcript.append(.shown(shown.value))
      show(shown)
    }
    output.note = { text in
      transcript.append(.note(text))
      note(text)
    }
    output.complain = { diagnostic in
      transcript.append(.complaint(diagnostic))
      complain(diagnostic)
    }
    return output
  }
}

import Language
import Tensors

/// The cells of a session in their order, each with what it said and did.
///
/// A notebook is read from top to bottom, as the script that it is saved as: a cell stands on what is above it.
public struct Notebook: Sendable {
  public internal(set) var cells: [Cell] = []

  /// A cell as it ran.
  public struct Cell: Sendable {
    /// Counted from 1; prose has none.
    public let number: Int?
    public let title: String
    public let text: String
    /// The file that it is from, or what stands for one.
    let sourceName: String
    /// What the cell says in words, where it is one of prose.
    public let prose: String?
    var steps: [Step] = []
    public internal(set) var status = Status.done
    public internal(set) var duration = Duration.zero
    /// The parts of the session that it changed.
    public var written: Set<Verb.Part> {
      steps.reduce(into: []) { parts, step in
        for case .part(let part) in step.written { parts.insert(part) }
      }
    }

    /// What it said, in its order.
    var entries: [Transcript.Entry] = []
  }

  /// A statement that ran.
  struct Step: Sendable {
    let statement: Statement
    /// As it was written.
    let text: String
    let source: Source
    let origin: Origin
    /// What the places that it reads followed from.
    let read: [Slot: Origin]
    /// Whether it came to its end; one that failed changed nothing.
    var isDone = true
    var written: Set<Slot> = []
    var changes: [Change] = []
    /// What the written places follow from.
    var left: [Slot: Origin] = [:]
    /// Whether it showed or saved something, or judged.
    var isHeard = false
  }

  /// The cell with a number.
  func cell(_ number: Int) -> Cell? { cells.first { $0.number == number } }
}

extension Notebook {
  /// Whether a cell includes the file at a path.
  func includes(_ path: String) -> Bool {
    cells.flatMap(\.steps).contains { step in
      guard case .include(let name) = step.statement.kind,
        let file = try? Inclusion(name.text, from: step.source, including: [])
      else { return false }
      return file.path == path
    }
  }
}

extension Run {
  /// The cells above and the one that runs, as far as it has come.
  var notebook: Notebook {
    var notebook = above
    guard let last = notebook.cells.indices.last else { return notebook }
    notebook.cells[last].steps = transcript.steps
    notebook.cells[last].entries = transcript.entries
    return notebook
  }
}

extension Session {
  /// Does again what a statement did.
  mutating func apply(_ step: Notebook.Step) {
    guard step.isDone else { return }
    apply(step.changes)
    for (place, origin) in step.left { origins[place] = origin }
    written = []
  }
}

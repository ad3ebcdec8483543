public import Concepts
public import Data
import Execution
public import Models
import Tensors

/// What statements build up: the current model, data and samples, names, results.
///
/// A session is a value: a statement changes a copy, which takes its place only if the statement succeeds.
public struct Session: Sendable {
  public internal(set) var model: Model? { didSet { written.insert(.part(.model)) } }
  public internal(set) var data: Dataset? { didSet { written.insert(.part(.data)) } }
  /// What cuts texts into what the model reads.
  public internal(set) var tokenizer: Tokenizer? { didSet { written.insert(.part(.tokenizer)) } }
  /// The chosen samples; nil while none are chosen.
  public internal(set) var chosen: [Int]? { didSet { written.insert(.part(.samples)) } }
  public internal(set) var bindings: [String: Value] = [:]
  public internal(set) var last: Value?
  /// The last result of each cell, by its number.
  public internal(set) var results: [Int: Value] = [:]
  /// The number of the cell that runs or ran last; the first is 1.
  public internal(set) var cell = 0
  public internal(set) var seed: UInt64 = 0 { didSet { written.insert(.part(.seed)) } }
  /// Bytes that values may take at a time.
  public internal(set) var memory = 2 << 30
  /// How results are shown.
  public internal(set) var mode = Presentation.Mode.table
  /// What was explained last, for `show program` and `show plan`.
  var explanation: Executor.Computation? { didSet { written.insert(.part(.explanation)) } }
  /// The command whose explanation was read back from an earlier run, so that there is no program of it here.
  var recalled: String?
  /// The concepts that were extracted last.
  var findings: ModelFindings? { didSet { written.insert(.part(.concepts)) } }
  /// The automaton that was extracted last; it stands beside a machine.
  var automaton: ExtractedAutomaton? { didSet { written.insert(.part(.concepts)) } }
  /// Those that are directions of a layer.
  public var concepts: DiscoveredConcepts? {
    if case .directions(let concepts) = findings { concepts } else { nil }
  }
  var definitions: [String: Definition] = [:]

  /// What each place follows from; what is not named here is as a fresh session has it.
  var origins: [Slot: Origin] = [:]
  /// The places that were written since the statement at hand began.
  var written: Set<Slot> = []

  mutating func bind(_ name: String, _ value: Value, origin: Origin) {
    bindings[name] = value
    wrote(.name(name), origin)
  }

  mutating func define(_ definition: Definition, origin: Origin) {
    definitions[definition.name] = definition
    wrote(.definition(definition.name), origin)
  }

  /// Keeps a result as the last one and, outside of defs, as that of its cell.
  mutating func remember(_ value: Value, inCell: Bool, origin: Origin) {
    last = value
    wrote(.last, origin)
    guard inCell else { return }
    results[cell] = value
    wrote(.cell(cell), origin)
  }

  private mutating func wrote(_ place: Slot, _ origin: Origin) {
    written.insert(place)
    origins[place] = origin
  }

  /// What was found in a model by its data does not speak of another model or other data.
  ///
  /// - Parameter keepingMachine: whether a machine and an automaton are kept, since other sequences of their features are
  ///   read by the same network.
  mutating func forgetFindings(keepingMachine: Bool = false) {
    if case .machine = findings, keepingMachine {} else { findings = nil }
    if !keepingMachine { automaton = nil }
    explanation = nil
    recalled = nil
  }

  /// Takes the network at the length of the texts at hand, where its file leaves lengths open; else fills the texts up to
  /// the length that it has.
  mutating func fitLength() throws {
    guard let model, let data, data.texts != nil, case let length = data.shape[0] else { return }
    if model.freeAxes.isEmpty {
      guard let input = model.inputs.first, case .tokens = input.content, input.shape.rank == 1,
        input.shape[0] != length
      else { return }
      self.data = try data.filled(to: input.shape[0])
    } else if model.freeAxes.contains(where: { $0.extent != length }) {
      do {
        self.model = try model.with(
          extents: Dictionary(model.freeAxes.map { ($0.name, length) }) { first, _ in first })
      } catch {
        throw Mistake.failed(
          "the network can't read \(length) tokens at once, which the longest text has: cut texts off with tokens=; "
            + "\(error)")
      }
    }
  }

  /// What the verbs of a statement can rely on.
  public var scope: Scope {
    Scope(model: model.map { .known($0) } ?? .absent, data: data.map { .known($0.header) } ?? .absent)
  }

  func verb(_ name: String) -> Verb? {
    definitions[name]?.verb ?? Verb.named(name)
  }

  /// The verbs of the language, then the session's own.
  var verbs: [Verb] { Verb.all + definitions.values.map(\.verb).sorted { $0.name < $1.name } }
}

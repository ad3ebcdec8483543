import Execution
import Language

/// A cell on its way: its statements run one after the other, and what each said and did is written down.
struct CellRun {
  private(set) var session: Session
  private var cell: Notebook.Cell
  /// The `expect`s with points that were not met.
  var unmet = 0
  /// Whether everything is computed, whatever is remembered.
  var isAnew = false

  private let source: Source
  private let including: [String]
  private let output: Output
  private let monitor: Monitor
  private let engine: Engine
  private let transcript = Transcript()
  private let above: Notebook
  private let clock = ContinuousClock.now
  /// How long the reader had been waited for when it began.
  private let waited: Duration

  init(
    _ cell: Language.Cell, of source: Source, number: Int?, in session: Session, _ interpreter: Interpreter,
    above: Notebook? = nil, including: [String] = []
  ) {
    self.session = session
    if let number { self.session.cell = number }
    self.cell = Notebook.Cell(cell, of: source, number: number)
    self.source = source
    self.including = including
    output = interpreter.output.written(to: transcript)
    waited = output.waited()
    engine = interpreter.engine
    var above = above ?? interpreter.notebook
    // What runs again where it stands has the cells before it above it.
    above.cells = above.cells.prefix { number == nil || $0.number != number } + [self.cell]
    self.above = above
    isAnew = interpreter.isAnew
    monitor = Monitor(isCancelled: output.isInterrupted) { [output] in output.progress($0.fraction, $0.detail) }
  }

  /// The cell as it is now.
  var ended: Notebook.Cell {
    var cell = cell
    cell.duration = ContinuousClock.now - clock - (output.waited() - waited)
    cell.entries = transcript.entries
    cell.steps = transcript.steps
    return cell
  }

  /// Runs a statement on a copy of the session, which takes its place. Gives how it ended where that ends the script.
  mutating func run(_ statement: Statement) -> Status? {
    let uses = Uses(statement, in: source, session.definitions)
    var step = Notebook.Step(
      statement: statement, text: source[statement.span], source: source,
      origin: session.origin(of: statement.description, uses, files: engine.files),
      read: Dictionary(uniqueKeysWithValues: uses.reads.map { ($0, session.origins[$0] ?? .absent) }))
    session.written = []
    var attempt = Run(
      session: session, output: output, monitor: monitor, engine: engine, transcript: transcript,
      above: above,
      source: source, including: including)
    attempt.isAnew = isAnew
    let said = transcript.count
    do {
      _ = try attempt.run(statement)
    } catch {
      step.isDone = false
      transcript.append(step)
      cell.status = status(of: error, at: statement)
      return cell.status
    }
    session = attempt.session
    step.written = session.written
    step.changes = session.changes(in: step.written)
    for place in step.written { step.left[place] = session.origins[place] }
    let isShown = transcript.entries(from: said).contains { if case .shown = $0 { true } else { false } }
    // Help says nothing of the session, and a report of it is made when it is wanted.
    step.isHeard = !statement.isHelp && !uses.readsSession && (isShown || statement.isHeard)
    transcript.append(step)
    session.written = []
    unmet += attempt.unmet
    if attempt.unmet > 0 { cell.status = .unmet }
    return nil
  }

  private func status(of error: any Error, at statement: Statement) -> Status {
    switch error {
    case is CancellationError:
      return .interrupted
    case let unmet as Unmet:
      output.complain(unmet.diagnostic)
      return .unmet
    case let diagnostic as Diagnostic:
      output.complain(diagnostic)
      return .failed
    default:
      output.complain(Mistake.failed("\(error)").diagnostic(at: statement.span, in: source))
      return .failed
    }
  }
}

extension Notebook.Cell {
  init(_ cell: Language.Cell, of source: Source, number: Int?) {
    self.number = number
    title = cell.title
    text = source[cell.span].trimmingNewlines
    sourceName = source.name
    if case .markdown(let prose) = cell.kind { self.prose = prose } else { prose = nil }
  }
}

extension Statement {
  /// Whether it explains the language: what says nothing of the session is no cell of it.
  var isHelp: Bool { if case .help = kind { true } else { false } }

  /// Whether it judges something or writes a file: what is wanted for its own sake.
  fileprivate var isHeard: Bool {
    if case .expect = kind { return true }
    return [self].writes(Verb.named).contains(.files)
  }
}

extension String {
  /// Without the line breaks at its ends.
  fileprivate var trimmingNewlines: String {
    String(drop { $0.isNewline }.reversed().drop { $0.isWhitespace }.reversed())
  }
}

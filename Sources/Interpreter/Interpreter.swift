public import Language
public import Store

/// Runs scripts, and lines of the prompt, in one session that is written down as a notebook.
public struct Interpreter: Sendable {
  /// Where the session and its notebook have come to: what `:undo` goes back to.
  struct State: Sendable {
    var session = Session()
    var notebook = Notebook()
  }

  var state = State()
  /// The session before its first cell.
  private(set) var start = Session()
  var timeline = Timeline()
  /// The state before the source at hand, until its first cell has run.
  private var before: State?
  let output: Output
  let engine: Engine
  /// Whether what is remembered counts for nothing.
  var isAnew = false

  public var session: Session { state.session }
  public var notebook: Notebook { state.notebook }

  /// - Parameters:
  ///   - arguments: what a script finds in `$args`; numbers among them are numbers.
  ///   - store: where results are kept between runs.
  public init(output: Output, arguments: [String] = [], store: ResultStore? = nil) {
    self.output = output
    engine = Engine(store: store)
    let values: [Value] = arguments.map { Double($0).map { .number($0) } ?? .text($0) }
    start.bindings["args"] = .list(values)
    start.origins[.name("args")] = Value.list(values).plainOrigin
    state.session = start
  }

  /// Checks a source whole, then runs its statements until the first error. What succeeded before it stays.
  ///
  /// - Parameter path: the file that the source is from, if it is from one; it can't include itself.
  public mutating func run(_ source: Source, path: String? = nil) -> Status {
    before = state
    let known = engine.readBackCount
    defer {
      let count = engine.readBackCount - known
      if count > 0 {
        output.note(
          "\(count) \(count == 1 ? "result" : "results") of earlier runs; :time and --fresh compute anew")
      }
    }
    return runCells(of: source, path: path)
  }

  private mutating func runCells(of source: Source, path: String?) -> Status {
    let script = Script(source)
    let including = path.map { [canonicalPath($0)] } ?? []
    let wrong = Checker.diagnostics(of: script, in: session, including: including)
    wrong.forEach(output.complain)
    guard wrong.isEmpty else { return .invalid }

    var unmet = 0
    for cell in script.cells {
      if case .code = cell.kind {
        if let status = run(cell, of: script, including, &unmet) { return status }
      } else {
        append(Notebook.Cell(cell, of: source, number: nil))
      }
    }
    return unmet == 0 ? .done : .unmet
  }

  /// Runs a cell; gives how it ended where that ends the script.
  private mutating func run(
    _ cell: Cell, of script: Script, _ including: [String], _ unmet: inout Int
  ) -> Status? {
    let statements = script.statements[cell.statements]
    var running: CellRun?
    // A directive speaks of the cells before it, and is none itself.
    func begun(_ interpreter: Interpreter) -> CellRun {
      CellRun(
        cell, of: script.source, number: interpreter.session.cell + 1, in: interpreter.session, interpreter,
        including: including)
    }
    if statements.isEmpty { running = begun(self) }
    for statement in statements {
      if let (directive, text) = statement.directive {
        if let running { commit(running) }
        running = nil
        if let status = perform(directive, text, at: statement.span, in: script.source) { return status }
        continue
      }
      var now = running ?? begun(self)
      running = nil
      let status = now.run(statement)
      unmet += now.unmet
      now.unmet = 0
      running = now
      if let status {
        commit(now)
        return status
      }
    }
    if let running { commit(running) }
    return nil
  }

  private mutating func commit(_ running: CellRun) {
    append(running.ended)
    state.session = running.session
  }

  /// All cells of a source are undone at once.
  private mutating func append(_ cell: Notebook.Cell) {
    if let before { timeline.keep(before) }
    before = nil
    state.notebook.cells.append(cell)
  }

  private mutating func perform(
    _ directive: Directive, _ text: String, at span: Span, in source: Source
  ) -> Status? {
    do {
      return try directive.perform(text, &self)
    } catch let mistake as Mistake {
      output.complain(mistake.diagnostic(at: span, in: source))
    } catch let diagnostic as Diagnostic {
      output.complain(diagnostic)
    } catch is CancellationError {
      return .interrupted
    } catch {
      output.complain(Mistake.failed("\(error)").diagnostic(at: span, in: source))
    }
    return .failed
  }

  /// What is wrong with a script that a fresh session would run.
  public static func check(_ source: Source) -> [Diagnostic] {
    Checker.diagnostics(of: Script(source), in: Interpreter(output: Output()).session, including: [])
  }
}

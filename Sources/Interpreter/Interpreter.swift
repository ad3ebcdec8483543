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
      engine.store?.damages.forEach(output.note)
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
    let wrong = Checker.diagnostics(
      of: script, in: session, including: including, isExam: output.judge != nil)
    script.summed(wrong).forEach(output.complain)
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
    for part in cell.parts(of: script) {
      switch part {
      case .directive(let directive, let text, let span):
        if let status = perform(directive, text, at: span, in: script.source) { return status }
      case .cell(let cell):
        let statements = script.statements[cell.statements]
        let isHelp = !statements.isEmpty && statements.allSatisfy(\.isHelp)
        var running = CellRun(
          cell, of: script.source, number: isHelp ? nil : session.cell + 1, in: session, self,
          including: including)
        var status: Status?
        for statement in statements where status == nil {
          status = running.run(statement)
        }
        unmet += running.unmet
        commit(running)
        if let status { return status }
      }
    }
    return nil
  }

  private mutating func commit(_ running: CellRun) {
    append(running.ended)
    state.session = running.session
  }

  /// All cells of a source are undone at once.
  private mutating func append(_ cell: Notebook.Cell) {
    // What failed, and help, changed nothing that could be undone.
    if let before,
      cell.steps.isEmpty || cell.number != nil && cell.steps.contains(where: \.isDone)
    {
      timeline.keep(before)
      self.before = nil
    }
    state.notebook.cells.append(cell)
  }

  private mutating func perform(
    _ directive: Directive, _ text: String, at span: Span, in source: Source
  ) -> Status? {
    defer { before = state }
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

extension Cell {
  /// A directive speaks of the cells before it: it is part of none, and a cell that it stands in is two.
  fileprivate enum Part {
    case cell(Cell)
    case directive(Directive, String, Span)
  }

  fileprivate func parts(of script: Script) -> [Part] {
    var parts: [Part] = []
    var first = statements.lowerBound
    func close(before end: Int) {
      guard first < end else { return }
      var part = self
      part.statements = first..<end
      part.span = script.statements[first].span.union(script.statements[end - 1].span)
      parts.append(.cell(part))
    }
    for index in statements {
      guard let (directive, text) = script.statements[index].directive else { continue }
      close(before: index)
      parts.append(.directive(directive, text, script.statements[index].span))
      first = index + 1
    }
    if parts.isEmpty { return [.cell(self)] }
    close(before: statements.upperBound)
    return parts
  }
}

import Execution
public import Language

/// Runs scripts, and lines of the prompt, in one session.
public struct Interpreter: Sendable {
  public private(set) var session = Session()
  private let output: Output
  private let executor = Executor()

  /// `arguments` are what a script finds in `$args`; numbers among them are numbers.
  public init(output: Output, arguments: [String] = []) {
    self.output = output
    session.bindings["args"] = .list(arguments.map { Double($0).map { .number($0) } ?? .text($0) })
  }

  /// Checks a source whole, then runs its statements until the first error. What succeeded before it stays.
  ///
  /// - Parameter path: the file that the source is from, if it is from one; it can't include itself.
  public mutating func run(_ source: Source, path: String? = nil) -> Status {
    let script = Script(source)
    let including = path.map { [canonicalPath($0)] } ?? []
    let wrong = Checker.diagnostics(of: script, in: session, including: including)
    wrong.forEach(output.complain)
    guard wrong.isEmpty else { return .invalid }

    let monitor = Monitor(isCancelled: output.isInterrupted) { [output] in output.progress($0.fraction) }
    var unmet = 0
    for cell in script.cells where cell.kind == .code {
      session.cell += 1
      for statement in script.statements[cell.statements] {
        do {
          unmet += try run(statement, in: source, including, monitor)
        } catch {
          return status(of: error, at: statement, in: source)
        }
        // Nothing else holds the list now, so it grows in place, however many statements a script has.
        session.history.append(source[statement.span])
      }
    }
    return unmet == 0 ? .done : .unmet
  }

  /// Runs a statement on a copy of the session, which takes its place. Gives how many `expect`s were not met.
  private mutating func run(
    _ statement: Statement, in source: Source, _ including: [String], _ monitor: Monitor
  ) throws -> Int {
    var attempt = Run(
      session: session, output: output, monitor: monitor, executor: executor, source: source,
      including: including)
    _ = try attempt.run(statement)
    session = attempt.session
    return attempt.unmet
  }

  /// What is wrong with a script that a fresh session would run.
  public static func check(_ source: Source) -> [Diagnostic] {
    Checker.diagnostics(of: Script(source), in: Interpreter(output: Output()).session, including: [])
  }

  private func status(of error: any Error, at statement: Statement, in source: Source) -> Status {
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

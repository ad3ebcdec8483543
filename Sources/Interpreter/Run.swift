public import Data
public import Execution
import Language
public import Models

/// Statements being run: the session that they change, and how to reach the reader.
public struct Run: Sendable {
  public var session: Session
  public let output: Output
  public private(set) var monitor: Monitor
  let engine: Engine
  /// What the cell said so far; the cells above it, and it as it was written.
  let transcript: Transcript
  let above: Notebook

  var source: Source
  var tolerance = 0.0
  /// The files that are being included, outermost first.
  var including: [String]
  /// What the command at hand computes, or once computed.
  var tape = Tape()
  /// Whether what is remembered counts for nothing: everything is computed.
  var isAnew = false
  /// How many defs are being called.
  var depth = 0
  /// The `expect`s with points that were not met; the script goes on after them.
  var unmet = 0

  static let deepestCall = 100

  init(
    session: Session, output: Output, monitor: Monitor, engine: Engine, transcript: Transcript,
    above: Notebook, source: Source, including: [String] = []
  ) {
    self.session = session
    self.output = output
    self.monitor = monitor
    self.engine = engine
    self.transcript = transcript
    self.above = above
    self.source = source
    self.including = including
  }
}

extension Run {
  public var executor: Executor { engine.executor }

  /// The same run, whose computations are watched by another monitor: a part of a larger work.
  func watched(by monitor: Monitor) -> Run {
    var other = self
    other.monitor = monitor
    return other
  }
}

// What verbs ask of a run.
extension Run {
  public func note(_ text: String) { output.note(text) }

  public func currentModel() throws(Mistake) -> Model {
    guard let model = session.model else { throw .noModel }
    model.remarksOnUnreadWeights().forEach(note)
    return model
  }

  public func currentData() throws(Mistake) -> Dataset {
    guard let data = session.data else { throw .noData }
    return data
  }

  public func currentTokenizer() throws(Mistake) -> Tokenizer {
    guard let tokenizer = session.tokenizer else { throw .noTokenizer }
    return tokenizer
  }

  /// Throws `CancellationError` once the reader has asked to stop.
  public func checkCancellation() throws {
    if monitor.isCancelled() { throw CancellationError() }
  }

  /// Does `body`; what goes wrong is the fault of the argument for `parameter`.
  public func blaming<Success>(_ parameter: some Parameter, _ body: () throws -> Success) throws -> Success {
    do {
      return try body()
    } catch let error as CancellationError {
      throw error
    } catch let mistake as Mistake {
      throw ArgumentError(parameter, mistake)
    } catch {
      throw ArgumentError(parameter, .failed("\(error)"))
    }
  }
}

extension Run: Evaluation {
  func value(of root: Reference.Root) throws(Mistake) -> Known {
    switch root {
    case .last:
      guard let last = session.last else { throw .noResultYet }
      return .value(last)
    case .cell(let cell):
      guard let result = session.results[cell] else { throw .noCell(cell, current: session.cell) }
      return .value(result)
    case .variable(let name):
      guard let value = session.bindings[name] else {
        throw .noBinding(name, names: session.bindings.keys.filter { $0 != "args" }.sorted())
      }
      return .value(value)
    case .pipeline, .expression: throw .unknowable
    }
  }

  mutating func value(of pipeline: Pipeline) throws -> Known {
    .value(try run(pipeline).value)
  }

  /// What a pipeline gives.
  struct Outcome {
    var value: Value
    /// Whether it is of the kind that is shown.
    var isShown: Bool
    var origin: Origin
  }

  mutating func run(_ pipeline: Pipeline) throws -> Outcome {
    var result: Outcome?
    for command in pipeline.commands { result = try run(command, subject: result) }
    return result ?? Outcome(value: .nothing, isShown: false, origin: .absent)
  }

  /// Runs a command, or answers from memory where it was run before on the same grounds.
  private mutating func run(_ command: Command, subject: Outcome?) throws -> Outcome {
    try checkCancellation()
    let name = command.verb
    guard let verb = session.verb(name.text) else {
      throw Mistake.noVerb(name.text, names: session.verbs.map(\.name)).diagnostic(at: name.span, in: source)
    }
    let uses = Uses(command, piped: subject != nil, in: source, session.definitions)
    let origin = session.origin(of: command.description, uses, subject: subject?.origin, files: engine.files)
    let outer = session.written
    session.written = []
    defer { session.written.formUnion(outer) }

    // A def may hold expectations, which are to be judged each time; the commands in it are remembered.
    let isDefined = session.definitions[name.text] != nil
    if !isAnew, !isDefined, let effect = engine.memory.effect(of: origin) {
      effect.notes.forEach(note)
      session.apply(effect.changes)
      settle(effect.written, origin)
      return Outcome(value: effect.value, isShown: verb.isShown, origin: origin)
    }
    let (start, clock, outerTape) = (transcript.count, ContinuousClock.now, tape)
    tape = isAnew || isDefined ? Tape() : engine.tape(of: origin)
    defer { tape = outerTape }
    let value = try run(command, verb, subject: subject?.value)
    let written = session.written
    settle(written, origin)
    let effect = Effect(
      value: value, changes: session.changes(in: written), written: written,
      notes: transcript.notes(from: start),
      duration: ContinuousClock.now - clock, cell: session.cell)
    // What was stopped on its way, and gave what it had by then, would go on if it were asked for again.
    if !isDefined, !monitor.isCancelled() {
      engine.memory.remember(effect, of: origin)
      engine.keep(tape, of: origin, command.description)
    }
    return Outcome(value: value, isShown: verb.isShown, origin: origin)
  }

  /// What a command wrote follows from what the command followed from.
  private mutating func settle(_ written: Set<Slot>, _ origin: Origin) {
    session.written = written
    for place in written { session.origins[place] = origin.left(in: place) }
  }

  private mutating func run(_ command: Command, _ verb: Verb, subject: Value?) throws -> Value {
    let name = command.verb
    var given: [Binding.Given] = []
    for argument in command.arguments {
      given.append(
        Binding.Given(key: argument.key, value: try value(of: argument.value), span: argument.value.span))
    }
    let binding = Binding(
      verb, given, subject: subject.map { .value($0) }, name: name.span, in: session.scope)
    if let first = binding.complaints.first { throw first.mistake.diagnostic(at: first.span, in: source) }
    do {
      let value = try verb.run(binding.arguments, &self)
      // What brings in a model or data has forgotten what was explained before.
      if verb.writes.contains(.explanation), verb.writes.isDisjoint(with: [.model, .data]) {
        session.explanation = tape.isRead ? nil : executor.lastRun
        session.recalled = tape.isRead ? command.description : nil
      }
      return value
    } catch {
      throw diagnosed(error, at: name.span, arguments: binding.spans)
    }
  }

  /// Any error with its place: the one place where the errors of other rooms become diagnostics.
  private func diagnosed(_ error: any Error, at span: Span, arguments: [String: Span]) -> any Error {
    switch error {
    case is CancellationError, is Diagnostic, is Unmet: error
    case let error as ArgumentError: error.mistake.diagnostic(at: arguments[error.name] ?? span, in: source)
    case let mistake as Mistake: mistake.diagnostic(at: span, in: source)
    case ExecutionError.index where session.data?.texts != nil:
      Mistake.failed("\(error); if a text is too long for the network, cut texts off with tokens=")
        .diagnostic(at: span, in: source)
    default: Mistake.failed("\(error)").diagnostic(at: span, in: source)
    }
  }
}

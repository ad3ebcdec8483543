import Interpreter
import Language
import Synchronization

/// A session whose results and complaints are kept instead of being printed.
final class Transcript: Sendable {
  private struct State {
    var interpreter: Interpreter?
    var shown: [String] = []
    var complaints: [String] = []
  }

  private let state = Mutex(State())

  init(arguments: [String] = []) {
    let presentation = Presentation()
    let output = Output(
      show: { [state] value in state.withLock { $0.shown.append(presentation.text(of: value)) } },
      complain: { [state] diagnostic in state.withLock { $0.complaints.append(diagnostic.message) } })
    let interpreter = Interpreter(output: output, arguments: arguments)
    state.withLock { $0.interpreter = interpreter }
  }

  var shown: [String] { state.withLock(\.shown) }
  var complaints: [String] { state.withLock(\.complaints) }
  var session: Session? { state.withLock { $0.interpreter?.session } }

  func run(_ text: String) -> Status? {
    // The run itself writes to the state, so it works on a copy outside of the lock.
    var interpreter = state.withLock(\.interpreter)
    let status = interpreter?.run(Source(name: "test", text: text))
    state.withLock { $0.interpreter = interpreter }
    return status
  }

  func completions(_ line: String) -> [String] {
    state.withLock { $0.interpreter?.completions(of: line).candidates.map(\.text) ?? [] }
  }

  /// What a check finds wrong.
  func check(_ text: String) -> [String] {
    Interpreter.check(Source(name: "test", text: text)).map(\.message)
  }
}

import Interpreter
import Language
import Synchronization

/// A session whose results and complaints are kept instead of being printed.
struct Transcript {
  private final class Log: Sendable {
    let shown = Mutex<[String]>([])
    let notes = Mutex<[String]>([])
    let complaints = Mutex<[String]>([])
  }

  private let log: Log
  private var interpreter: Interpreter

  init(arguments: [String] = [], presentation: Presentation = Presentation()) {
    let log = Log()
    let output = Output(
      show: { shown in log.shown.withLock { $0.append(presentation.text(of: shown.value, as: shown.mode)) } },
      note: { text in log.notes.withLock { $0.append(text) } },
      complain: { diagnostic in log.complaints.withLock { $0.append(diagnostic.message) } })
    self.log = log
    interpreter = Interpreter(output: output, arguments: arguments)
  }

  var shown: [String] { log.shown.withLock { $0 } }
  var notes: [String] { log.notes.withLock { $0 } }
  var complaints: [String] { log.complaints.withLock { $0 } }
  var session: Session { interpreter.session }
  var notebook: Notebook { interpreter.notebook }

  mutating func run(_ text: String) -> Status {
    interpreter.run(Source(name: "test", text: text))
  }

  func completions(_ line: String, files: [String: [String]] = [:]) -> [String] {
    completion(line, files: files).candidates.map(\.text)
  }

  /// - Parameter files: the names in each folder.
  func completion(_ line: String, files: [String: [String]] = [:]) -> Completion {
    interpreter.completions(of: line) { files[$0] ?? [] }
  }

  /// The parts that have a colour, with what they are.
  func highlights(_ text: String) -> [(text: String, kind: Highlight.Kind)] {
    let source = Source(name: "test", text: text)
    return interpreter.highlights(of: text).sorted { $0.span.start < $1.span.start }.map {
      (source[$0.span], $0.kind)
    }
  }
}

import Glibc
import Interpreter
import Language
import Terminal

/// Reads statements and runs them until the input ends. A statement that fails changes nothing.
struct Prompt {
  let console: Console

  /// The status of the first statement that failed where no one is at the keyboard, else done.
  func run(_ interpreter: inout Interpreter) -> Status {
    let isInteractive = isatty(STDIN_FILENO) == 1
    // The editor asks for completions between statements, when nothing else touches the session.
    let box = SessionBox(interpreter)
    let editor = LineEditor { line in
      let found = box.interpreter.completions(of: line)
      return LineEditor.Completion(
        replacing: found.replacing, candidates: found.candidates.map { .init($0.text, summary: $0.summary) })
    }
    var first = Status.done
    var text = ""
    while true {
      let cell = box.interpreter.session.cell + 1
      let prompt = text.isEmpty ? "\(cell)> " : String(repeating: ".", count: "\(cell)".count) + "  "
      switch read(prompt, editor, isInteractive: isInteractive) {
      case .end:
        if isInteractive { Stream.output.write("\n") }
        if !text.isEmpty { first = run(text, cell, box, first) }
        interpreter = box.interpreter
        return isInteractive ? .done : first
      case .interrupted:
        // The next prompt begins on a line of its own.
        Stream.output.write("\n")
        text = ""
      case .text(let line):
        text += text.isEmpty ? line : "\n" + line
        if text.allSatisfy(\.isWhitespace) {
          text = ""
          continue
        }
        if [":quit", ":exit"].contains(text) {
          interpreter = box.interpreter
          return isInteractive ? .done : first
        }
        let isEnded = line.allSatisfy(\.isWhitespace)
        if Script(Source(name: "", text: text + "\n")).isIncomplete && !isEnded { continue }
        editor?.record(text)
        first = run(text, cell, box, first)
        text = ""
      }
    }
  }

  private func run(_ text: String, _ cell: Int, _ box: SessionBox, _ first: Status) -> Status {
    Interrupts.clear()
    let status = box.interpreter.run(Source(name: "cell \(cell)", text: text))
    console.settle()
    if status == .interrupted { Stream.error.write("interrupted\n") }
    return first == .done ? status : first
  }

  private func read(_ prompt: String, _ editor: LineEditor?, isInteractive: Bool) -> LineEditor.Line {
    if let editor { return editor.readLine(prompt: prompt) }
    if isInteractive { Stream.output.write(prompt) }
    return readLine().map { .text($0) } ?? .end
  }
}

/// The interpreter where both the loop and the editor's completion can reach it.
private final class SessionBox {
  var interpreter: Interpreter

  init(_ interpreter: Interpreter) {
    self.interpreter = interpreter
  }
}

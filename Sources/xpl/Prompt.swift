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
    // The editor asks about the language between statements, when nothing else touches the session.
    let box = SessionBox(interpreter)
    if isInteractive { StartUpFile.read(into: &box.interpreter, console) }
    defer { interpreter = box.interpreter }
    let editor = LineEditor(hasColors: console.hasColors, language: LineEditor.Language(box))
    var first = Status.done
    var (note, input) = ("", PlainInput())
    while Interrupts.ending == nil {
      let cell = box.interpreter.session.cell + 1
      switch read(cell, note, editor, &input, isInteractive: isInteractive) {
      case .end:
        if isInteractive, Interrupts.ending == nil { Stream.output.write("\n") }
        return isInteractive ? .done : first
      case .interrupted:
        guard isInteractive else { return .interrupted }
        // The next prompt begins on a line of its own.
        Stream.output.write("\n")
        Interrupts.clear()
      case .text(let text):
        if text.allSatisfy(\.isWhitespace) { continue }
        if Self.leaves(text) { return isInteractive ? .done : first }
        let record = editor?.begin(text)
        let (start, waited) = (ContinuousClock.now, console.output.waited())
        let status = run(text, cell, box)
        let seconds = (ContinuousClock.now - start - (console.output.waited() - waited)) / .seconds(1)
        if let record { editor?.end(record, History.Outcome(status), seconds: seconds) }
        note = seconds > 0.1 ? Duration.seconds(seconds).short : ""
        if first == .done { first = status }
      }
    }
    return first
  }

  /// Whether a text, alone on its line, ends the session.
  fileprivate static func leaves(_ text: String) -> Bool {
    [":exit", ":quit", "exit", "quit"].contains(text.filter { !$0.isWhitespace })
  }

  private func run(_ text: String, _ cell: Int, _ box: SessionBox) -> Status {
    // A Ctrl-C that came since Enter is meant for the statement.
    defer { Interrupts.clear() }
    let status = box.interpreter.run(Source(name: "cell \(cell)", text: text))
    console.settle()
    if status == .interrupted, Interrupts.ending == nil { Stream.error.write("interrupted\n") }
    return status
  }

  /// A statement: from the editor as a whole, else line by line until it is complete. An empty line ends it in any case.
  private func read(
    _ cell: Int, _ note: String, _ editor: LineEditor?, _ input: inout PlainInput, isInteractive: Bool
  ) -> LineEditor.Line {
    if let editor { return editor.readStatement(prompt: "\(cell)> ", note: note) }
    var text = ""
    while true {
      if isInteractive {
        Stream.output.write(
          text.isEmpty ? "\(cell)> " : String(repeating: ".", count: "\(cell)".count) + "  ")
      }
      let next = input.readLine()
      guard case .text(let line) = next else {
        return next == .end && !text.isEmpty ? .text(text) : next
      }
      text += text.isEmpty ? line : "\n" + line
      let isEnded = line.allSatisfy(\.isWhitespace)
      if isEnded || !Script(Source(name: "", text: text + "\n")).isIncomplete { return .text(text) }
    }
  }
}

/// The interpreter where both the loop and the editor can reach it.
private final class SessionBox {
  var interpreter: Interpreter

  init(_ interpreter: Interpreter) {
    self.interpreter = interpreter
  }
}

extension LineEditor.Language {
  fileprivate init(_ box: SessionBox) {
    self.init(
      complete: { text in
        let found = box.interpreter.completions(of: text)
        return Terminal.Completion(
          replacing: found.replacing, candidates: found.candidates.map { .init($0.text, summary: $0.summary) }
        )
      },
      highlight: { text in
        Prompt.leaves(text)
          ? [] : box.interpreter.highlights(of: text).map { ($0.span.start..<$0.span.end, Style($0.kind)) }
      },
      isIncomplete: { Script(Source(name: "", text: $0 + "\n")).isIncomplete })
  }
}

extension Style {
  fileprivate init(_ kind: Highlight.Kind) {
    self =
      switch kind {
      case .verb: .bold
      case .key: .cyan
      case .keyword: .magenta
      case .number: .blue
      case .string: .green
      case .variable: .yellow
      case .comment: .dim
      case .directive: .magenta
      case .wrong: .red
      }
  }
}

extension History.Outcome {
  fileprivate init(_ status: Status) {
    self =
      switch status {
      case .done: .done
      case .failed: .failed
      case .invalid: .invalid
      case .unmet: .unmet
      case .interrupted: .interrupted
      }
  }
}

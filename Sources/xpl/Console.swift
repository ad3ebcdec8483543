import Figures
import Glibc
import Interpreter
import Language
import Synchronization
import Terminal

/// Standard output for results, standard error for everything else.
struct Console: Sendable {
  private let presentation: Presentation
  private let isJSON: Bool
  private let isQuiet: Bool
  /// Whether someone is at the keyboard.
  private let isPrompt: Bool
  private let paintsComplaints: Bool
  /// Whether what is typed has colours.
  let hasColors: Bool
  private let progress: ProgressLine
  private let waiting = Waiting()

  init(json: Bool, quiet: Bool, prompt: Bool, color: Capabilities.ColorChoice) {
    let terminal = Capabilities.detected(color: color)
    presentation = Presentation(style: terminal.isTerminal ? TerminalStyle(terminal) : nil)
    isJSON = json
    isQuiet = quiet
    isPrompt = prompt && isatty(STDIN_FILENO) == 1 && terminal.isTerminal
    hasColors = terminal.colors != .none
    paintsComplaints = color == .always || (terminal.colors != .none && Stream.error.isTerminal)
    progress = ProgressLine(isShown: !quiet && Stream.error.isTerminal)
  }

  var output: Output {
    Output(
      show: { shown in
        progress.clear()
        if isQuiet && !isJSON { return }
        // By the number of its cell a result is found again.
        let label = isPrompt ? shown.cell.map { "[\($0)]" } ?? "" : ""
        let text = presentation.text(of: shown.value, as: isJSON ? .json : shown.mode, label: label)
        let isPaged = isPrompt && Pager.isNeeded(for: text) && waiting.during { Pager.show(text) }
        if !isPaged { Stream.output.write(text) }
      },
      note: { text in
        progress.clear()
        if !isQuiet { Stream.error.say(text) }
      },
      complain: { diagnostic in
        progress.clear()
        Stream.error.write(
          diagnostic.rendered(colour: paintsComplaints, columns: Stream.error.columns) + "\n")
      },
      progress: progress.show, isInterrupted: { Interrupts.pending > 0 || Interrupts.ending != nil },
      edit: { text in isPrompt ? waiting.during { Editor.edited(text) } : nil },
      waited: { waiting.total })
  }

  /// Runs a script whose results give way to a report, which is written when it has ended.
  func report(as format: VerdictReport.Format, of name: String, _ run: (Output) -> Status) -> Status {
    let findings = Findings(name)
    var output = output
    let complain = output.complain
    output.show = { _ in }
    output.judge = { verdict in findings.report.withLock { $0.append(verdict) } }
    output.complain = { diagnostic in
      findings.report.withLock { $0.append(diagnostic) }
      complain(diagnostic)
    }
    let status = run(output)
    settle()
    Stream.output.write(
      findings.report.withLock { report in
        report.isInterrupted = status == .interrupted
        return report.text(as: format)
      })
    return status
  }

  func complain(_ message: String) {
    Stream.error.say("error: \(message)")
  }

  func readAll() -> String {
    var text = ""
    while let line = readLine(strippingNewline: false) { text += line }
    return text
  }

  /// Takes away what a statement may have left on the terminal.
  func settle() { progress.clear() }
}

extension TerminalStyle {
  fileprivate init(_ terminal: Capabilities) {
    let colors: Colors =
      switch terminal.colors {
      case .none: .none
      case .indexed256: .indexed256
      case .truecolor: .truecolor
      }
    let graphics: Graphics =
      switch terminal.graphics {
      case .none: .none
      case .kitty: .kitty
      case .iterm: .iterm
      case .sixels: .sixels
      }
    self.init(
      columns: terminal.columns, rows: terminal.rows, cellWidth: terminal.cellWidth,
      cellHeight: terminal.cellHeight,
      color: colors, graphics: graphics)
  }
}

/// How long the reader has had the terminal for themselves.
private final class Waiting: Sendable {
  private let sum = Mutex(Duration.zero)

  var total: Duration { sum.withLock { $0 } }

  func during<Success>(_ body: () -> Success) -> Success {
    let clock = ContinuousClock.now
    defer { sum.withLock { $0 += ContinuousClock.now - clock } }
    return body()
  }
}

/// A report where the closures of an output reach it.
private final class Findings: Sendable {
  let report: Mutex<VerdictReport>

  init(_ name: String) { report = Mutex(VerdictReport(of: name)) }
}

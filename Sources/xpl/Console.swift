import Figures
import Glibc
import Interpreter
import Language
import Terminal

/// Standard output for results, standard error for everything else.
struct Console: Sendable {
  private let presentation: Presentation
  private let isQuiet: Bool
  private let paintsComplaints: Bool
  /// Whether what is typed has colours.
  let hasColors: Bool
  private let progress: ProgressLine

  init(json: Bool, quiet: Bool, color: Capabilities.ColorChoice) {
    let terminal = Capabilities.detected(color: color)
    presentation = Presentation(isJSON: json, style: terminal.isTerminal ? TerminalStyle(terminal) : nil)
    isQuiet = quiet
    hasColors = terminal.colors != .none
    paintsComplaints = color == .always || (terminal.colors != .none && Stream.error.isTerminal)
    progress = ProgressLine(isShown: !quiet && Stream.error.isTerminal)
  }

  var output: Output {
    Output(
      show: { value in
        progress.clear()
        if isQuiet && !presentation.isJSON { return }
        Stream.output.write(presentation.text(of: value))
      },
      note: { text in
        progress.clear()
        if !isQuiet { Stream.error.write(text + "\n") }
      },
      complain: { diagnostic in
        progress.clear()
        Stream.error.write(diagnostic.rendered(colour: paintsComplaints) + "\n")
      },
      progress: progress.show, isInterrupted: { Interrupts.pending > 0 || Interrupts.ending != nil })
  }

  func complain(_ message: String) {
    Stream.error.write("error: \(message)\n")
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

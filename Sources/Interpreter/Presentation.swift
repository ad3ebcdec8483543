public import Figures
import Language

/// How results are written for their reader.
public struct Presentation: Sendable {
  /// The form of results.
  public enum Mode: String, Sendable, CaseIterable {
    /// Words and, where it can be drawn, a picture.
    case table
    /// One JSON object on a line for each result; large tensors are given by their shape.
    case json
    /// Tables as values separated by commas, and the rest in words.
    case csv
    /// Tables as Markdown has them, between the words that stand before and after them.
    case md
  }

  /// What the terminal can show; nil where nobody looks: into a pipe or a file goes text only.
  public var style: TerminalStyle?

  private static let mostNumbers = 4096

  public init(style: TerminalStyle? = nil) {
    self.style = style
  }

  /// The text of a value, ending in a newline; empty where there is nothing to show.
  ///
  /// - Parameter label: what stands before it, such as the number of its cell; before a picture on a line of its own.
  public func text(of value: Value, as mode: Mode = .table, label: String = "") -> String {
    switch (mode, value) {
    case (.json, _): return value.json(limit: Self.mostNumbers) + "\n"
    case (_, .nothing): return ""
    case (.csv, .result(let result)): if let table = (try? result.table) ?? nil { return table.csv }
    case (.md, .result(let result)): if let text = result.markdown { return text }
    default: break
    }
    let label = mode == .table && !label.isEmpty ? label + " " : ""
    switch value {
    case .nothing: return ""
    case .text(let text): return label + text + "\n"
    case .bool, .number, .unit, .range, .list, .tensor: return label + value.description + "\n"
    // What a plot says in words, it says as a figure.
    case .result(let plot as Plotted):
      guard let style else { return label + plot.summary + "\n" }
      let drawn = plot.drawn.terminal(style)
      return label.isEmpty || !drawn.hasPrefix("\u{1B}") ? label + drawn : label + "\n" + drawn
    case .result(let result):
      let words = label + result.summary
      return (style.map { words.wrapped(to: $0.columns) } ?? words) + "\n" + picture(of: result)
    }
  }

  /// A terminal without colours gets the figure as text. A table, and in words the pictures of samples, say no more
  /// than the summary did.
  private func picture(of result: any Result) -> String {
    guard let style, let figure = try? result.figure, !(figure is Table) else { return "" }
    let isText = style.color == .none && style.graphics == .none
    if isText, result is SampleSet || result is Overview { return "" }
    return figure.terminal(style)
  }
}

extension Result {
  /// Its words around its table as Markdown has it; nil where there is no table.
  fileprivate var markdown: String? {
    let exhibit = Exhibit(.result(self))
    guard let table = exhibit.table ?? ((try? self.table) ?? nil) else { return nil }
    let title = table.title.isEmpty ? "" : "> \(table.title)"
    let parts = [exhibit.words, title, table.markdown.trimmingLines, exhibit.remarks]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }
}

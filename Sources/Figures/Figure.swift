/// Something to look at: drawn once, rendered by any back end.
public protocol Figure: Sendable {
  var title: String { get }

  func draw() -> Drawing

  /// The figure in plain ASCII words, numbers and rules, for readers without colours.
  var summary: String { get }

  /// The figure for a terminal, ending in a newline.
  func terminal(_ style: TerminalStyle) -> String

  /// The figure as a part of a web page.
  func markup() throws(FigureError) -> String
}

extension Figure {
  public func terminal(_ style: TerminalStyle) -> String {
    let plain = summary + "\n"
    if style.color == .none && style.graphics == .none { return plain }
    return (try? draw().terminal(style)) ?? plain
  }
}

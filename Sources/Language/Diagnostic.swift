/// One complaint about a source: what is wrong, where, and the way out.
public struct Diagnostic: Error, Sendable {
  /// What is wrong, in plain prose, starting lower-case.
  public var message: String
  public var span: Span
  public var source: Source?
  /// The word that was probably meant.
  public var suggestion: String?
  /// The way out.
  public var hint: String?

  public init(
    _ message: String, at span: Span, in source: Source? = nil, suggestion: String? = nil, hint: String? = nil
  ) {
    self.message = message
    self.span = span
    self.source = source
    self.suggestion = suggestion
    self.hint = hint
  }
}

extension Diagnostic: CustomStringConvertible {
  public var description: String { rendered() }

  /// The complaint as its reader sees it.
  ///
  ///     first.xpl:2:11: error: there is no layer "conv9"
  ///       condition layer=conv9 y=1
  ///                       ^^^^^
  ///     did you mean "conv2"?
  ///     the layers are listed by: show layers
  ///
  /// - Parameter columns: how wide the terminal is: words are not broken at its edge.
  public func rendered(colour: Bool = false, columns: Int? = nil) -> String {
    func paint(_ text: String, _ code: String) -> String { colour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
    var place = ""
    var quotation: [String] = []
    if let source {
      let (line, column) = source.position(of: span.start)
      place = "\(source.name):\(line):\(column): "
      let (quoted, before, marked) = quote(source, columns: columns.map { $0 - 2 })
      let carets = String(repeating: "^", count: marked)
      quotation = ["  " + quoted, "  " + String(repeating: " ", count: before) + paint(carets, "1;31")]
    }
    func wrapped(_ text: String) -> String { columns.map { text.wrapped(to: $0) } ?? text }
    var first = wrapped(place + "error: " + message)
    if first.hasPrefix(place + "error:") {
      first = paint(place, "1") + paint("error:", "1;31") + first.dropFirst((place + "error:").count)
    }
    var lines = [first] + quotation
    if let suggestion { lines.append("did you mean \"\(suggestion)\"?") }
    if let hint { lines.append(wrapped(hint)) }
    return lines.joined(separator: "\n")
  }

  /// The line of the span, cut around it to fit into `columns`, and how many columns stand before and above the carets.
  private func quote(_ source: Source, columns: Int?) -> (text: String, before: Int, marked: Int) {
    let line = source.line(at: span.start)
    let start = min(span.start, line.end)
    let end = max(start, min(span.end, line.end))
    // Nothing further off is shown, and a file without line ends may be long.
    let reach = 1_000
    let before = Displayed(source[Span(max(line.start, start - reach), start)], from: 0)
    let marked = Displayed(source[Span(start, min(end, start + reach))], from: before.width)
    let after = Displayed(source[Span(end, min(line.end, end + reach))], from: marked.end)
    let isWide = columns.map { before.width + marked.width + after.width > $0 } ?? false
    let most = isWide ? min(60, max(2, (columns ?? 0) / 3)) : 60
    let head = before.last(most)
    let middle = marked.first(most)
    let tail = after.first(most)
    return (head.text + middle.text + tail.text, head.width, max(1, middle.width))
  }
}

/// A piece of a quoted line with the terminal columns of its characters.
private struct Displayed {
  private var cells: [(text: String, width: Int)] = []
  private let start: Int

  init(_ text: String, from start: Int) {
    self.start = start
    var column = start
    for character in text {
      let shown = character.displayed(at: column)
      let width = shown.reduce(0) { $0 + $1.displayWidth }
      cells.append((shown, width))
      column += width
    }
  }

  var text: String { cells.map(\.text).joined() }
  var width: Int { cells.reduce(0) { $0 + $1.width } }
  var end: Int { start + width }

  func first(_ count: Int) -> Displayed {
    guard cells.count > count else { return self }
    var cut = self
    cut.cells = cells.prefix(count - 1) + [("…", 1)]
    return cut
  }

  func last(_ count: Int) -> Displayed {
    guard cells.count > count else { return self }
    var cut = self
    cut.cells = [("…", 1)] + cells.suffix(count - 1)
    return cut
  }
}

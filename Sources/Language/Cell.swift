/// A part of a script that a notebook shows as one cell: `# %%` starts one, `# %% [markdown]` one of prose.
public struct Cell: Hashable, Sendable {
  public var kind: Kind
  /// What follows `# %%` on its line.
  public var title: String
  /// The cell without its marker line.
  public var span: Span
  /// Which statements of the script it holds.
  public var statements: Range<Int>

  public enum Kind: Hashable, Sendable {
    case code
    /// Prose: the text of the cell's comments.
    case markdown(String)
  }
}

extension Cell {
  /// A script as one cell, whatever marks stand in it.
  public init(whole script: Script) {
    self.init(
      kind: .code, title: "", span: Span(0, script.source.bytes.count), statements: script.statements.indices)
  }
}

extension Cell {
  struct Marker {
    var line: Span
    var title: String
    var isMarkdown: Bool

    static let prefixes = ["# %%", "#%%"]

    init?(_ comment: Span, in source: Source) {
      let text = source[comment]
      guard let prefix = Self.prefixes.first(where: text.hasPrefix), Self.isAtLineStart(comment, in: source)
      else { return nil }
      line = comment
      title = text.dropFirst(prefix.count).trimmingBlanks()
      isMarkdown = false
      for tag in ["[markdown]", "[md]"] where title.hasPrefix(tag) {
        isMarkdown = true
        title = title.dropFirst(tag.count).trimmingBlanks()
      }
    }

    /// Whether nothing but a byte order mark stands before a comment on its line.
    static func isAtLineStart(_ comment: Span, in source: Source) -> Bool {
      ["", "\u{FEFF}"].contains(source[Span(source.line(at: comment.start).start, comment.start)])
    }
  }

  /// Markers inside a statement (in a block, in a list) are plain comments.
  static func cells(of source: Source, comments: [Span], statements: [Statement]) -> [Cell] {
    var cells: [Cell] = []
    var next = 0
    var unread = comments[...]
    var marker: Marker?

    func close(at end: Int) {
      let start = marker.map { min($0.line.end + 1, end) } ?? 0
      let first = next
      while next < statements.count, statements[next].span.start < end { next += 1 }
      guard let marker, marker.isMarkdown else {
        let span = Span(start, end)
        if marker == nil, source[span].trimmingBlanks().isEmpty { return }
        return cells.append(
          Cell(kind: .code, title: marker?.title ?? "", span: span, statements: first..<next))
      }
      // Statements in a cell of prose are run, so they are shown: they end the prose.
      let proseEnd = first < next ? source.line(at: statements[first].span.start).start : end
      let prose = Span(start, proseEnd)
      unread = unread.drop { $0.start < prose.start }
      let text = Self.prose(unread.prefix { $0.end <= prose.end }, of: source)
      cells.append(Cell(kind: .markdown(text), title: marker.title, span: prose, statements: first..<first))
      guard first < next else { return }
      cells.append(Cell(kind: .code, title: "", span: Span(proseEnd, end), statements: first..<next))
    }

    var statement = 0
    for comment in comments {
      guard let found = Marker(comment, in: source) else { continue }
      while statement < statements.count, statements[statement].span.end <= comment.start { statement += 1 }
      if statement < statements.count, statements[statement].span.start < comment.start { continue }
      close(at: comment.start)
      marker = found
    }
    close(at: source.bytes.count)
    return cells
  }

  /// The comments of a cell without their `# `, blank lines kept.
  private static func prose(_ comments: ArraySlice<Span>, of source: Source) -> String {
    var text = ""
    var end: Int?
    for comment in comments {
      if let end {
        text += String(repeating: "\n", count: source[Span(end, comment.start)].filter(\.isNewline).count)
      }
      let line = source[comment].dropFirst()
      text += line.hasPrefix(" ") ? line.dropFirst() : line
      end = comment.end
    }
    return text
  }
}

extension StringProtocol {
  /// By scalars: a blank with an accent is a blank, and an accent.
  func trimmingBlanks() -> String {
    let isBlank = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
    let rest = unicodeScalars.drop(while: isBlank).reversed().drop(while: isBlank)
    return String(String.UnicodeScalarView(rest.reversed()))
  }
}

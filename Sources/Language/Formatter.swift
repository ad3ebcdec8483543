extension Script {
  /// The same script in canonical form; nil where it does not parse.
  ///
  /// One blank between words, none inside brackets, two for each open block; at most one blank line between
  /// statements; what a reader broke into lines is joined where it fits in 100 columns, and else stays broken. Quotes,
  /// comments and the words themselves are kept. Lines end in a line feed.
  public var formatted: String? {
    guard diagnostics.isEmpty else { return nil }
    var formatter = Formatter(source)
    return formatter.format()
  }
}

/// Writes the tokens of a source anew: tokens and comments stay, blanks and line breaks are chosen.
private struct Formatter {
  private let items: [Item]
  private var index = 0
  private var lines: [Line] = []

  static let mostColumns = 100

  struct Line {
    var indent: Int
    var text: String
    var comment: String?
  }

  init(_ source: Source) { items = Item.items(of: source) }

  mutating func format() -> String {
    statements(indent: 0)
    return lines.aligned.map { $0 + "\n" }.joined()
  }

  // MARK: Statements

  /// Writes the statements up to the end of the source or of the block.
  private mutating func statements(indent: Int) {
    var isFirst = true
    while true {
      let breaks = skipSeparators()
      guard index < items.count, items[index].kind != .closeBrace else { return }
      if breaks > 1 && !isFirst { lines.append(Line(indent: 0, text: "")) }
      isFirst = false
      let item = items[index]
      guard item.isComment else {
        line(indent: indent)
        continue
      }
      // Only in the first column does a marker begin a cell.
      let isPlain = indent == 0 && item.isMarker && !item.startsLine
      lines.append(Line(indent: isPlain ? 1 : indent, text: item.text))
      index += 1
    }
  }

  /// How many line breaks were passed.
  private mutating func skipSeparators() -> Int {
    var breaks = 0
    while index < items.count, [.newline, .semicolon].contains(items[index].kind) {
      if items[index].kind == .newline { breaks += 1 }
      index += 1
    }
    return breaks
  }

  /// Writes the statements that stand on one line of the source.
  private mutating func line(indent: Int) {
    var statements: [Range<Int>] = []
    repeat {
      let end = statementEnd(from: index)
      statements.append(index..<end)
      index = end
      while index < items.count, items[index].kind == .semicolon { index += 1 }
    } while index < items.count && ![.newline, .closeBrace, nil].contains(items[index].kind)
    let next = index
    let texts = statements.compactMap(flat)
    if texts.count == statements.count, fits(texts.joined(separator: "; "), indent) {
      lines.append(Line(indent: indent, text: texts.joined(separator: "; ")))
    } else {
      for statement in statements {
        if let text = flat(statement), fits(text, indent) {
          lines.append(Line(indent: indent, text: text))
        } else {
          write(statement, indent: indent)
        }
      }
    }
    index = next
    endLine()
  }

  /// Puts a comment that follows on the same line behind it.
  private mutating func endLine() {
    guard index < items.count, items[index].isComment, !(items[index].isMarker && items[index].startsLine)
    else {
      return
    }
    lines[lines.count - 1].comment = items[index].text
    index += 1
  }

  private func statementEnd(from start: Int) -> Int {
    var depth = 0
    var isOpen = false
    for place in start..<items.count {
      let kind = items[place].kind
      if depth == 0, kind == .semicolon || kind == .closeBrace { return place }
      if depth == 0, !isOpen, kind == .newline || kind == nil { return place }
      depth += items[place].nesting
      if kind != .newline && kind != nil { isOpen = kind == .pipe }
    }
    return items.count
  }

  /// Some tokens on one line; nil where a comment or a block keeps them from it.
  private func flat(_ range: Range<Int>) -> String? {
    var text = ""
    var openers: [Token.Kind] = []
    var last = Token.Kind.newline
    var hasSemicolon = false
    var place = range.lowerBound
    while place < range.upperBound {
      let item = items[place]
      guard let kind = item.kind else { return nil }
      place += 1
      switch kind {
      case .newline:
        if openers.last == .openBrace, last != .pipe { return nil }
        continue
      case .openBrace where emptyBlockEnd(from: place) != nil:
        text += " { }"
        place = emptyBlockEnd(from: place) ?? place
        last = .closeBrace
        continue
      case .semicolon:
        hasSemicolon = last != .openBrace
        continue
      case .openBrace, .openBracket, .openParenthesis: openers.append(kind)
      case .closeBrace, .closeBracket, .closeParenthesis: _ = openers.popLast()
      default: break
      }
      if hasSemicolon && kind != .closeBrace { text += ";" }
      hasSemicolon = false
      text += (item.hasBlank && !text.isEmpty ? " " : "") + item.text
      last = kind
    }
    return text
  }

  /// The place behind the block that was opened before `place`, if nothing is in it.
  private func emptyBlockEnd(from place: Int) -> Int? {
    let next = items[place...].firstIndex { ![.newline, .semicolon].contains($0.kind) }
    return next.flatMap { items[$0].kind == .closeBrace ? $0 + 1 : nil }
  }

  private func fits(_ text: String, _ indent: Int) -> Bool {
    text.split(separator: "\n", omittingEmptySubsequences: false).allSatisfy {
      $0.displayWidth + indent <= Self.mostColumns
    }
  }

  // MARK: Statements of several lines

  private mutating func write(_ range: Range<Int>, indent: Int) {
    lines.append(Line(indent: indent, text: ""))
    var place = range.lowerBound
    while place < range.upperBound {
      let brace = items[place..<range.upperBound].firstIndex { $0.kind == .openBrace }
      let head = place..<(brace ?? range.upperBound)
      writeHead(head, indent: indent, isBeforeBlock: brace != nil)
      guard let brace else { return }
      place = writeBlock(from: brace, indent: indent)
    }
  }

  /// Writes what stands before, between and behind blocks on the line at hand and, where it must be, those below.
  private mutating func writeHead(_ range: Range<Int>, indent: Int, isBeforeBlock: Bool) {
    let start = lines[lines.count - 1].text
    if let text = flat(range) {
      let joined = start + (start.isEmpty || text.isEmpty ? "" : " ") + text
      let isBroken = range.contains { items[$0].kind == .newline || items[$0].isJoined }
      if !isBroken || fits(joined + (isBeforeBlock ? " {" : ""), indent) {
        lines[lines.count - 1].text = joined
        return
      }
    }
    var depth = 0
    var isBroken = false
    for place in range {
      let item = items[place]
      guard let kind = item.kind else {
        if isBroken {
          lines.append(Line(indent: indent + 2 * max(depth, 1), text: item.text))
        } else {
          lines[lines.count - 1].comment = item.text
        }
        continue
      }
      guard kind != .newline else {
        isBroken = true
        continue
      }
      let isJoined = item.isJoined && item.hasBlank && place > range.lowerBound && !isBroken
      if isJoined { lines[lines.count - 1].text += " \\" }
      if isBroken || isJoined {
        let closes = kind == .closeBracket || kind == .closeParenthesis
        lines.append(Line(indent: indent + 2 * (closes ? max(depth - 1, 0) : max(depth, 1)), text: ""))
      } else if item.hasBlank, !lines[lines.count - 1].text.isEmpty {
        lines[lines.count - 1].text += " "
      }
      lines[lines.count - 1].text += item.text
      isBroken = false
      depth += item.nesting
    }
  }

  /// Gives the place behind the closing brace.
  private mutating func writeBlock(from brace: Int, indent: Int) -> Int {
    if let end = emptyBlockEnd(from: brace + 1) {
      lines[lines.count - 1].text += " { }"
      return end
    }
    lines[lines.count - 1].text += " {"
    index = brace + 1
    endLine()
    statements(indent: indent + 2)
    lines.append(Line(indent: indent, text: "}"))
    return index + 1
  }
}

/// A token or a comment.
private struct Item {
  /// nil for a comment
  var kind: Token.Kind?
  var text: String
  /// Whether a blank stands before it in canonical form.
  var hasBlank = true
  /// Whether a line was joined to the one before it here.
  var isJoined = false
  /// Whether it stands in the first column of its line.
  var startsLine = false

  var isComment: Bool { kind == nil }
  var isMarker: Bool { isComment && Cell.Marker.prefixes.contains(where: text.hasPrefix) }

  var nesting: Int {
    switch kind {
    case .openParenthesis, .openBracket, .openBrace: 1
    case .closeParenthesis, .closeBracket, .closeBrace: -1
    default: 0
    }
  }

  static func items(of source: Source) -> [Item] {
    let lexer = Lexer(source)
    let tokens = lexer.tokens.dropLast()
    var spacing = Spacing()
    var items: [Item] = []
    var comments = lexer.comments[...]
    var end = 0
    for (place, token) in zip(tokens.indices, tokens) {
      while let comment = comments.first, comment.start < token.span.start {
        items.append(Item(comment: comment, in: source))
        comments.removeFirst()
        end = comment.end
      }
      let isInLine = items.last.map { !$0.isComment && $0.kind != .newline } ?? false
      var item = Item(kind: token.kind, text: source[token.span])
      item.isJoined =
        isInLine && token.kind != .newline && source[Span(end, token.span.start)].utf8.contains(10)
      if token.kind == .newline { item.text = "" }
      if token.kind == .meta { item.text = metaLine(item.text) }
      end = token.span.end
      let next = token.kind != .openParenthesis ? nil : tokens[(place + 1)...].first { $0.kind != .newline }
      // "let x=1" is written as other statements write it.
      if token.kind == .key, items.last?.kind == .let, Token.keywords[String(item.text.dropLast())] == nil {
        item.kind = .identifier
        item.text.removeLast()
        items.append(spacing.spaced(item, isGlued: false))
        items.append(spacing.spaced(Item(kind: .equals, text: "="), isGlued: false))
      } else {
        items.append(spacing.spaced(item, isGlued: !token.precededBySpace, before: next?.kind))
      }
    }
    return items + comments.map { Item(comment: $0, in: source) }
  }

  private init(kind: Token.Kind, text: String) {
    self.kind = kind
    self.text = text
  }

  private init(comment: Span, in source: Source) {
    // Nothing stands before its "#".
    text = source[comment].trimmingBlanks()
    startsLine = Cell.Marker.isAtLineStart(comment, in: source)
  }

  private static func metaLine(_ line: String) -> String {
    let (name, text) = Parser.metaParts(line)
    return text.isEmpty ? ":\(name)" : ":\(name) \(text)"
  }
}

/// Tells, token by token, where a blank belongs.
private struct Spacing {
  /// What is open: statements, those of them that begin with a condition, brackets with values, brackets with a
  /// calculation. In conditions and calculations a "-" behind a value stands between two.
  private enum Content { case statements, condition, values, calculation }

  private var contents = [Content.statements]
  private var before: Token.Kind = .newline
  private var beforeThat: Token.Kind = .newline
  private var isAfterSign = false

  mutating func spaced(_ item: Item, isGlued: Bool, before next: Token.Kind? = nil) -> Item {
    guard let kind = item.kind else { return item }
    let last = contents.count - 1
    let isInStatements = contents[last] == .statements || contents[last] == .condition
    if isInStatements, kind == .semicolon || (kind == .newline && before != .pipe) {
      contents[last] = .statements
      (beforeThat, before) = (.newline, .newline)
    }
    if kind == .newline { return item }
    var item = item
    let isTrail = isGlued && (kind == .field || kind == .openBracket) && Self.endsReference(before)
    let isCalculation = contents[last] == .condition || contents[last] == .calculation
    let isSign = kind == .minus && !(isCalculation && Self.endsValue(before))
    item.hasBlank = !(isTrail || isAfterSign || isTight(before: kind))

    switch kind {
    case .openParenthesis:
      contents.append(next == .identifier || next == .dashed ? .values : .calculation)
    case .openBracket: contents.append(isTrail ? .calculation : .values)
    case .openBrace: contents.append(.statements)
    case .closeParenthesis, .closeBracket, .closeBrace: if contents.count > 1 { contents.removeLast() }
    case .if, .expect: contents[last] = .condition
    default: break
    }
    isAfterSign = isSign
    (beforeThat, before) = (before, kind)
    return item
  }

  private func isTight(before kind: Token.Kind) -> Bool {
    switch before {
    case .openParenthesis, .openBracket, .key, .dots, .at: return true
    case .question: return kind != .closeBrace
    default: break
    }
    switch kind {
    case .closeParenthesis, .closeBracket, .comma, .dots, .at, .semicolon: return true
    case .openParenthesis: return beforeThat == .def
    default: return false
    }
  }

  private static func endsReference(_ kind: Token.Kind) -> Bool {
    [.variable, .field, .closeParenthesis, .closeBracket].contains(kind)
  }

  private static func endsValue(_ kind: Token.Kind) -> Bool {
    endsReference(kind) || [.number, .string, .true, .false, .none].contains(kind)
  }
}

extension [Formatter.Line] {
  /// The lines as text: comments behind adjacent lines of one depth stand below each other.
  fileprivate var aligned: [String] {
    var texts: [String] = []
    var first = startIndex
    while first < endIndex {
      let head = self[first]
      let rest = self[first...].prefix { $0.comment != nil && $0.indent == head.indent }
      let run = rest.isEmpty ? self[first...first] : rest
      let widths = run.map { $0.text.split(separator: "\n").last?.displayWidth ?? 0 }
      let column = widths.max() ?? 0
      for (line, width) in zip(run, widths) {
        let text = String(repeating: " ", count: line.indent) + line.text
        texts.append(
          text + (line.comment.map { String(repeating: " ", count: column - width + 2) + $0 } ?? ""))
      }
      first = run.endIndex
    }
    return texts
  }
}

extension StringProtocol {
  /// How many columns of a terminal it takes.
  fileprivate var displayWidth: Int {
    utf8.allSatisfy { $0 < 0x80 } ? utf8.count : reduce(0) { $0 + $1.displayWidth }
  }
}

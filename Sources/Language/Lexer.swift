/// Cuts a source into tokens; total: what it doesn't understand becomes a diagnostic and a malformed token.
public struct Lexer: Sendable {
  public private(set) var tokens: [Token] = []
  public private(set) var comments: [Span] = []
  package private(set) var complaints: [Complaint] = []
  private let source: Source
  let bytes: [UInt8]
  private var offset = 0
  private var isAfterSpace = true

  public init(_ source: Source) {
    self.source = source
    bytes = source.bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    while offset < bytes.count { next() }
    // What is missing at the end is missing after the last word, not after the blank lines below it.
    let end = tokens.last(where: { $0.kind != .newline })?.span.end ?? 0
    tokens.append(Token(kind: .end, span: Span(end, end), precededBySpace: true))
  }

  public var diagnostics: [Diagnostic] { complaints.map(\.diagnostic) }

  /// The byte at an offset as the ASCII character it stands for; NUL, which is in no token, beyond the end.
  func byte(_ offset: Int) -> Unicode.Scalar { offset < bytes.count ? Unicode.Scalar(bytes[offset]) : "\0" }

  private mutating func next() {
    let start = offset
    switch byte(start) {
    case " ", "\t", "\r":
      offset += 1
      isAfterSpace = true
    case "\\":
      joinLines()
    case "#":
      offset = lineEnd(from: start)
      comments.append(Span(start, offset))
      isAfterSpace = true
    case "\n":
      add(.newline, to: start + 1)
      isAfterSpace = true
    case "\"":
      string()
    case "0"..."9":
      number()
    case "A"..."Z", "a"..."z", "_":
      word()
    case "$":
      variable()
    case ".":
      dot()
    case "~" where byte(start + 1) == "/":
      path()
    case "/" where byte(start + 1).isLetter:
      path()
    case ":" where byte(start + 1).isLowercase:
      add(.meta, to: lineEnd(from: start))
    case "=" where byte(start + 1) == "=", "!" where byte(start + 1) == "=":
      add(.comparison, to: start + 2)
    case "<", ">":
      add(.comparison, to: byte(start + 1) == "=" ? start + 2 : start + 1)
    default:
      symbol()
    }
  }

  private mutating func add(_ kind: Token.Kind, to end: Int) {
    tokens.append(Token(kind: kind, span: Span(offset, end), precededBySpace: isAfterSpace))
    offset = end
    isAfterSpace = false
  }

  private mutating func refuse(to end: Int, _ error: SyntaxError, isOpenEnded: Bool = false) {
    complain(error, Span(offset, end), isOpenEnded: isOpenEnded)
    add(.malformed, to: end)
  }

  private mutating func complain(_ error: SyntaxError, _ span: Span, isOpenEnded: Bool = false) {
    complaints.append(Complaint(error, at: span, in: source, isOpenEnded: isOpenEnded))
  }

  private mutating func joinLines() {
    let end = byte(offset + 1) == "\r" ? offset + 2 : offset + 1
    if byte(end) == "\n" {
      offset = end + 1
      isAfterSpace = true
    } else if end >= bytes.count {
      complain(.openJoin, Span(offset, offset + 1), isOpenEnded: true)
      offset = end
    } else {
      refuse(to: offset + 1, .strayBackslash)
    }
  }

  private mutating func string() {
    var end = offset + 1
    while end < bytes.count, byte(end) != "\"", byte(end) != "\n" {
      guard byte(end) == "\\" else {
        end += 1
        continue
      }
      switch (byte(end + 1), byte(end + 2)) {
      case ("\"", _), ("\\", _), ("n", _), ("t", _), ("\n", _):
        end += 2
      case ("\r", "\n"):
        end += 3
      case _ where end + 1 == bytes.count:
        return refuse(to: bytes.count, .unclosedString, isOpenEnded: true)
      default:
        let span = Span(end, scalarEnd(from: end + 1))
        complain(.unknownEscape(source[span]), span)
        end = span.end
      }
    }
    guard byte(end) == "\"" else { return refuse(to: end, .unclosedString) }
    if let unit = partEnd(from: end + 1) { add(.unit, to: unit) } else { add(.string, to: end + 1) }
  }

  private mutating func number() {
    let digits = end(from: offset, while: \.isDigit)
    if let unit = partEnd(from: digits) { return add(.unit, to: unit) }
    let number = numberEnd(from: offset)
    let word = digitWordEnd(from: offset)
    guard word > number else { return add(.number, to: number) }
    let text = source[Span(offset, word)]
    refuse(to: word, looksLikeNumber(text) ? .exponent(text) : .digitFirst(text))
  }

  private mutating func word() {
    let name = end(from: offset, while: \.isNameByte)
    let word = wordEnd(from: offset)
    if let unit = partEnd(from: word) { return add(.unit, to: unit) }
    guard word == name else { return add(.word, to: word) }
    guard !bytes[offset..<name].contains(UInt8(ascii: "-")) else { return add(.dashed, to: name) }
    if byte(name) == "=" { return add(.key, to: name + 1) }
    add(Token.keywords[source[Span(offset, name)]] ?? .identifier, to: name)
  }

  private mutating func path() {
    let path = end(from: offset + 1, while: \.isPathByte)
    if let unit = partEnd(from: path) { add(.unit, to: unit) } else { add(.word, to: path) }
  }

  private mutating func variable() {
    let name = end(from: offset + 1, while: \.isIdentifierByte)
    if byte(offset + 1).isLetter { return add(.variable, to: name) }
    refuse(to: name, name == offset + 1 ? .loneDollar : .cellNumber(source[Span(offset, name)]))
  }

  private mutating func dot() {
    let second = byte(offset + 1)
    if second == "/" || (second == "." && byte(offset + 2) == "/") { return path() }
    if second == "." { return add(.dots, to: offset + 2) }
    let name = end(from: offset + 1, while: \.isIdentifierByte)
    if second.isLetter { return add(.field, to: name) }
    refuse(to: name, second.isDigit ? .fraction(source[Span(offset, name)]) : .loneDot)
  }

  private mutating func symbol() {
    let end = scalarEnd(from: offset)
    let text = source[Span(offset, end)]
    if end == offset + 1, let kind = Token.Kind(rawValue: text) { return add(kind, to: end) }
    if text == ":" { return refuse(to: self.end(from: end, while: \.isNameByte), .loneColon) }
    if Self.typographicQuotes.contains(text) {
      return refuse(to: typographicEnd(from: end), .typographicQuote)
    }
    // The rest of a word with foreign letters belongs to it.
    let word = self.end(from: end) { !$0.isASCII || $0.isNameByte }
    refuse(to: word, .unknownCharacter(source[Span(offset, word)]))
  }

  private static let typographicQuotes: Set<String> = ["“", "”", "„", "‘", "’", "«", "»"]

  /// The end of a text in typographic quotation marks, or of its first one where the line has no second.
  private func typographicEnd(from start: Int) -> Int {
    var place = start
    while place < bytes.count, byte(place) != "\n" {
      let end = scalarEnd(from: place)
      if Self.typographicQuotes.contains(source[Span(place, end)]) { return end }
      place = end
    }
    return start
  }

  private func lineEnd(from start: Int) -> Int { end(from: start) { $0 != "\n" } }

  /// The end of the character at an offset: a byte and its UTF-8 continuations.
  private func scalarEnd(from start: Int) -> Int {
    min(end(from: start + 1) { $0.value & 0xC0 == 0x80 }, bytes.count)
  }
}

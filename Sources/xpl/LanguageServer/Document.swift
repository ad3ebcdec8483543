import Interpreter
import Language

/// A script that is open in an editor.
struct Document {
  let uri: String
  let source: Source
  /// The offsets at which lines begin; for editors a carriage return ends one, too.
  private let lineStarts: [Int]

  init(uri: String, text: String) {
    self.uri = uri
    source = Source(name: Self.path(of: uri), text: text)
    let bytes = Array(text.utf8)
    lineStarts =
      [0]
      + bytes.indices.filter { place in
        bytes[place] == 10 || (bytes[place] == 13 && !(place + 1 < bytes.count && bytes[place + 1] == 10))
      }.map { $0 + 1 }
  }

  /// The path of a file: URI, or the URI itself.
  private static func path(of uri: String) -> String {
    guard uri.hasPrefix("file://") else { return uri }
    var bytes: [UInt8] = []
    var rest = Array(uri.utf8.dropFirst("file://".utf8.count))[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(code)
        rest.removeFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: Places

  /// A place as editors count it: lines from 0, and UTF-16 units in the line.
  func position(of offset: Int) -> JSON {
    let offset = min(max(offset, 0), source.text.utf8.count)
    let line = (lineStarts.firstIndex { $0 > offset } ?? lineStarts.count) - 1
    let units = source[Span(lineStarts[line], offset)].utf16.count
    return ["line": .number(Double(line)), "character": .number(Double(units))]
  }

  func range(of span: Span) -> JSON {
    ["start": position(of: span.start), "end": position(of: span.end)]
  }

  var wholeRange: JSON { range(of: Span(0, source.text.utf8.count)) }

  /// The offset of a place in the document; places behind the end of a line are its end.
  func offset(of position: JSON?) -> Int? {
    guard let line = position?["line"]?.index, let units = position?["character"]?.index,
      lineStarts.indices.contains(line)
    else { return nil }
    let next = line + 1 < lineStarts.count ? lineStarts[line + 1] : source.text.utf8.count
    let text = source[Span(lineStarts[line], next)]
    var passed = 0
    var offset = lineStarts[line]
    for scalar in text.unicodeScalars {
      if passed >= units || scalar == "\n" || scalar == "\r" { break }
      passed += UTF16.width(scalar)
      offset += UTF8.width(scalar)
    }
    return offset
  }

  /// The line up to a place.
  func line(before offset: Int) -> String {
    let start = lineStarts.last { $0 <= offset } ?? 0
    return source[Span(start, offset)]
  }

  // MARK: What editors ask for

  /// All that is wrong, as the editor underlines it.
  var problems: JSON {
    .list(
      Interpreter.check(source).map { diagnostic in
        let ways = [diagnostic.suggestion.map { "did you mean \"\($0)\"?" }, diagnostic.hint].compactMap {
          $0
        }
        let isOwn = diagnostic.source?.name == source.name
        let place =
          isOwn ? "" : diagnostic.source.map { "\($0.name):\($0.position(of: diagnostic.span.start).line): " }
        let message = ([(place ?? "") + diagnostic.message] + ways).joined(separator: "\n")
        let span = isOwn ? diagnostic.span : inclusion(of: diagnostic.source?.name ?? "")
        return ["range": range(of: span), "severity": 1, "source": "xpl", "message": .text(message)]
      })
  }

  /// The statement that includes a file, or the first character.
  private func inclusion(of path: String) -> Span {
    for statement in Script(source).statements {
      if case .include(let name) = statement.kind, path.hasSuffix(name.text) { return name.span }
    }
    return Span(0, 1)
  }

  /// The names that `let`, `for` and `def` make, in their order.
  var names: [String] {
    let tokens = Lexer(source).tokens
    var names: [String] = []
    for (token, next) in zip(tokens, tokens.dropFirst()) where [.let, .for].contains(token.kind) {
      let name = source[next.span].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      if !names.contains(String(name)) { names.append(String(name)) }
    }
    return names
  }

  func completions(at offset: Int) -> JSON {
    let line = line(before: offset)
    let found = Interpreter(output: Output()).completions(of: line)
    var candidates = found.candidates
    var typed = String(line.suffix(found.replacing))
    // The prompt knows what is bound; a script says what will be.
    if let dollar = line.lastIndex(of: "$"),
      line[dollar...].dropFirst().allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
    {
      typed = String(line[dollar...])
      candidates = names.map { .init("$\($0)") }.filter { $0.text.hasPrefix(typed) }
    }
    let span = range(of: Span(offset - typed.utf8.count, offset))
    return .list(
      candidates.map { candidate in
        let kind: JSON =
          candidate.text.hasPrefix("$")
          ? 6 : candidate.text.hasSuffix("=") ? 10 : candidate.summary.isEmpty ? 12 : 3
        return [
          "label": .text(candidate.text), "kind": kind, "detail": .text(candidate.summary),
          "textEdit": ["range": span, "newText": .text(candidate.text)],
        ]
      })
  }

  /// Help on the word at a place.
  func hover(at offset: Int) -> JSON {
    var verb: String?
    var outer: [String?] = []
    for token in Lexer(source).tokens where token.kind != .end {
      let text = source[token.span]
      let isThere = token.span.start <= offset && offset < token.span.end
      if isThere {
        let word = token.kind == .meta ? ":" + text.dropFirst().prefix { ("a"..."z").contains($0) } : text
        guard let page = Interpreter.helpPage(on: word, in: verb) else { return .null }
        return ["contents": ["kind": "markdown", "value": .text(page)], "range": range(of: token.span)]
      }
      if token.span.start > offset { return .null }
      switch token.kind {
      case .newline, .semicolon, .pipe, .openBrace, .closeBrace, .equals: verb = nil
      case .openParenthesis, .openBracket:
        outer.append(verb)
        if token.kind == .openParenthesis { verb = nil }
      case .closeParenthesis, .closeBracket: verb = outer.popLast() ?? nil
      case .identifier, .dashed, .expect: verb = verb ?? text
      default: break
      }
    }
    return .null
  }

  /// The change that puts the script into canonical form; null where it does not parse.
  var formatting: JSON {
    guard let formatted = Script(source).formatted else { return .null }
    if formatted == source.text { return [] }
    return [["range": wholeRange, "newText": .text(formatted)]]
  }
}

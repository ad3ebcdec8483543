extension Parser {
  mutating func name() -> Name {
    let span = advance().span
    return Name(source[span], span: span)
  }

  /// What `let`, `for` and `def` bind: a name without dashes.
  mutating func bindingName() throws(Failure) -> Name {
    switch kind {
    case .identifier: return name()
    case .dashed: throw failure(.dashInVariable(text))
    case .variable: throw failure(.dollarInName(String(text.dropFirst())))
    case _ where token.isKeyword: throw failure(.reserved(text))
    default: throw expected("a name")
    }
  }

  mutating func key() -> Name {
    let span = advance().span
    return Name(source[Span(span.start, span.end - 1)], span: Span(span.start, span.end - 1))
  }

  // KEY value, without a blank between them
  mutating func setting() throws(Failure) -> (key: Name, value: Datum) {
    let start = token.span
    let key = key()
    if kind == .equals, isGlued { throw failure(.equality(key.text), at: start.union(token.span)) }
    if token.isSeparator || kind == .end || isGlued { return (key, try value()) }
    throw failure(.blanksAroundEquals(key: key.text, value: text), at: start.union(token.span))
  }

  // ( pipeline | datum ): a pipeline counts as if it stood in parentheses
  mutating func pipelineOrDatum() throws(Failure) -> Datum {
    guard token.isName else {
      if kind == .word { throw failure(.bareWordAsValue(text)) }
      return try datum()
    }
    let pipeline = try pipeline()
    return Datum(kind: .reference(Reference(root: .pipeline(pipeline), trails: [])), span: pipeline.span)
  }

  // WORD | name | datum
  mutating func value() throws(Failure) -> Datum {
    switch kind {
    case .identifier, .dashed, .word:
      let word = name()
      return Datum(kind: .word(word.text), span: word.span)
    default:
      return try datum()
    }
  }

  // unit | range | number | atom
  mutating func datum() throws(Failure) -> Datum {
    switch kind {
    case .unit: return try unit()
    case .number, .minus, .variable, .field, .openParenthesis: return try rangeOrBound()
    default: return try atom()
    }
  }

  // UNIT ( "@" list )?
  private mutating func unit() throws(Failure) -> Datum {
    let start = index
    let written = Array(source.bytes[token.span.start..<token.span.end])
    let colon = token.span.start + (written.lastIndex(of: UInt8(ascii: ":")) ?? 0)
    let end = token.span.end
    let layerSpan = Span(token.span.start, colon)
    let layer = text.hasPrefix("\"") ? unescaped(layerSpan) : source[layerSpan]
    let partSpan = Span(colon + 1, end)
    advance()
    var positions: [Datum]?
    if kind == .at, isGlued {
      advance()
      guard kind == .openBracket else { throw expected("a list of positions in [ ]") }
      positions = try list()
    }
    let unit = Unit(
      layer: Name(layer, span: layerSpan), part: Name(source[partSpan], span: partSpan), positions: positions)
    return Datum(kind: .unit(unit), span: span(from: start))
  }

  // bound ( ".." bound ( "by" bound )? )?
  private mutating func rangeOrBound() throws(Failure) -> Datum {
    let start = index
    let first = try bound()
    guard accept(.dots) else { return first }
    let last = try bound()
    let step = accept(.by) ? try bound() : nil
    return Datum(kind: .range(first, last, by: step), span: span(from: start))
  }

  private mutating func bound() throws(Failure) -> Datum {
    switch kind {
    case .number, .minus: return try number()
    case .variable, .field, .openParenthesis: return try reference()
    default: throw expected("a number or a reference")
    }
  }

  // "-"? NUMBER
  private mutating func number() throws(Failure) -> Datum {
    let start = index
    let sign = accept(.minus) ? "-" : ""
    guard kind == .number else { throw expected("a number") }
    let text = sign + text
    advance()
    return Datum(kind: .number(Number(text: text, value: Double(text) ?? .nan)), span: span(from: start))
  }

  // STRING | "true" | "false" | "none" | list | ref
  func startsAtom(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .string, .true, .false, .none, .openBracket, .variable, .field, .openParenthesis, .malformed: true
    default: false
    }
  }

  mutating func atom() throws(Failure) -> Datum {
    let start = index
    switch kind {
    case .string:
      return Datum(kind: .string(string()), span: span(from: start))
    case .true, .false:
      return Datum(kind: .bool(advance().kind == .true), span: span(from: start))
    case .none, .malformed:
      return Datum(kind: .none, span: advance().span)
    case .openBracket:
      let values = try list()
      return Datum(kind: .list(values), span: span(from: start))
    case .variable, .field, .openParenthesis:
      return try reference()
    case .identifier, .dashed, .word:
      throw failure(.bareWordAsValue(text))
    case _ where token.isKeyword:
      throw failure(.reserved(text))
    default:
      throw expected("a value")
    }
  }

  // "[" NEWLINE* ( value ( NEWLINE* "," NEWLINE* value )* NEWLINE* )? "]"
  private mutating func list() throws(Failure) -> [Datum] {
    try enclosed(by: .closeBracket, or: "\",\" or ", form: "[value, value]") { parser throws(Failure) in
      var values: [Datum] = []
      parser.skipNewlines()
      if parser.kind == .closeBracket { return values }
      repeat {
        parser.skipNewlines()
        values.append(try parser.value())
        parser.skipNewlines()
      } while parser.accept(.comma)
      return values
    }
  }

  // $name trail* | .field trail* | "(" ( pipeline | expr ) ")" trail*
  private mutating func reference() throws(Failure) -> Datum {
    let start = index
    let root: Reference.Root
    switch kind {
    case .field: root = .last
    case .variable: root = variable(source[advance().span].dropFirst())
    default: root = try group()
    }
    var trails: [Reference.Trail] = []
    while (kind == .field && (isGlued || index == start)) || (kind == .openBracket && isGlued) {
      if kind == .field {
        let span = token.span
        trails.append(.field(Name(String(text.dropFirst()), span: Span(span.start + 1, span.end))))
        advance()
      } else {
        trails.append(
          .index(
            try enclosed(by: .closeBracket, form: "$name[index]") { parser throws(Failure) in
              try parser.expression()
            }))
      }
    }
    return Datum(kind: .reference(Reference(root: root, trails: trails)), span: span(from: start))
  }

  private func variable(_ name: Substring) -> Reference.Root {
    if name == "_" { return .last }
    if name.hasPrefix("_"), let cell = Int(name.dropFirst()) { return .cell(cell) }
    return .variable(String(name))
  }

  // "(" NEWLINE* ( pipeline | expr ) NEWLINE* ")"
  private mutating func group() throws(Failure) -> Reference.Root {
    try enclosed(by: .closeParenthesis, form: "(verb key=value) or ($a + 1)") { parser throws(Failure) in
      parser.skipNewlines()
      let root: Reference.Root =
        parser.token.isName ? .pipeline(try parser.pipeline()) : .expression(try parser.expression())
      parser.skipNewlines()
      return root
    }
  }

  mutating func string() -> String { unescaped(advance().span) }

  /// The text between the quotation marks; unknown escapes have been reported by the lexer.
  private func unescaped(_ span: Span) -> String {
    var text: [UInt8] = []
    var isEscaped = false
    for byte in source.bytes[span.start..<span.end].dropFirst().dropLast() {
      switch (isEscaped, Unicode.Scalar(byte)) {
      case (false, "\\"): isEscaped = true
      case (false, _): text.append(byte)
      case (true, "\r"): break
      default:
        isEscaped = false
        switch Unicode.Scalar(byte) {
        case "n": text.append(UInt8(ascii: "\n"))
        case "t": text.append(UInt8(ascii: "\t"))
        case "\n": break
        default: text.append(byte)
        }
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// What people most likely meant where a statement can't go on.
extension Parser {
  /// Arguments are separated by blanks.
  func checkBlank() throws(Failure) {
    guard isGlued else { return }
    let before = tokens[index - 1]
    if before.kind == .number {
      let run = Span(before.span.start, token.span.end)
      throw failure(.digitFirst(source[run]), at: run)
    }
    throw failure(.missingBlank(text))
  }

  func noStatement() -> Failure {
    switch kind {
    case .closeBrace, .closeBracket, .closeParenthesis: failure(.strayClose(text))
    case .else: failure(.strayElse)
    case _ where token.isKeyword: failure(.reserved(text))
    default: failure(.noVerb(found))
    }
  }

  /// A statement has ended; what follows must be a separator.
  mutating func endOfStatement(inBlock: Bool) throws(Failure) {
    if token.isSeparator || kind == .end || (inBlock && kind == .closeBrace) { return }
    let before = tokens[index - 1]
    let word = source[before.span]
    switch kind {
    case .equals where before.isName:
      let value = following
      let span = before.span.union(value.isSeparator || value.kind == .end ? token.span : value.span)
      let text = value.isSeparator || value.kind == .end ? "..." : source[value.span]
      throw failure(before.kind == .dashed ? .dashInKey(word) : .blanksAroundEquals(key: word, value: text), at: span)
    case .closeBrace, .closeBracket, .closeParenthesis: throw failure(.strayClose(text))
    case .comparison, .plus, .star, .slash, .minus: throw failure(.operatorOutsideParentheses(text))
    case .and, .or, .not, .in, .by, .let, .for, .if, .def, .return, .include, .expect:
      throw failure(.reserved(text))
    case .else: throw failure(.strayElse)
    case .question where before.isName: throw failure(.helpAfterVerb(word))
    case .meta where before.isName || before.kind == .word || before.kind == .number: throw failure(.blankInUnit)
    default: throw failure(.unexpected(found))
    }
  }
}

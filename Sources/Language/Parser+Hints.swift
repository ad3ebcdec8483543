/// What people most likely meant where a statement can't go on.
extension Parser {
  /// Arguments are separated by blanks.
  func checkBlank() throws(Failure) {
    let before = tokens[index - 1]
    guard isGlued, before.kind != .malformed else { return }
    if before.kind == .number {
      let run = Span(before.span.start, token.span.end)
      throw failure(.digitFirst(source[run]), at: run)
    }
    throw failure(.missingBlank(text))
  }

  /// What a hint shows behind an equals sign.
  private func valueText(of token: Token) -> String {
    token.isSeparator || token.kind == .end ? "..." : source[token.span]
  }

  func noStatement() -> Failure {
    switch kind {
    case .closeBrace, .closeBracket, .closeParenthesis: failure(.strayClose(text))
    case .else: failure(.strayElse)
    case .key:
      failure(
        .assignment(String(text.dropLast()), value: valueText(of: following)),
        at: token.span.union(following.span))
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
      let span = before.span.union(following.kind == .newline ? token.span : following.span)
      let value = valueText(of: following)
      if index < 2 || tokens[index - 2].isSeparator || tokens[index - 2].kind == .openBrace {
        throw failure(.assignment(word, value: value), at: span)
      }
      throw failure(
        before.kind == .dashed ? .dashInKey(word) : .blanksAroundEquals(key: word, value: value), at: span)
    case .closeBrace, .closeBracket, .closeParenthesis: throw failure(.strayClose(text))
    case .comparison, .plus, .star, .slash, .minus: throw failure(.operatorOutsideParentheses(text))
    case .and, .or, .not, .in, .by, .let, .for, .if, .def, .return, .include, .expect:
      throw failure(.reserved(text))
    case .else: throw failure(.strayElse)
    case .question where before.isName: throw failure(.helpAfterVerb(word))
    case .meta where before.isName || before.kind == .word || before.kind == .number:
      throw failure(.blankInUnit)
    default: throw failure(.unexpected(found))
    }
  }
}

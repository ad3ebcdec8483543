/// Recursive descent over the grammar of `Grammar/xpl.ebnf`; one function per production, named after it.
struct Parser {
  let source: Source
  let tokens: [Token]
  var index = 0
  /// The brackets and braces that enclose the current token, as places in `tokens`.
  var openers: [Int] = []
  /// Operators that nest without a bracket: `not` and `-`.
  var prefixes = 0
  /// How the statement or list at hand is written, for the way out.
  var form = ""
  private(set) var complaints: [Complaint] = []

  static let nestingLimit = 100

  init(source: Source, tokens: [Token]) {
    self.source = source
    self.tokens = tokens
  }

  // MARK: Tokens

  var token: Token { tokens[index] }
  var kind: Token.Kind { tokens[index].kind }
  var text: String { source[token.span] }

  /// Whether the current token follows the one before it without a blank.
  var isGlued: Bool { !token.precededBySpace }

  /// The token after the current one.
  var following: Token { tokens[min(index + 1, tokens.count - 1)] }

  /// The last token is the end of the source, which is never passed.
  @discardableResult
  mutating func advance() -> Token {
    defer { if index < tokens.count - 1 { index += 1 } }
    return token
  }

  mutating func accept(_ kind: Token.Kind) -> Bool {
    guard self.kind == kind else { return false }
    advance()
    return true
  }

  mutating func skipNewlines() {
    while accept(.newline) {}
  }

  mutating func expect(_ kind: Token.Kind, _ what: String) throws(Failure) {
    guard accept(kind) else { throw expected(what) }
  }

  func span(from start: Int) -> Span {
    Span(tokens[start].span.start, tokens[max(start, index - 1)].span.end)
  }

  /// Parses what stands between a bracket, which is the current token, and its partner.
  mutating func enclosed<Content>(
    by close: Token.Kind, or alternative: String = "", form: String? = nil,
    _ content: (inout Parser) throws(Failure) -> Content
  ) throws(Failure) -> Content {
    try checkNesting()
    openers.append(index)
    let outerForm = self.form
    self.form = form ?? self.form
    advance()
    let result = try content(&self)
    guard accept(close) else { throw expected(alternative + "\"\(close.rawValue)\"") }
    openers.removeLast()
    self.form = outerForm
    return result
  }

  func checkNesting() throws(Failure) {
    if openers.count + prefixes >= Self.nestingLimit { throw failure(.tooDeep(limit: Self.nestingLimit)) }
  }

  // MARK: Failures

  /// Ends the statement; the complaint is nil where the lexer has already complained.
  struct Failure: Error {
    var complaint: Complaint?
  }

  func failure(_ error: SyntaxError, at span: Span? = nil) -> Failure {
    if span == nil, kind == .malformed { return Failure() }
    return Failure(complaint: Complaint(error, at: span ?? token.span, in: source))
  }

  func expected(_ what: String) -> Failure {
    guard let opener = openers.last else { return failure(.expected(what, found: found, form: form)) }
    let bracket = source[tokens[opener].span]
    if kind == .end {
      let error = SyntaxError.unclosed(bracket)
      return Failure(complaint: Complaint(error, at: tokens[opener].span, in: source, isOpenEnded: true))
    }
    let line = source.position(of: tokens[opener].span.start).line
    guard bracket != "{", line != source.position(of: token.span.start).line else {
      return failure(.expected(what, found: found, form: form))
    }
    return failure(.notClosed(what, found: found, opener: bracket, line: line))
  }

  /// How a message names the current token.
  var found: String {
    switch kind {
    case .end: "the end"
    case .newline: "the end of the line"
    default: text.count > 40 ? "\"\(text.prefix(39))…\"" : text.hasPrefix("\"") ? text : "\"\(text)\""
    }
  }

  mutating func report(_ failure: Failure) {
    guard let complaint = failure.complaint else { return }
    // One open bracket at the end is enough to say.
    if complaint.isOpenEnded, complaints.contains(where: \.isOpenEnded) { return }
    complaints.append(complaint)
  }

  // MARK: Recovery

  /// Goes on after a statement that failed: at the separator behind its brackets, or behind the line with the
  /// bracket that is never closed.
  mutating func recover(from start: Int, inBlock: Bool) {
    if let closed = closedPlace(from: start) {
      index = closed
    } else if tokens[index - 1].kind == .newline {
      return
    }
    while kind != .end, !token.isSeparator, !(inBlock && kind == .closeBrace) {
      if kind == .openBrace { recoverBlock() } else { index += 1 }
    }
  }

  /// The first place from here on where all parentheses and brackets opened since `start` are closed.
  private func closedPlace(from start: Int) -> Int? {
    var depth = tokens[start..<index].reduce(0) { $0 + nesting(of: $1.kind) }
    var place = index
    while depth > 0 {
      // No brace stands in brackets, and a list of a thousand tokens is none.
      switch tokens[place].kind {
      case .end, .openBrace, .closeBrace: return nil
      case _ where place > index + 1_000: return nil
      default: depth += nesting(of: tokens[place].kind)
      }
      place += 1
    }
    return place
  }

  private func nesting(of kind: Token.Kind) -> Int {
    switch kind {
    case .openParenthesis, .openBracket: 1
    case .closeParenthesis, .closeBracket: -1
    default: 0
    }
  }

  /// The header of a block failed: the statements inside are still read for their own errors.
  private mutating func recoverBlock() {
    let opener = index
    do throws(Failure) {
      _ = try block()
    } catch {
      report(error)
      if index == opener { skipBlock() }
    }
  }

  private mutating func skipBlock() {
    var depth = 0
    repeat {
      if kind == .openBrace { depth += 1 }
      if kind == .closeBrace { depth -= 1 }
      advance()
    } while depth > 0 && kind != .end
  }
}

extension Parser {
  // and ( "or" and )*
  mutating func expression() throws(Failure) -> Expression {
    try chain(of: .or, Expression.Kind.or) { parser throws(Failure) in
      try parser.chain(of: .and, Expression.Kind.and) { parser throws(Failure) in try parser.negation() }
    }
  }

  private mutating func chain(
    of separator: Token.Kind, _ combine: ([Expression]) -> Expression.Kind,
    _ part: (inout Parser) throws(Failure) -> Expression
  ) throws(Failure) -> Expression {
    let start = index
    let first = try part(&self)
    guard kind == separator else { return first }
    var parts = [first]
    while accept(separator) { parts.append(try part(&self)) }
    return Expression(kind: combine(parts), span: span(from: start))
  }

  // "not" not | cmp
  private mutating func negation() throws(Failure) -> Expression {
    guard kind == .not else { return try comparison() }
    return try prefixed(Expression.Kind.not) { parser throws(Failure) in try parser.negation() }
  }

  private mutating func prefixed(
    _ combine: (Expression) -> Expression.Kind, _ operand: (inout Parser) throws(Failure) -> Expression
  ) throws(Failure) -> Expression {
    try checkNesting()
    let start = index
    advance()
    prefixes += 1
    let operand = try operand(&self)
    prefixes -= 1
    return Expression(kind: combine(operand), span: span(from: start))
  }

  // sum ( CMP sum )?
  private mutating func comparison() throws(Failure) -> Expression {
    let start = index
    let left = try sum()
    if kind == .equals { throw failure(.singleEquals) }
    guard kind == .comparison, let comparison = Expression.Comparison(rawValue: text) else { return left }
    advance()
    let right = try sum()
    if kind == .comparison { throw failure(.chainedComparison) }
    return Expression(kind: .compare(left, comparison, right), span: span(from: start))
  }

  // prod ( ( "+" | "-" ) prod )*
  private mutating func sum() throws(Failure) -> Expression {
    try arithmetic([.plus, .minus]) { parser throws(Failure) in
      // unary ( ( "*" | "/" ) unary )*
      try parser.arithmetic([.star, .slash]) { parser throws(Failure) in try parser.unary() }
    }
  }

  private mutating func arithmetic(
    _ signs: [Token.Kind], _ operand: (inout Parser) throws(Failure) -> Expression
  ) throws(Failure) -> Expression {
    let start = index
    let first = try operand(&self)
    var steps: [Expression.Step] = []
    while signs.contains(kind), let sign = Expression.Operator(rawValue: kind.rawValue) {
      advance()
      steps.append(Expression.Step(sign: sign, operand: try operand(&self)))
    }
    if steps.isEmpty { return first }
    return Expression(kind: .arithmetic(first, steps), span: span(from: start))
  }

  // "-" unary | NUMBER | atom
  private mutating func unary() throws(Failure) -> Expression {
    let start = index
    switch kind {
    case .minus:
      return try prefixed(Expression.Kind.negate) { parser throws(Failure) in try parser.unary() }
    case .number:
      let text = text
      advance()
      let number = Datum(
        kind: .number(Number(text: text, value: Double(text) ?? .nan)), span: span(from: start))
      return Expression(kind: .datum(number), span: number.span)
    case .identifier, .dashed, .word:
      throw failure(.wordInExpression(text))
    case .key:
      throw failure(.equality(String(text.dropLast())))
    case _ where startsAtom(kind):
      let atom = try atom()
      return Expression(kind: .datum(atom), span: atom.span)
    case _ where token.isKeyword:
      throw failure(.reserved(text))
    default:
      throw expected("a value")
    }
  }
}

/// Canonical source text: parsed again, it gives the same tree.
extension Statement: CustomStringConvertible {
  public var description: String {
    switch kind {
    case .let(let name, let value): "let \(name) = \(value.withoutParentheses)"
    case .for(let name, in: let values, let body): "for \(name) in \(values) \(block(body))"
    case .if(let branches, else: let last):
      branches.map { "if \($0.condition) \(block($0.body))" }.joined(separator: " else ")
        + (last.map { " else " + block($0) } ?? "")
    case .def(let name, let parameters, let body):
      "def \(name)(\(parameters.map(\.description).joined(separator: ", "))) \(block(body))"
    case .return(let value): value.map { "return " + $0.withoutParentheses } ?? "return"
    case .include(let path): "include \(quoted(path.text))"
    case .expect(let condition, let settings): joined("expect \(condition)", settings)
    case .help(let names): "?" + names.map(\.text).joined(separator: " ")
    case .pipeline(let pipeline): pipeline.description
    case .meta(let name, let text): text.isEmpty ? ":\(name)" : ":\(name) \(text)"
    }
  }
}

extension Statement.Parameter: CustomStringConvertible {
  public var description: String { initial.map { "\(name)=\($0)" } ?? name.text }
}

extension Name: CustomStringConvertible {
  public var description: String { text }
}

extension Pipeline: CustomStringConvertible {
  public var description: String { commands.map(\.description).joined(separator: " | ") }
}

extension Command: CustomStringConvertible {
  public var description: String { joined(verb.text, arguments) }
}

extension Argument: CustomStringConvertible {
  public var description: String { key.map { "\($0)=\(value)" } ?? value.description }
}

extension Datum: CustomStringConvertible {
  public var description: String {
    switch kind {
    case .number(let number): number.text
    case .string(let text): quoted(text)
    case .word(let word): word
    case .bool(let value): value ? "true" : "false"
    case .none: "none"
    case .unit(let unit): unit.description
    case .range(let first, let last, by: let step): "\(first)..\(last)" + (step.map { " by \($0)" } ?? "")
    case .list(let values): list(values)
    case .reference(let reference): reference.description
    }
  }

  /// After `let name =` and `return` a pipeline needs no parentheses.
  fileprivate var withoutParentheses: String {
    if case .reference(let reference) = kind, case .pipeline(let pipeline) = reference.root,
      reference.trails.isEmpty
    {
      return pipeline.description
    }
    return description
  }
}

extension Unit: CustomStringConvertible {
  public var description: String {
    let bare = layer.text + ":0"
    let token = Lexer(Source(name: "", text: bare)).tokens[0]
    let isBare = token.kind == .unit && token.span == Span(0, bare.utf8.count) && !bare.hasPrefix("\"")
    let name = isBare ? layer.text : quoted(layer.text)
    return "\(name):\(part)" + (positions.map { "@" + list($0) } ?? "")
  }
}

extension Reference: CustomStringConvertible {
  public var description: String {
    let start =
      switch root {
      case .last: if case .field? = trails.first { "" } else { "$_" }
      case .cell(let cell): "$_\(cell)"
      case .variable(let name): "$\(name)"
      case .pipeline(let pipeline): "(\(pipeline))"
      case .expression(let expression): "(\(expression))"
      }
    return start + trails.map(\.description).joined()
  }
}

extension Reference.Trail: CustomStringConvertible {
  public var description: String {
    switch self {
    case .field(let name): ".\(name)"
    case .index(let expression): "[\(expression)]"
    }
  }
}

extension Expression: CustomStringConvertible {
  public var description: String {
    switch kind {
    case .or(let parts): parts.map(\.description).joined(separator: " or ")
    case .and(let parts): parts.map(\.description).joined(separator: " and ")
    case .not(let operand): "not \(operand)"
    case .compare(let left, let comparison, let right): "\(left) \(comparison.rawValue) \(right)"
    case .arithmetic(let first, let steps):
      steps.reduce(first.description) { "\($0) \($1.sign.rawValue) \($1.operand)" }
    case .negate(let operand): "-\(operand)"
    case .datum(let datum): datum.description
    }
  }
}

private func joined(_ start: String, _ arguments: [Argument]) -> String {
  ([start] + arguments.map(\.description)).joined(separator: " ")
}

private func list(_ values: [Datum]) -> String {
  "[" + values.map(\.description).joined(separator: ", ") + "]"
}

private func block(_ statements: [Statement]) -> String {
  if statements.isEmpty { return "{ }" }
  let lines = statements.flatMap { $0.description.split(separator: "\n", omittingEmptySubsequences: false) }
  return "{\n" + lines.map { "  \($0)\n" }.joined() + "}"
}

/// A text as a literal of the language.
private func quoted(_ text: String) -> String {
  let escapes: [Unicode.Scalar: String] = ["\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\t": "\\t"]
  return "\"" + text.unicodeScalars.map { escapes[$0] ?? String($0) }.joined() + "\""
}

public import Language

/// What a part of a text is, for its colours.
public struct Highlight: Hashable, Sendable {
  public enum Kind: Hashable, Sendable, CaseIterable {
    case verb, key, keyword, number, string, variable, comment, directive
    /// A verb or key that does not exist, or what no statement can hold.
    case wrong
  }

  public let span: Span
  public let kind: Kind
}

extension Interpreter {
  /// The parts of a text that have a colour, as far as the session knows verbs and keys. The last word may be half typed.
  public func highlights(of text: String) -> [Highlight] {
    let source = Source(name: "", text: text)
    let lexer = Lexer(source)
    let verbs = session.verbs
    var standing = Standing(lexer.tokens, of: source) { name in session.verb(name) }
    let end = text.utf8.count
    var found = lexer.comments.map { Highlight(span: $0, kind: .comment) }
    for token in lexer.tokens {
      let text = source[token.span]
      let isLast = token.span.end == end
      let kind: Highlight.Kind? =
        switch standing.take(token, text) {
        case .verb(let isKnown):
          isKnown ? .verb : isLast && isBeginning(text, of: verbs) ? nil : .wrong
        case .key(let isKnown): isKnown ? .key : .wrong
        case .other: Self.kind(of: token, text, isLast: isLast)
        }
      if let kind { found.append(Highlight(span: token.span, kind: kind)) }
    }
    return found
  }

  private func isBeginning(_ word: String, of verbs: [Verb]) -> Bool {
    verbs.contains { $0.name.hasPrefix(word) } || Token.keywords.keys.contains { $0.hasPrefix(word) }
  }

  private static func kind(of token: Token, _ text: String, isLast: Bool) -> Highlight.Kind? {
    switch token.kind {
    case .number, .unit: .number
    case .string: .string
    case .variable, .field: .variable
    case .key: .key
    case .meta: .directive
    case .malformed: text.hasPrefix("\"") ? .string : isLast ? nil : .wrong
    default: token.isKeyword ? .keyword : nil
    }
  }
}

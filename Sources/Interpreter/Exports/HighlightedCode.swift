import Figures
import Language

/// Code as markup: each token in a `span` of its class, everything else as it stands.
func highlighted(_ code: String) -> String {
  let source = Source(name: "", text: code)
  let lexer = Lexer(source)
  var pieces = lexer.comments.map { (span: $0, style: "comment") }
  var begins = true
  for token in lexer.tokens {
    if let style = token.style(beginningCommand: begins) { pieces.append((token.span, style)) }
    begins =
      [.newline, .semicolon, .pipe, .openBrace, .openParenthesis].contains(token.kind)
      || begins && token.kind == .question
  }
  var markup = ""
  var end = 0
  for (span, style) in pieces.sorted(by: { $0.span.start < $1.span.start }) where span.start >= end {
    markup += source[Span(end, span.start)].escapedForHTML
    markup += "<span class=\"\(style)\">\(source[span].escapedForHTML)</span>"
    end = span.end
  }
  return markup + source[Span(end, code.utf8.count)].escapedForHTML
}

extension Token {
  /// The class of a token; nil for what needs no colour.
  fileprivate func style(beginningCommand begins: Bool) -> String? {
    switch kind {
    case _ where isKeyword, .meta: "keyword"
    case .identifier, .dashed: begins ? "verb" : nil
    case .key: "key"
    case .variable, .field: "name"
    case .number, .unit: "number"
    case .string: "string"
    default: nil
    }
  }
}

/// The smallest piece of a source that means something.
public struct Token: Hashable, Sendable {
  public var kind: Kind
  public var span: Span
  /// Whether a blank, a joined line or the start of a line stands before it.
  public var precededBySpace: Bool

  public enum Kind: String, Hashable, Sendable {
    case end, newline, meta
    /// A name without and with dashes; a dotted name or path; `layer:channel`; `key=`; `.field`; `$name`.
    case identifier, dashed, word, unit, key, field, variable
    case number, string, comparison
    /// What the lexer has already complained about.
    case malformed

    case `let`, `for`, `in`, by, `if`, `else`, def, `return`, include, expect
    case or, and, not, `true`, `false`, none

    case semicolon = ";"
    case pipe = "|"
    case comma = ","
    case equals = "="
    case at = "@"
    case question = "?"
    case dots = ".."
    case plus = "+"
    case minus = "-"
    case star = "*"
    case slash = "/"
    case openParenthesis = "("
    case closeParenthesis = ")"
    case openBracket = "["
    case closeBracket = "]"
    case openBrace = "{"
    case closeBrace = "}"
  }

  /// The reserved words: they are never names or bare words.
  public static let keywords: [String: Kind] = Dictionary(
    uniqueKeysWithValues: [
      .let, .for, .in, .by, .if, .else, .def, .return, .include, .expect, .or, .and, .not, .true, .false,
      .none,
    ].map { (kind: Kind) in (kind.rawValue, kind) })

  public var isKeyword: Bool { Self.keywords[kind.rawValue] != nil }

  var isName: Bool { kind == .identifier || kind == .dashed }

  var isSeparator: Bool { kind == .newline || kind == .semicolon }
}

/// A source, parsed: what it says, its cells, and everything that is wrong with its form.
public struct Script: Sendable {
  public let source: Source
  /// The statements that are right in form; all of them where `diagnostics` is empty.
  public let statements: [Statement]
  public let cells: [Cell]
  /// All syntax errors, in the order of the source (of a file that is no script at all, the first hundred).
  public let diagnostics: [Diagnostic]
  /// Whether the source is right as far as it goes and lacks only its end: a bracket is open, or it stops
  /// after a `|` or a `\`.
  public let isIncomplete: Bool

  public init(_ source: Source) {
    let lexer = Lexer(source)
    var parser = Parser(source: source, tokens: lexer.tokens)
    let statements = parser.statements(inBlock: false)
    let complaints = lexer.complaints + parser.complaints
    self.source = source
    self.statements = statements
    cells = Cell.cells(of: source, comments: lexer.comments, statements: statements)
    diagnostics = Array(complaints.map(\.diagnostic).sorted { $0.span.start < $1.span.start }.prefix(100))
    isIncomplete = !complaints.isEmpty && complaints.allSatisfy(\.isOpenEnded)
  }
}

/// A diagnostic on its way to the reader, and whether further lines could settle it.
package struct Complaint: Error, Sendable {
  package var diagnostic: Diagnostic
  package var isOpenEnded: Bool

  init(_ error: SyntaxError, at span: Span, in source: Source, isOpenEnded: Bool = false) {
    diagnostic = Diagnostic(error.message, at: span, in: source, hint: error.hint)
    self.isOpenEnded = isOpenEnded
  }
}

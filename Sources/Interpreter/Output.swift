public import Language

/// The ways out of the interpreter.
public struct Output: Sendable {
  /// Shows a result: data for standard output.
  public var show: @Sendable (Value) -> Void
  /// Says what was done or assumed, in a line of plain text.
  public var note: @Sendable (String) -> Void
  public var complain: @Sendable (Diagnostic) -> Void

  public init(
    show: @escaping @Sendable (Value) -> Void, note: @escaping @Sendable (String) -> Void,
    complain: @escaping @Sendable (Diagnostic) -> Void
  ) {
    self.show = show
    self.note = note
    self.complain = complain
  }
}

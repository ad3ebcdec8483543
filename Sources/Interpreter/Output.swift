public import Language

/// The ways between the interpreter and its reader.
public struct Output: Sendable {
  /// Shows a result: data for standard output.
  public var show: @Sendable (Value) -> Void
  /// Says what was done or assumed, in a line of plain text.
  public var note: @Sendable (String) -> Void
  public var complain: @Sendable (Diagnostic) -> Void
  /// How far a computation has come, from 0 to 1.
  public var progress: @Sendable (Double) -> Void
  /// Whether the reader has asked to stop.
  public var isInterrupted: @Sendable () -> Bool

  public init(
    show: @escaping @Sendable (Value) -> Void = { _ in },
    note: @escaping @Sendable (String) -> Void = { _ in },
    complain: @escaping @Sendable (Diagnostic) -> Void = { _ in },
    progress: @escaping @Sendable (Double) -> Void = { _ in },
    isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) {
    self.show = show
    self.note = note
    self.complain = complain
    self.progress = progress
    self.isInterrupted = isInterrupted
  }
}

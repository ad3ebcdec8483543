public import Language

/// A result on its way to the reader.
public struct Shown: Sendable {
  public let value: Value
  /// The cell that it is the result of; none for what directives say.
  public let cell: Int?
  public let mode: Presentation.Mode
}

/// The ways between the interpreter and its reader.
public struct Output: Sendable {
  /// Shows a result: data for standard output.
  public var show: @Sendable (Shown) -> Void
  /// Says what was done or assumed, in a line of plain text.
  public var note: @Sendable (String) -> Void
  public var complain: @Sendable (Diagnostic) -> Void
  /// How far a computation has come, from 0 to 1, and what else there is to say of it.
  public var progress: @Sendable (Double, String?) -> Void
  /// Whether the reader has asked to stop.
  public var isInterrupted: @Sendable () -> Bool
  /// Lets the reader change a text; nil where there is no one to do it.
  public var edit: @Sendable (String) -> String?
  /// How long the reader has been waited for so far, in a pager or an editor.
  public var waited: @Sendable () -> Duration
  /// Takes what came of each `expect`; a script then goes on after those that are not met. nil where they are
  /// complaints.
  public var judge: (@Sendable (Verdict) -> Void)?

  public init(
    show: @escaping @Sendable (Shown) -> Void = { _ in },
    note: @escaping @Sendable (String) -> Void = { _ in },
    complain: @escaping @Sendable (Diagnostic) -> Void = { _ in },
    progress: @escaping @Sendable (Double, String?) -> Void = { _, _ in },
    isInterrupted: @escaping @Sendable () -> Bool = { false },
    edit: @escaping @Sendable (String) -> String? = { _ in nil },
    waited: @escaping @Sendable () -> Duration = { .zero },
    judge: (@Sendable (Verdict) -> Void)? = nil
  ) {
    self.show = show
    self.note = note
    self.complain = complain
    self.progress = progress
    self.isInterrupted = isInterrupted
    self.edit = edit
    self.waited = waited
    self.judge = judge
  }
}

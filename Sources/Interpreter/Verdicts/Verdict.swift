/// What came of an `expect`.
public struct Verdict: Sendable {
  /// What is expected: the name that was given, or the condition as it is written.
  public let name: String
  /// Where it stands: "script.xpl:3".
  public let file: String
  public let line: Int
  /// What it is worth, if it is worth anything.
  public let points: Double?
  /// Why it is not met; nil where it is.
  public let reason: String?
  /// What helps where it is not met.
  public let hint: String?

  public var isMet: Bool { reason == nil }
}

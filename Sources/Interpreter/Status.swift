/// How a script ended; the raw value is the exit code.
public enum Status: Int32, Sendable {
  case done = 0
  /// A statement failed.
  case failed = 1
  /// The script does not parse or check: nothing of it was run.
  case invalid = 2
  /// An `expect` was not met.
  case unmet = 3
  case interrupted = 130
}

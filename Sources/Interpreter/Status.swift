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

extension Status {
  /// How it ends where a file can't be read: one that is no text parses no more than one that is no script.
  public init(ofReading error: any Error) {
    self = if case Mistake.textNeeded = error { .invalid } else { .failed }
  }
}

import Glibc

/// Measures work.
struct Clock {
  /// The median of some repetitions, after one that does not count: it plans, and reorders weights.
  func median(of repetitions: Int = 5, _ work: () throws -> Void) rethrows -> Duration {
    try work()
    let times = try (0..<repetitions).map { _ in try once(work) }
    return times.sorted()[repetitions / 2]
  }

  func once(_ work: () throws -> Void) rethrows -> Duration {
    try ContinuousClock().measure(work)
  }
}

func stop(_ message: String, code: Int32) -> Never {
  let line = Array("bench: \(message)\n".utf8)
  _ = write(STDERR_FILENO, line, line.count)
  exit(code)
}

import Dispatch

/// Calls `body` with stretches of `0..<count` that together cover it, on all processors.
///
/// Stretches do not follow from the number of processors, and what is computed of an entry must not follow from its stretch:
/// then results are the same on every machine.
func inStretches(_ count: Int, of length: Int, _ body: @Sendable (Range<Int>) -> Void) {
  DispatchQueue.concurrentPerform(iterations: (count + length - 1) / length) { stretch in
    body(stretch * length..<min((stretch + 1) * length, count))
  }
}

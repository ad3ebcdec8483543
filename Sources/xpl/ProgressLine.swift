import Glibc
import Synchronization

/// One line on standard error for work that takes longer than half a second, with the time left.
final class ProgressLine: Sendable {
  private struct State {
    var start: ContinuousClock.Instant?
    var fraction = 0.0
    var shown: ContinuousClock.Instant?
  }

  private let isShown: Bool
  private let state = Mutex(State())

  init(isShown: Bool) {
    self.isShown = isShown
  }

  /// `fraction` is the share that is done; a smaller one than before means that new work began.
  func show(_ fraction: Double, _ detail: String?) {
    guard isShown else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      if state.start == nil || fraction < state.fraction { state.start = now }
      state.fraction = fraction
      guard let start = state.start, now - start > .milliseconds(500), fraction > 0 else { return }
      // Ten times a second is as often as anybody reads.
      if let shown = state.shown, now - shown < .milliseconds(100) { return }
      let seconds =
        Double((now - start).components.seconds) + Double((now - start).components.attoseconds) * 1e-18
      let left = Int((seconds * (1 - fraction) / fraction).rounded(.up))
      state.shown = now
      let line = "\(Int(fraction * 100)) %, \(left) s left\(detail.map { "; \($0)" } ?? "")"
      Stream.error.write("\r\u{1B}[K" + line.prefix(max(20, (Stream.error.columns ?? 80) - 1)))
    }
  }

  func clear() {
    state.withLock { state in
      if state.shown != nil { Stream.error.write("\r\u{1B}[K") }
      state = State()
    }
  }
}

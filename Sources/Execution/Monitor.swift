/// How a running computation is watched and stopped.
public struct Monitor: Sendable {
  /// How far a run has come.
  public struct Progress: Hashable, Sendable {
    /// The share of the work that is done, by the cost model: 0 to 1.
    public var fraction: Double
    /// What is being computed.
    public var step: String
    /// What a reader wants to see of it, such as the loss of a training.
    public var detail: String?

    public init(fraction: Double, step: String, detail: String? = nil) {
      (self.fraction, self.step, self.detail) = (fraction, step, detail)
    }
  }

  /// Asked before each piece of work; a run that is cancelled throws `CancellationError`.
  public var isCancelled: @Sendable () -> Bool
  public var report: @Sendable (Progress) -> Void
  /// Told after each step how long it took, where somebody wants to know.
  public var finished: (@Sendable (Step, Duration) -> Void)?

  public init(
    isCancelled: @escaping @Sendable () -> Bool = { false },
    report: @escaping @Sendable (Progress) -> Void = { _ in },
    finished: (@Sendable (Step, Duration) -> Void)? = nil
  ) {
    self.isCancelled = isCancelled
    self.report = report
    self.finished = finished
  }

  /// The monitor of a part of a larger work, whose progress is that of the whole.
  ///
  /// - Parameters:
  ///   - done: the share of the whole that is done when the part begins.
  ///   - share: the share that the part is of the whole.
  public func part(from done: Double, share: Double) -> Monitor {
    let report = report
    return Monitor(
      isCancelled: isCancelled,
      report: { report(Progress(fraction: done + share * $0.fraction, step: $0.step, detail: $0.detail)) },
      finished: finished)
  }

  func timed(_ step: Step, _ work: () throws -> Void) rethrows {
    guard let finished else { return try work() }
    finished(step, try ContinuousClock().measure(work))
  }

  public static let silent = Monitor()
}

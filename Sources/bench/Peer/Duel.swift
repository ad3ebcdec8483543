/// A row beside its counterpart, measured in turn.
package struct Duel: Codable, Hashable, Sendable {
  package let name: String
  package let tool: String
  /// Seconds and bytes, ours first.
  package let time: [Double]
  package let memory: [Int]
  /// The largest difference of the results, as a share of the largest entry of the reference's.
  package let difference: Double
  /// How far both are from a finer integral, where the peer's numbers are not the reference.
  package var accuracy: Accuracy?
  /// How large the difference may be, where that is not ``tolerance``.
  package var bound: Double?
  /// How large the difference may be: what Float32 allows for passes of this length.
  package static let tolerance = 1e-4

  package init(
    name: String, tool: String, time: [Double], memory: [Int], difference: Double, accuracy: Accuracy? = nil,
    bound: Double? = nil
  ) {
    (self.name, self.tool, self.time, self.memory) = (name, tool, time, memory)
    (self.difference, self.accuracy, self.bound) = (difference, accuracy, bound)
  }

  package var agrees: Bool { accuracy?.suffices ?? (difference <= bound ?? Self.tolerance) }

  static let header =
    "\nin turn with the peer".filled(to: 37)
    + ["ours ms", "peer ms", "faster", "ours MB", "peer MB", "smaller", "difference"].map { $0.led(to: 11) }
    .joined()

  var line: String {
    let cells = [
      (time[0] * 1e3).text(), (time[1] * 1e3).text(), (time[1] / time[0]).text(2) + " x",
      (Double(memory[0]) * 1e-6).text(0), (Double(memory[1]) * 1e-6).text(0),
      (Double(memory[1]) / Double(memory[0])).text(2) + " x", difference.short,
    ]
    return name.filled(to: 36) + cells.map { $0.led(to: 11) }.joined() + "  " + tool
      + (accuracy.map { "; ours (the peer's): \($0.text)" } ?? "") + (agrees ? "" : "  DIFFERS")
  }
}

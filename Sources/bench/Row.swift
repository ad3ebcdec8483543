/// A line of the table: what was measured and how long it took.
struct Row: CustomStringConvertible {
  let name: String
  let time: Duration
  /// How much arithmetic that was, where it says something.
  var operations: Int?

  var description: String {
    name.filled(to: 44) + milliseconds.led(to: 12) + " ms" + (rate.map { $0.led(to: 9) + " GFLOP/s" } ?? "")
  }

  private var seconds: Double {
    Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
  }

  private var milliseconds: String { Row.text(seconds * 1e3) }
  private var rate: String? { operations.map { Row.text(Double($0) / seconds * 1e-9) } }

  /// With one decimal.
  private static func text(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}

extension String {
  fileprivate func filled(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  fileprivate func led(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}

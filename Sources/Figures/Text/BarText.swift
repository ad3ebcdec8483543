/// Bars of `#` on both sides of zero, behind their labels.
struct BarText {
  let labels: [String]
  let values: [Double]

  private static let width = 40.0

  /// One line for each bar, all equally long.
  var rows: [String] {
    let finite = values.filter(\.isFinite)
    let (low, high) = (min(0, finite.min() ?? 0), max(0, finite.max() ?? 0))
    let span = high / 2 - low / 2
    // At least one mark for what is not zero.
    func marks(_ value: Double) -> Int {
      guard value > 0, value.isFinite, span > 0 else { return 0 }
      return max(1, Int((value / 2 / span * BarText.width).rounded()))
    }
    return zip(labels.map(\.printable).aligned(.start), values).map { label, value in
      let negative = String(repeating: "#", count: marks(-value)).padded(to: marks(-low), .end)
      let positive = String(repeating: "#", count: marks(value)).padded(to: marks(high))
      return "\(label) \(negative)|\(positive)"
    }
  }
}

extension [String] {
  /// All padded to the longest.
  func aligned(_ anchor: Text.Anchor) -> [String] {
    let width = map(\.count).max() ?? 0
    return map { $0.padded(to: width, anchor) }
  }
}

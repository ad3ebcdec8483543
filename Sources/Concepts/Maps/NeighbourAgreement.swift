/// How often those near each other on a map have the same value.
public struct NeighbourAgreement: Codable, Hashable, Sendable {
  /// The share of pairs of a row and one near it whose values are the same, of those of which both are known.
  public let share: Double
  /// The same of any two rows: what a map that knows nothing of the values reaches.
  public let chance: Double

  /// - Parameters:
  ///   - near: those near each row.
  ///   - values: the value of each row; nil where it is not known.
  /// - Returns: nil where no value is known of two rows near each other.
  public init?(_ near: [[Int]], values: [Int?]) {
    guard near.count == values.count else { return nil }
    var (same, pairs) = (0, 0)
    for (row, others) in near.enumerated() {
      guard let value = values[row] else { continue }
      for other in others where values.indices.contains(other) {
        guard let found = values[other] else { continue }
        pairs += 1
        if found == value { same += 1 }
      }
    }
    var counts: [Int: Int] = [:]
    for case let value? in values { counts[value, default: 0] += 1 }
    let known = Double(counts.values.reduce(0, +))
    guard pairs > 0, known > 1 else { return nil }
    share = Double(same) / Double(pairs)
    chance = counts.values.reduce(0) { $0 + Double($1) * Double($1 - 1) } / (known * (known - 1))
  }
}

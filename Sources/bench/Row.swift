/// What was measured of one piece of work. Times are in seconds.
package struct Row: Codable, Hashable, Sendable {
  package let name: String
  package let median: Double
  package let minimum: Double
  /// How much longer the first time took: it plans, folds constants and reorders weights.
  package var first: Double?
  /// Floating-point operations of one repetition, and bytes read and written by its steps.
  package var operations: Int?
  package var bytes: Int?
  /// The most memory that the process had while it worked, in bytes.
  package var memory: Int?

  package init(name: String, times: [Double]) {
    let sorted = times.sorted()
    self.name = name
    median = sorted.isEmpty ? .nan : sorted[sorted.count / 2]
    minimum = sorted.first ?? .nan
  }

  /// Rates are those of the fastest repetition: whatever else runs here only takes time away.
  var operationRate: Double? { operations.map { Double($0) / minimum } }
  var byteRate: Double? { bytes.map { Double($0) / minimum } }
}

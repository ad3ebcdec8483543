/// A concept that people name, and which of its values some rows have.
public struct LabelledConcept: Codable, Hashable, Sendable {
  public let name: String
  /// The names of its values.
  public let values: [String]
  /// The value of each row, from 0; nil where nobody said.
  public let labels: [Int?]

  public init(name: String, values: [String], labels: [Int?]) {
    self.name = name
    self.values = values
    self.labels = labels
  }

  /// The rows that have a label, ascending.
  var labelled: [Int] { labels.indices.filter { labels[$0] != nil } }

  func check(rows: Int) throws(LearningError) {
    guard labels.count == rows else { throw .unequalCounts("labels of \(name)", labels.count, "rows", rows) }
    guard !labelled.isEmpty else { throw .empty("the labels of \(name)") }
    for case let label? in labels where !values.indices.contains(label) {
      throw .outOfRange("value of \(name)", label, range: 0...max(0, values.count - 1))
    }
  }
}

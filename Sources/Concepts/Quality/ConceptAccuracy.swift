/// How well one concept is predicted.
public struct ConceptAccuracy: Codable, Hashable, Sendable {
  /// The share of right values.
  public let accuracy: Double
  /// The mean over the values of 2 · right / (predicted + true); values that are neither predicted nor true are left out.
  public let f1: Double
  /// The share of the most frequent true value: what knowing nothing reaches.
  public let majority: Double

  /// - Throws: ``LearningError`` where there are no samples or not as many of both.
  public init(predicted: [Int], truth: [Int]) throws(LearningError) {
    guard !truth.isEmpty else { throw .empty("the samples") }
    guard predicted.count == truth.count else {
      throw .unequalCounts("predicted values", predicted.count, "true values", truth.count)
    }
    accuracy = Double(zip(predicted, truth).count { $0 == $1 }) / Double(truth.count)
    var scores: [Double] = []
    var largest = 0
    for value in Set(predicted).union(truth).sorted() {
      let (said, real) = (predicted.count { $0 == value }, truth.count { $0 == value })
      let right = zip(predicted, truth).count { $0 == value && $1 == value }
      scores.append(2 * Double(right) / Double(said + real))
      largest = max(largest, real)
    }
    f1 = scores.reduce(0, +) / Double(scores.count)
    majority = Double(largest) / Double(truth.count)
  }

  /// Of each concept.
  ///
  /// - Parameter predicted: [sample][concept], as `truth`.
  public static func all(predicted: [[Int]], truth: [[Int]]) throws(LearningError) -> [ConceptAccuracy] {
    try checkAlike(predicted, truth)
    var result: [ConceptAccuracy] = []
    for concept in truth[0].indices {
      result.append(
        try ConceptAccuracy(predicted: predicted.map { $0[concept] }, truth: truth.map { $0[concept] }))
    }
    return result
  }
}

/// Throws where there are no samples, or these are not two tables of the same numbers of samples and concepts.
func checkAlike(_ predicted: [[Int]], _ truth: [[Int]]) throws(LearningError) {
  guard let first = truth.first, !first.isEmpty else { throw .empty("the samples") }
  guard predicted.count == truth.count else {
    throw .unequalCounts("predicted samples", predicted.count, "true samples", truth.count)
  }
  for row in predicted + truth where row.count != first.count {
    throw .unequalCounts("values of a sample", row.count, "concepts", first.count)
  }
}

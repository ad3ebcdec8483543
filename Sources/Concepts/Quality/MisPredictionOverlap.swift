/// How often several concepts of a sample are wrong at once: MPO(m) is the share of samples with at least m wrong concepts.
///
/// Source: Kazhdan et al. 2020, "CME", with m up to the number of concepts.
public struct MisPredictionOverlap: Codable, Hashable, Sendable {
  /// MPO(0), ..., MPO(number of concepts): from 1 down. The lower the better.
  public let shares: [Double]

  /// - Parameters:
  ///   - predicted: [sample][concept], as `truth`.
  ///   - relevant: the concepts that count; all where nil.
  /// - Throws: ``LearningError`` where the tables are empty or unlike, or a concept does not exist.
  public init(predicted: [[Int]], truth: [[Int]], relevant: [Int]? = nil) throws(LearningError) {
    try checkAlike(predicted, truth)
    let concepts = relevant ?? Array(truth[0].indices)
    for concept in concepts where !truth[0].indices.contains(concept) {
      throw .outOfRange("concept", concept, range: 0...truth[0].count - 1)
    }
    let errors = zip(predicted, truth).map { predicted, truth in
      concepts.count { predicted[$0] != truth[$0] }
    }
    shares = (0...concepts.count).map { most in
      Double(errors.count { $0 >= most }) / Double(errors.count)
    }
  }
}

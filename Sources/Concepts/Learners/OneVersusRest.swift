public import Execution
public import Tensors

/// For each class a logistic model of the class against as many rows of all others, drawn by the seed.
///
/// p(class) ∝ the probability that its own model gives it. With one layer this is the probe of concepts that Net2Vec trains
/// on whole layers. Source: Fong and Vedaldi 2018, "Net2Vec"; as a baseline in Kazhdan et al. 2020.
public struct OneVersusRest: Codable, Hashable, Sendable {
  public let classes: Int
  /// One for each class; nil for a class without rows.
  public let models: [LogisticRegression?]

  /// - Parameters:
  ///   - rows: [rows, features]
  ///   - labels: the class of each row, from 0.
  ///   - regularization: C, the larger the freer the coefficients.
  /// - Throws: ``LearningError``, `CancellationError`.
  public init(
    _ rows: Tensor, labels: [Int], classes: Int, regularization: Double = 1, seed: UInt64 = 0,
    monitor: Monitor = .silent
  ) throws {
    try rows.checkAsTable("the rows")
    try rows.check(labels: labels, classes: classes, weights: nil)
    self.classes = classes
    models = try (0..<classes).map { label in
      var random = Random(seed: seed, stream: UInt64(label))
      let own = random.shuffled(labels.indices.filter { labels[$0] == label })
      let others = random.shuffled(labels.indices.filter { labels[$0] != label })
      if own.isEmpty { return nil }
      let size = others.isEmpty ? own.count : min(own.count, others.count)
      let chosen = (own.prefix(size) + others.prefix(size)).sorted()
      return try LogisticRegression(
        rows.rows(chosen), labels: chosen.map { labels[$0] == label ? 1 : 0 }, classes: 2,
        regularization: regularization, monitor: monitor)
    }
  }

  /// [rows, classes] of [rows, features].
  public func probabilities(_ rows: Tensor) throws(ExecutionError) -> Tensor {
    var result = Tensor([rows.shape[0], classes], repeating: 0)
    for (label, model) in models.enumerated() {
      guard let single = try model?.probabilities(rows) else { continue }
      for row in 0..<rows.shape[0] { result.values[row * classes + label] = single.values[row * 2 + 1] }
    }
    return result.rowShares(else: models.map { $0 == nil ? 0 : 1 })
  }
}

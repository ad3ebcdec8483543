public import Execution
public import Tensors

/// How much predicted concepts tell of each other beyond what the true ones do: 0 for as much as the truth, 1 at worst.
///
/// 2 / k · |A(predicted) - A(true)| in Frobenius' norm, where A[i][j] is the area under the curve with which concept j is
/// told by what is predicted of concept i, or by its true value; by a decision tree, on the half of the samples that it was
/// not learnt from. Of concepts with more than two values the mean area of all values.
/// Source: oracle impurity in Espinosa Zarlenga et al. 2023, "Towards robust metrics for concept representation evaluation",
/// who tell concepts by small networks.
public struct ConceptImpurity: Codable, Hashable, Sendable {
  public let impurity: Double
  /// [i][j]; 0.5 where a half of the samples has one value only.
  public let predicted: [[Double]]
  public let truth: [[Double]]

  /// - Parameters:
  ///   - probabilities: for each concept what is predicted of it: [samples, values].
  ///   - values: the true value of each concept of each sample: [sample][concept].
  /// - Throws: ``LearningError``, `CancellationError`.
  public init(
    probabilities: [Tensor], truth values: [[Int]], seed: UInt64 = 0, monitor: Monitor = .silent
  ) throws {
    guard values.count > 1, !probabilities.isEmpty else { throw LearningError.empty("the samples") }
    for row in values where row.count != probabilities.count {
      throw LearningError.unequalCounts("values of a sample", row.count, "concepts", probabilities.count)
    }
    for table in probabilities {
      try table.checkAsTable("the probabilities")
      if table.shape[0] != values.count {
        throw LearningError.unequalCounts("predicted samples", table.shape[0], "true samples", values.count)
      }
    }
    let count = probabilities.count
    let parts = CrossValidation(strata: values.map { _ in 0 }, folds: 2, seed: seed)
    let (learning, judged) = (parts.learning(0), parts.heldOut[0])
    func areas(_ share: Double, _ rows: (Int) -> Tensor) throws -> [[Double]] {
      try (0..<count).map { concept in
        monitor.report(
          Monitor.Progress(
            fraction: share + Double(concept) / Double(2 * count), step: "what concepts tell of each other"))
        let table = rows(concept)
        return try (0..<count).map { other in
          let labels = values.map { $0[other] }
          let number = probabilities[other].shape[1]
          let model = try DecisionTree(
            table.rows(learning), labels: learning.map { labels[$0] }, classes: number,
            settings: DecisionTree.Settings(leafRows: max(1, learning.count / 50)), monitor: monitor.quiet)
          let said = model.probabilities(table.rows(judged))
          let found = (0..<number).compactMap { value in
            rankedArea(
              scores: judged.indices.map { Double(said.values[$0 * number + value]) },
              isOne: judged.map { labels[$0] == value })
          }
          return found.isEmpty ? 0.5 : found.reduce(0, +) / Double(found.count)
        }
      }
    }
    let predicted = try areas(0) { probabilities[$0] }
    let truth = try areas(0.5) { concept in
      let number = probabilities[concept].shape[1]
      return Tensor(
        [values.count, number],
        values.flatMap { row in (0..<number).map { $0 == row[concept] ? 1 : 0 } })
    }
    let squares = zip(predicted, truth).reduce(0.0) { sum, rows in
      zip(rows.0, rows.1).reduce(sum) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    impurity = 2 * squares.squareRoot() / Double(count)
    self.predicted = predicted
    self.truth = truth
  }
}

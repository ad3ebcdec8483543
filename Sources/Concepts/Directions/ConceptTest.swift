public import Execution
public import Tensors

/// How often a class's logit grows along a concept's direction in a layer, and whether that is more, or less, than along
/// directions that part random samples.
///
/// score = share of the class's samples with ∇f · v > 0. The concept's examples are parted from several random sets, and
/// these from each other; a Welch test compares both lots of scores. Source: Kim et al. 2018, TCAV.
public struct ConceptTest: Codable, Hashable, Sendable {
  /// The score of the concept against each random set.
  public let scores: [Double]
  /// The scores of random sets against each other.
  public let random: [Double]
  public let test: WelchTest
  /// How well the concept's direction parts examples that it was not learned from: the mean over sets; a half is chance.
  public let accuracy: Double
  /// The mean of ∇f · v over samples and sets.
  public let derivative: Double

  /// - Parameters:
  ///   - concept: the layer's outputs for samples with the concept: [samples, entries].
  ///   - pool: and for samples at random, at least twice as many as examples are.
  ///   - gradients: of the class's logit by the layer's output, in samples of the class: [samples, entries].
  ///   - runs: how many random sets there are, 2 or more.
  /// - Throws: ``LearningError``, `CancellationError`.
  public init(
    concept: Tensor, pool: Tensor, gradients: Tensor, runs: Int, seed: UInt64 = 0, monitor: Monitor = .silent
  ) throws {
    for (table, name) in [(concept, "the examples"), (pool, "the random samples"), (gradients, "the gradients")] {
      try table.checkAsTable(name)
    }
    guard runs >= 2 else { throw LearningError.setting("the number of runs", Double(runs), expected: "2 or more") }
    let size = concept.shape[0]
    guard pool.shape[0] >= 2 * size else {
      throw LearningError.setting(
        "the number of random samples", Double(pool.shape[0]), expected: "\(2 * size) or more, twice the examples")
    }
    var (scores, others): ([Double], [Double]) = ([], [])
    var (accuracy, derivative) = (0.0, 0.0)
    for run in 0..<runs {
      if monitor.isCancelled() { throw CancellationError() }
      monitor.report(Monitor.Progress(fraction: Double(run) / Double(runs), step: "concept vectors"))
      var draw = Random(seed: seed, stream: UInt64(100 + run))
      let order = draw.shuffled(0..<pool.shape[0])
      let first = pool.rows(Array(order.prefix(size)))
      let second = pool.rows(Array(order.dropFirst(size).prefix(size)))
      func share(_ vector: ConceptVector) throws -> (share: Double, mean: Double) {
        let derivatives = try vector.derivatives(gradients)
        return (
          Double(derivatives.count { $0 > 0 }) / Double(derivatives.count),
          derivatives.reduce(0, +) / Double(derivatives.count)
        )
      }
      let vector = try ConceptVector(concept: concept, others: first, seed: seed &+ UInt64(run), monitor: monitor.quiet)
      let found = try share(vector)
      scores.append(found.share)
      accuracy += vector.accuracy / Double(runs)
      derivative += found.mean / Double(runs)
      others.append(
        try share(ConceptVector(concept: second, others: first, seed: seed &+ UInt64(run), monitor: monitor.quiet)).share)
    }
    guard let test = WelchTest(scores, others) else {
      throw LearningError.setting("the number of runs", Double(runs), expected: "2 or more")
    }
    (self.scores, random, self.test) = (scores, others, test)
    (self.accuracy, self.derivative) = (accuracy, derivative)
  }
}

public import Execution
import Glibc
import Tensors

/// How the accuracy of a task rises while a person corrects one concept after another.
///
/// Sources: Koh et al. 2020, "Concept bottleneck models" (the model of concepts stays as it is); Kazhdan et al. 2020, "CME"
/// (it is learnt anew from samples with the same corrections, but not from those that it is judged by); orders as in Shin et
/// al. 2023, "A closer look at the intervention procedure of concept bottleneck models".
public struct InterventionCurve: Codable, Hashable, Sendable {
  /// Which concept is corrected first.
  public enum Order: String, Codable, CaseIterable, Hashable, Sendable {
    /// That which matters most to the model of concepts: the same for all samples.
    case importance
    /// Drawn for each sample.
    case random
    /// That of the sample whose predicted probabilities have the largest entropy.
    case uncertainty
  }

  /// Samples whose concepts were predicted and are known.
  public struct Samples: Sendable {
    public var prediction: ConceptPredictors.Prediction
    /// The true value of each concept: [sample][concept].
    public var truth: [[Int]]
    /// The class that is right: the true one, or the network's.
    public var labels: [Int]

    public init(prediction: ConceptPredictors.Prediction, truth: [[Int]], labels: [Int]) {
      self.prediction = prediction
      self.truth = truth
      self.labels = labels
    }
  }

  /// The share of right classes with 0, 1, ... and all concepts corrected.
  public let accuracies: [Double]
  public let order: Order
  /// Whether the model was learnt anew at each step.
  public let isRefitted: Bool

  /// - Parameters:
  ///   - model: the model of concepts that is asked, and learnt anew from `refitting` where that is given.
  ///   - refitting: other samples, which are corrected in the same order.
  /// - Throws: ``LearningError``, `CancellationError`.
  public init(
    _ model: ConceptModel, _ samples: Samples, order: Order, seed: UInt64 = 0, refitting: Samples? = nil,
    monitor: Monitor = .silent
  ) throws {
    let orders = try samples.orders(order, model, seed: seed)
    let refittingOrders = try refitting?.orders(order, model, seed: seed)
    accuracies = try (0...model.concepts.count).map { corrected in
      if monitor.isCancelled() { throw CancellationError() }
      monitor.report(
        Monitor.Progress(fraction: Double(corrected) / Double(model.concepts.count + 1), step: "corrections"))
      var asked = model
      if let refitting, let refittingOrders {
        asked = try ConceptModel(
          refitting.corrected(refittingOrders, corrected), labels: refitting.labels,
          concepts: model.concepts, classes: model.classes, settings: model.settings, monitor: monitor.quiet)
      }
      let said = try asked.predict(samples.corrected(orders, corrected))
      return Double(zip(said, samples.labels).count { $0 == $1 }) / Double(said.count)
    }
    self.order = order
    isRefitted = refitting != nil
  }
}

extension InterventionCurve.Samples {
  /// Predicted values, with the first so many concepts of each sample's order as they truly are.
  fileprivate func corrected(_ orders: [[Int]], _ number: Int) -> ConceptPredictors.Prediction {
    prediction.corrected(
      zip(truth, orders).map { truth, order in
        Dictionary(uniqueKeysWithValues: order.prefix(number).map { ($0, truth[$0]) })
      })
  }

  /// The order of concepts of each sample; equals by number.
  fileprivate func orders(
    _ order: InterventionCurve.Order, _ model: ConceptModel, seed: UInt64
  ) throws(LearningError) -> [[Int]] {
    try checkAlike(prediction.values, truth)
    let count = truth[0].count
    guard labels.count == truth.count else {
      throw .unequalCounts("classes", labels.count, "samples", truth.count)
    }
    guard count == model.concepts.count, prediction.probabilities.count == count else {
      throw .unequalCounts("concepts of the samples", count, "concepts", model.concepts.count)
    }
    func descending(_ scores: [Double]) -> [Int] {
      scores.indices.sorted { (-scores[$0], $0) < (-scores[$1], $1) }
    }
    switch order {
    case .importance:
      return [[Int]](repeating: descending(model.importances), count: truth.count)
    case .random:
      return truth.indices.map { sample in
        var random = Random(seed: seed, stream: UInt64(sample))
        return random.shuffled(0..<count)
      }
    case .uncertainty:
      for table in prediction.probabilities where table.rank != 2 || table.shape[0] != truth.count {
        throw .shape("the probabilities", table.shape, expected: "[\(truth.count), values]")
      }
      return truth.indices.map { sample in
        descending(
          prediction.probabilities.map { table in
            table[sample].values.reduce(0) { $1 > 0 ? $0 - Double($1) * log(Double($1)) : $0 }
          })
      }
    }
  }
}

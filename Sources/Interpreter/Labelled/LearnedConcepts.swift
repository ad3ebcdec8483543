import Attributions
import Concepts
import Data
import Execution
import Models
import Tensors

/// Concepts that were learned from labels, where in the network each is read, and how they make its decision.
struct LearnedConcepts: Codable, Hashable, Sendable {
  let predictors: ConceptPredictors
  /// From predicted concepts to the class that the network says.
  let model: ConceptModel
  let draw: LabelDraw
  /// What is predicted of the samples that judge.
  let judged: Judged
  /// What is predicted of the samples that the model was learned from.
  let modelled: Judged
  let seed: UInt64

  /// Samples with what is predicted of them and what is true.
  struct Judged: Codable, Hashable, Sendable {
    let prediction: ConceptPredictors.Prediction
    /// The true value of each concept: [sample][concept].
    let concepts: [[Int]]
    /// The class that the network says.
    let network: [Int]
    /// The true class.
    let labels: [Int]?

    /// For corrections: what is right is the true class where it is known, else the network's.
    var corrected: InterventionCurve.Samples {
      .init(prediction: prediction, truth: concepts, labels: labels ?? network)
    }
  }

  var names: [String] { predictors.predictors.map(\.name) }

  func accuracies() throws -> [ConceptAccuracy] {
    try ConceptAccuracy.all(predicted: judged.prediction.values, truth: judged.concepts)
  }

  func fidelity() throws -> ConceptModelFidelity {
    try ConceptModelFidelity(
      said: model.predict(judged.prediction.values), network: judged.network, truth: judged.labels)
  }
}

extension Run {
  /// The concepts that were learned from labels last.
  func currentLearnedConcepts() throws -> LearnedConcepts {
    guard case .learned(let concepts) = session.findings else {
      throw Mistake.failed(
        "no concepts have been learned from labels yet: load data with concepts, then write extract concepts from=labels"
      )
    }
    return concepts
  }

  /// The outputs of layers for some samples.
  func activations(_ indices: [Int], layers: [Int]) throws -> LayerActivations {
    let (model, data) = (try currentModel(), try currentData())
    let samples = Samples(count: indices.count, labels: nil) { Inputs(try data.samples(indices[$0])) }
    return LayerActivations(model, samples, layers: layers, executor: executor)
  }

  /// Learns the concepts of the current data from few labels.
  func learnConcepts(seed: UInt64, _ arguments: Arguments) throws -> LearnedConcepts {
    let (model, data) = (try currentModel(), try currentData())
    guard let concepts = data.concepts else {
      throw ArgumentError(
        LabelKeys.from,
        .failed(
          "\(data.name) has no labels of concepts: load data dsprites has, and tables with concepts=[...]"))
    }
    let draw: LabelDraw
    do throws(Mistake) {
      draw = try LabelDraw(
        concepts, budget: arguments[LabelKeys.budget] ?? LabelKeys.defaultBudget,
        unlabelled: arguments[LabelKeys.unlabelled] ?? LabelKeys.defaultUnlabelled, seed: seed)
    } catch { throw ArgumentError(LabelKeys.budget, error) }
    let learning = draw.labelled + draw.unlabelled
    let labelled = concepts.names.indices.map { concept in
      let column = concepts.column(concept)
      return LabelledConcept(
        name: concepts.names[concept], values: concepts.values[concept],
        labels: draw.labelled.map { column[$0] == ConceptLabels.missing ? nil : column[$0] }
          + draw.unlabelled.map { _ in nil })
    }
    var extraction = ConceptExtraction(method: arguments[LabelKeys.method] ?? .logistic)
    extraction.seed = seed
    extraction.folds = arguments[LabelKeys.folds] ?? extraction.folds
    let layers = (arguments[LabelKeys.layers] ?? .all).layers(of: model)
    let predictors = try extraction.predictors(
      of: labelled, from: activations(learning, layers: layers), monitor: monitor.part(from: 0, share: 0.7))
    let modelled = try judged(draw.modelled, predictors, monitor.part(from: 0.7, share: 0.2))
    var settings = ConceptModel.Settings(arguments[LabelKeys.to] ?? .tree)
    settings.tree = DecisionTree.Settings(depth: arguments[LabelKeys.treeDepth], leafRows: 1, balanced: false)
    return LearnedConcepts(
      predictors: predictors,
      model: try ConceptModel(
        values: modelled.prediction.values, labels: modelled.network,
        concepts: labelled.map { .init(name: $0.name, values: $0.values) },
        classes: (0..<model.classCount).map(data.shortName), settings: settings, monitor: monitor),
      draw: draw, judged: try judged(draw.judged, predictors, monitor.part(from: 0.9, share: 0.1)),
      modelled: modelled, seed: seed)
  }

  private func judged(
    _ indices: [Int], _ predictors: ConceptPredictors, _ monitor: Monitor
  ) throws -> LearnedConcepts.Judged {
    let data = try currentData()
    let width = data.concepts?.names.count ?? 0
    return LearnedConcepts.Judged(
      prediction: try predictors.predict(activations(indices, layers: predictors.layers), monitor: monitor),
      concepts: indices.map { sample in
        (0..<width).map { max(0, data.concepts?.labels[sample * width + $0] ?? 0) }
      },
      network: try predictedClasses(indices), labels: data.labels.map { labels in indices.map { labels[$0] } }
    )
  }

  /// The class that the network gives to each of some samples.
  private func predictedClasses(_ indices: [Int]) throws -> [Int] {
    let model = try currentModel()
    return try stride(from: 0, to: indices.count, by: 256).flatMap { start in
      try checkCancellation()
      return try model.predict(
        inputs(Array(indices[start..<min(start + 256, indices.count)])), executor: executor, monitor: monitor
      ).rowArgmax
    }
  }
}

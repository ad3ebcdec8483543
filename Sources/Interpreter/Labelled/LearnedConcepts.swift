import Attributions
import Concepts
import Data
import Execution
import Models
import Tensors

/// Concepts that were learned from labels, where in the network each is read, and how they make its decision.
struct LearnedConcepts: Codable, Hashable, Sendable {
  /// What tells the concepts of a sample.
  enum Reader: Codable, Hashable, Sendable {
    case layers(ConceptPredictors)
    case network(ConceptNetwork)
    /// Nothing here: what another program said is all that is known.
    case files
  }

  let reader: Reader
  let method: ConceptMethod
  /// From predicted concepts to the class that the network says; behind a bottleneck to the true class.
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

  var names: [String] { model.concepts.map(\.name) }

  /// What the model of concepts was learned from, for learning it anew: with the classes it was to say.
  var relearned: InterventionCurve.Samples {
    var isBottleneck = false
    if case .network(let network) = method { isBottleneck = network.isBottleneck }
    return .init(
      prediction: modelled.prediction, truth: modelled.concepts,
      labels: isBottleneck ? modelled.labels ?? modelled.network : modelled.network)
  }

  func accuracies() throws -> [ConceptAccuracy] {
    try ConceptAccuracy.all(predicted: judged.prediction.values, truth: judged.concepts)
  }

  func fidelity() throws -> ConceptModelFidelity {
    try ConceptModelFidelity(
      said: model.predict(judged.prediction), network: judged.network, truth: judged.labels)
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
    LayerActivations(try currentModel(), try samples(of: indices), layers: layers, executor: executor)
  }

  private func samples(of indices: [Int]) throws -> Samples {
    let data = try currentData()
    return Samples(count: indices.count, labels: nil) { Inputs(try data.samples(indices[$0])) }
  }

  /// The concepts of some samples.
  func predictConcepts(
    _ indices: [Int], by reader: LearnedConcepts.Reader, _ monitor: Monitor
  ) throws -> ConceptPredictors.Prediction {
    switch reader {
    case .layers(let predictors):
      try predictors.predict(activations(indices, layers: predictors.layers), monitor: monitor)
    case .network(let network):
      try network.predict(currentModel(), samples(of: indices), executor: executor, monitor: monitor)
    case .files:
      throw Mistake.failed(
        "these concepts were predicted by another program, which can't be asked here: score interventions and score concepts judge them"
      )
    }
  }

  /// Learns the concepts of the current data from few labels.
  func learnConcepts(_ settings: LearningSettings, monitor: Monitor) throws -> LearnedConcepts {
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
        concepts, budget: settings.budget, unlabelled: settings.unlabelled, seed: settings.seed)
    } catch { throw ArgumentError(LabelKeys.budget, error) }
    let reader = try reader(concepts, draw, settings, model, monitor.part(from: 0, share: 0.7))
    let judging = try judged(draw.judged, reader, monitor.part(from: 0.7, share: 0.1))
    func learned(_ model: ConceptModel, from modelled: LearnedConcepts.Judged) -> LearnedConcepts {
      LearnedConcepts(
        reader: reader, method: settings.method, model: model, draw: draw, judged: judging, modelled: modelled,
        seed: settings.seed)
    }
    func conceptModel(
      _ prediction: ConceptPredictors.Prediction, _ labels: [Int], _ settings: ConceptModel.Settings
    ) throws -> ConceptModel {
      try ConceptModel(
        prediction, labels: labels,
        concepts: zip(concepts.names, concepts.values).map { .init(name: $0, values: $1) },
        classes: (0..<model.classCount).map(data.shortName), settings: settings, monitor: monitor)
    }
    let rest = monitor.part(from: 0.8, share: 0.2)
    guard case .network(let network) = settings.method, network.isBottleneck else {
      let modelled = try judged(draw.modelled, reader, rest)
      var way = settings.model
      way.tree.leafRows = max(1, modelled.network.count / 200)
      return learned(try conceptModel(modelled.prediction, modelled.network, way), from: modelled)
    }
    // What follows a bottleneck knows the labelled samples alone, and of these the true class.
    let complete = draw.labelled.filter { sample in concepts.isComplete(sample) }
    guard let labels = data.labels, !complete.isEmpty else { throw noClasses(data) }
    let modelled = try judged(complete, reader, rest)
    var soft = ConceptModel.Settings(.logistic)
    soft.readsProbabilities = true
    let right = complete.map { labels[$0] }
    if case .network(let trained) = reader, network == .joint, let joint = try trained.classModel(model) {
      return learned(joint, from: modelled)
    }
    let known =
      network == .independent
      ? ConceptPredictors.Prediction(certain: modelled.concepts, counts: concepts.values.map(\.count))
      : modelled.prediction
    return learned(try conceptModel(known, right, soft), from: modelled)
  }

  private func noClasses(_ data: Dataset) -> ArgumentError {
    ArgumentError(
      DiscoveryKeys.method,
      .failed(
        "a bottleneck learns the true class of samples all of whose concepts are known, and \(data.name) has none among those drawn"
      ))
  }

  private func reader(
    _ concepts: ConceptLabels, _ draw: LabelDraw, _ settings: LearningSettings, _ model: Model,
    _ monitor: Monitor
  ) throws -> LearnedConcepts.Reader {
    func labelled(beside others: [Int]) -> [LabelledConcept] {
      concepts.names.indices.map { concept in
        let column = concepts.column(concept)
        var random = Random(seed: settings.seed, stream: LabelDraw.noiseStream + UInt64(concept))
        let labels = draw.labelled.map { sample -> Int? in
          let (label, count) = (column[sample], concepts.values[concept].count)
          guard label != ConceptLabels.missing else { return nil }
          let (isReplaced, step) = (Double(random.uniform()) < settings.noise, random.integer(below: max(1, count - 1)))
          return isReplaced && count > 1 ? (label + 1 + step) % count : label
        }
        return LabelledConcept(
          name: concepts.names[concept], values: concepts.values[concept], labels: labels + others.map { _ in nil })
      }
    }
    switch settings.method {
    case .layers(let method):
      let rows = draw.labelled.count + draw.unlabelled.count
      guard rows <= LabelKeys.mostRows else {
        throw ArgumentError(
          LabelKeys.budget,
          .failed(
            "\(method.rawValue) reads budget= and unlabelled= together from at most \(LabelKeys.mostRows) samples, not \(rows); a network, such as method=multi-task, learns from more"
          ))
      }
      var extraction = ConceptExtraction(method: method)
      extraction.seed = settings.seed
      extraction.folds = settings.folds
      return .layers(
        try extraction.predictors(
          of: labelled(beside: draw.unlabelled),
          from: activations(draw.labelled + draw.unlabelled, layers: settings.layers.layers(of: model)),
          monitor: monitor))
    case .network(let network):
      let data = try currentData()
      var labels: (of: [Int], names: [String])?
      if network == .joint {
        guard let all = data.labels else { throw noClasses(data) }
        labels = (draw.labelled.map { all[$0] }, (0..<model.classCount).map(data.shortName))
      }
      var training = ConceptNetwork.Settings()
      training.epochs = settings.epochs
      training.weight = settings.weight
      // Few labels in one batch would be one step for an epoch.
      training.batch = draw.labelled.count < 1000 ? 32 : 128
      return .network(
        try ConceptNetwork(
          model, Inputs(try data.samples(draw.labelled)), concepts: labelled(beside: []), labels: labels,
          settings: training, seed: settings.seed, executor: executor, monitor: monitor))
    case .files: return .files
    }
  }

  private func judged(
    _ indices: [Int], _ reader: LearnedConcepts.Reader, _ monitor: Monitor
  ) throws -> LearnedConcepts.Judged {
    let data = try currentData()
    let width = data.concepts?.names.count ?? 0
    return LearnedConcepts.Judged(
      prediction: try predictConcepts(indices, by: reader, monitor),
      concepts: indices.map { sample in
        (0..<width).map { max(0, data.concepts?.labels[sample * width + $0] ?? 0) }
      },
      network: try predictedClasses(indices), labels: data.labels.map { labels in indices.map { labels[$0] } }
    )
  }

  /// The class that the network gives to each of some samples.
  func predictedClasses(_ indices: [Int]) throws -> [Int] {
    let model = try currentModel()
    return try stride(from: 0, to: indices.count, by: 256).flatMap { start in
      try checkCancellation()
      return try model.predict(
        inputs(Array(indices[start..<min(start + 256, indices.count)])), executor: executor, monitor: monitor
      ).rowArgmax
    }
  }
}

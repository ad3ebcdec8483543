public import Execution
import Glibc
public import Models
import Programs
public import Tensors

/// A network that was trained to name concepts, with or without the class behind them as a bottleneck.
///
/// Minimises the mean over samples of Σ -log p(value) over concepts, each weighing as much, and of a joint bottleneck with
/// -log p(class); labels that are missing count nothing.
/// Sources: Caruana 1997, "Multitask learning"; Koh et al. 2020, "Concept bottleneck models" (the joint one, whose λ is
/// `weight` here).
public struct ConceptNetwork: Codable, Hashable, Sendable {
  public struct Settings: Codable, Hashable, Sendable {
    /// The most rounds through the labelled samples.
    public var epochs = 50
    /// What a concept counts beside the class.
    public var weight = 1.0
    public var rate = 0.001
    public var batch = 128
    /// The share of labelled samples that tells when to stop.
    public var heldOut = 0.15
    public var patience = 10

    public init() {}
  }

  public let concepts: [ConceptModel.Concept]
  /// The classes behind the bottleneck; nil without one.
  public let classes: [String]?
  /// Of the layers that can be trained, in their order.
  public let parameters: [Tensor]
  /// The mean loss of each epoch.
  public let losses: [Double]
  /// The epoch, counted from 1, whose parameters are kept.
  public let epoch: Int

  /// - Parameters:
  ///   - body: the network whose layers are trained anew, with other outputs.
  ///   - concepts: with labels of the samples.
  ///   - labels: the class of each sample, and what classes are called, for a joint bottleneck.
  /// - Throws: ``LearningError``, ``ConceptError``, `TrainingError`, `CancellationError`.
  public init(
    _ body: Model, _ inputs: Inputs, concepts: [LabelledConcept], labels: (of: [Int], names: [String])? = nil,
    settings: Settings = Settings(), seed: UInt64 = 0, executor: Executor, monitor: Monitor = .silent
  ) throws {
    guard !concepts.isEmpty else { throw LearningError.empty("the concepts") }
    for concept in concepts { try concept.check(rows: inputs.count) }
    if let labels {
      guard labels.of.count == inputs.count else {
        throw LearningError.unequalCounts("classes", labels.of.count, "samples", inputs.count)
      }
      if let label = labels.of.first(where: { !labels.names.indices.contains($0) }) {
        throw LearningError.outOfRange("class", label, range: 0...max(0, labels.names.count - 1))
      }
    }
    let heads = try Self.heads(body, concepts.map(\.values.count), classes: labels?.names.count)
    var targets = Tensor([inputs.count, heads.counts.count * heads.width], repeating: 0)
    for sample in 0..<inputs.count {
      let first = sample * heads.counts.count * heads.width
      for (row, concept) in concepts.enumerated() {
        guard let value = concept.labels[sample] else { continue }
        targets.values[first + row * heads.width + value] = labels == nil ? 1 : Float(settings.weight)
      }
      if let label = labels?.of[sample] { targets.values[first + concepts.count * heads.width + label] = 1 }
    }
    let examples = Examples(inputs, targets: targets, steps: heads.counts.count)
    let parts = examples.split(holdingOut: settings.heldOut, seed: seed)
    var training = Training(loss: .crossEntropy, optimizer: Adam(rate: settings.rate))
    training.epochs = settings.epochs
    training.batch = settings.batch
    training.patience = settings.patience
    let outcome = try training.train(
      heads.model,
      .init(
        parts.heldOut.count > 0 ? parts.kept : examples, heldOut: parts.heldOut.count > 0 ? parts.heldOut : nil,
        seed: seed), executor: executor, monitor: monitor)
    // A network that was stopped half-way is no baseline.
    if outcome.isInterrupted { throw CancellationError() }
    self.concepts = concepts.map { .init(name: $0.name, values: $0.values) }
    classes = labels?.names
    parameters = outcome.parameters
    losses = outcome.losses
    epoch = outcome.epoch
  }

  private static func heads(_ body: Model, _ values: [Int], classes: Int?) throws(ConceptError) -> ConceptHeads {
    guard let heads = ConceptHeads(body, values: values, classes: classes) else {
      throw .noHeads(body.layers[body.logits].name)
    }
    return heads
  }

  private func heads(_ body: Model) throws(ConceptError) -> ConceptHeads {
    try Self.heads(body, concepts.map(\.values.count), classes: classes?.count)
  }

  /// - Parameter body: the network that it was made from.
  /// - Throws: ``ConceptError``, what reading throws, `CancellationError`.
  public func predict(
    _ body: Model, _ samples: Samples, executor: Executor, monitor: Monitor = .silent
  ) throws -> ConceptPredictors.Prediction {
    let heads = try heads(body)
    let network = heads.model.with(parameters, name: heads.model.name)
    var parts = [[Tensor]](repeating: [], count: concepts.count)
    try LayerActivations(network, samples, layers: [network.output], executor: executor).forEachStretch(
      [network.output], monitor
    ) { rows, outputs in
      let stride = heads.counts.count * heads.width
      for (concept, known) in concepts.enumerated() {
        parts[concept].append(
          Tensor(
            [rows.count, known.values.count],
            (0..<rows.count).flatMap { row in
              let first = row * stride + concept * heads.width
              return outputs[0].values[first..<first + known.values.count].softmax
            }))
      }
    }
    return ConceptPredictors.Prediction(probabilities: parts.map { Tensor.joined($0) })
  }

  /// The joint bottleneck's own way from concepts to classes: linear in the probabilities of values; nil without one.
  public func classModel(_ body: Model) throws -> ConceptModel? {
    guard let classes else { return nil }
    let heads = try heads(body)
    let network = heads.model.with(parameters, name: heads.model.name)
    guard let layer = heads.classLayer, let head = network.layers[layer].operation as? Linear else { return nil }
    let (weights, biases) = (head.weights.tensor, head.bias?.tensor)
    let columns = concepts.enumerated().flatMap { concept, known in
      known.values.indices.map { concept * heads.width + $0 }
    }
    return ConceptModel(
      linear: LogisticRegression(
        coefficients: classes.indices.map { label in
          columns.map { Double(weights.values[label * weights.shape[1] + $0]) }
        }, intercepts: classes.indices.map { Double(biases?.values[$0] ?? 0) }),
      concepts: concepts, classes: classes)
  }
}

extension Collection where Element == Float {
  /// exp(x) / Σ exp(x)
  fileprivate var softmax: [Float] {
    let largest = self.max() ?? 0
    let exponentials = map { exp($0 - largest) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { $0 / sum }
  }
}

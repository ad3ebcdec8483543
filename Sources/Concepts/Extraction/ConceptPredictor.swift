import Attributions
public import Execution
public import Tensors

/// Which value of one concept a sample has, by the output of the layer that tells it best.
public struct ConceptPredictor: Codable, Hashable, Sendable {
  /// How well a layer tells the concept: what cross-validation over all labels says of its best view.
  public struct Score: Codable, Hashable, Sendable {
    public let layer: LayerActivations.Layer
    public let view: LayerView
    /// γ times the median squared distance, where labels were spread.
    public let bandwidth: Double?
    /// The share of right values in labels held out: the mean over the folds.
    public let accuracy: Double
    /// The standard error of that mean, from the deviation between folds.
    public let error: Double
  }

  /// What a reader of the result must know.
  public enum Warning: Codable, Hashable, Sendable {
    /// All labels have this one value: it is always predicted.
    case singleValue(Int)
    /// No label has these values: they are never predicted.
    case absent([Int])
    /// These values have fewer labels than there are folds: in some folds none is held out.
    case scarce([Int], folds: Int)
    /// So many folds were made, as no value has more labels.
    case fewerFolds(Int, wanted: Int)
    /// Every value has one label only, so that nothing could be held out: the first layer was taken.
    case unjudged
    /// No layer that was looked at varies: this value, the most frequent, is always predicted.
    case silent(Int)
  }

  public let name: String
  public let values: [String]
  /// How many labels each value has.
  public let counts: [Int]
  public let warnings: [Warning]
  /// The best of each layer, in the order in which layers were given; empty where nothing was to be chosen.
  public let scores: [Score]
  /// The chosen layer's; of equally good ones the first. As it is the best of several it is a little too good: only samples
  /// that were not learnt from say how good.
  public let score: Score?
  /// Where it reads; nil for a constant.
  public let layer: LayerActivations.Layer?
  public let view: FittedView?
  public let classifier: ConceptClassifier

  /// The accuracy of always saying the most frequent value, on the labels.
  public var chance: Double { Double(counts.max() ?? 0) / Double(max(1, counts.reduce(0, +))) }
}

/// Predictors of some concepts, learnt together.
public struct ConceptPredictors: Codable, Hashable, Sendable {
  public let predictors: [ConceptPredictor]
  public let extraction: ConceptExtraction

  /// The layers that are read, each once, ascending.
  public var layers: [Int] { Set(predictors.compactMap { $0.layer?.index }).sorted() }

  /// What the concepts of some samples are.
  public struct Prediction: Codable, Hashable, Sendable {
    /// The value of each concept of each sample: [sample][concept].
    public let values: [[Int]]
    /// For each concept the probability of each value: [samples, values].
    public let probabilities: [Tensor]

    public init(values: [[Int]], probabilities: [Tensor]) {
      self.values = values
      self.probabilities = probabilities
    }

    /// The most probable values.
    init(probabilities: [Tensor]) {
      let places = probabilities.map(\.rowArgmax)
      values = (places.first ?? []).indices.map { sample in places.map { $0[sample] } }
      self.probabilities = probabilities
    }

    /// Values that are certain.
    ///
    /// - Parameter counts: how many values each concept has.
    public init(certain values: [[Int]], counts: [Int]) {
      self.values = values
      probabilities = counts.enumerated().map { concept, count in
        Tensor(
          [values.count, count],
          values.flatMap { row in (0..<count).map { row.indices.contains(concept) && row[concept] == $0 ? 1 : 0 } })
      }
    }

    /// The same where these concepts of each sample have these values, with certainty.
    func corrected(_ changes: [[Int: Int]]) -> Prediction {
      var (values, probabilities) = (values, probabilities)
      for (sample, changes) in changes.enumerated() {
        for (concept, value) in changes {
          values[sample][concept] = value
          let width = probabilities[concept].shape[1]
          for place in 0..<width {
            probabilities[concept].values[sample * width + place] = place == value ? 1 : 0
          }
        }
      }
      return Prediction(values: values, probabilities: probabilities)
    }
  }

  /// - Parameter activations: of the network that they were learnt from; all layers that are needed are read together, in
  ///   stretches of samples.
  /// - Throws: ``LearningError``, what reading throws, `CancellationError`.
  public func predict(_ activations: LayerActivations, monitor: Monitor = .silent) throws -> Prediction {
    let layers = layers
    var parts = [[Tensor]](repeating: [], count: predictors.count)
    try activations.forEachStretch(layers, monitor) { range, outputs in
      // Concepts that are read in the same view of a layer share its features.
      var seen: [(layer: Int, view: FittedView, rows: Tensor)] = []
      for (concept, predictor) in predictors.enumerated() {
        var rows = Tensor([range.count, 0], [])
        if let layer = predictor.layer?.index, let view = predictor.view,
          let place = layers.firstIndex(of: layer)
        {
          if let known = seen.first(where: { $0.layer == layer && $0.view == view }) {
            rows = known.rows
          } else {
            rows = try view.rows(of: outputs[place])
            seen.append((layer, view, rows))
          }
        }
        parts[concept].append(try predictor.classifier.probabilities(rows, values: predictor.values.count))
      }
    }
    return Prediction(probabilities: parts.map { Tensor.joined($0) })
  }
}

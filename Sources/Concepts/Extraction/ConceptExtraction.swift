public import Execution
import Tensors

/// Learns concepts from few labels: for each concept all layers and views of them are judged by cross-validation, and the
/// best is learnt from all labels.
///
/// Source: Kazhdan, Dimanov, Jamnik, Liò, Weller 2020, "Now you see me (CME): concept-based model extraction"; which takes
/// one part of 15 % for the choice of the layer.
public struct ConceptExtraction: Codable, Hashable, Sendable {
  public var method: ConceptClassifier.Method
  public var folds = 5
  public var seed: UInt64 = 0
  /// The most principal components of a view of components.
  public var components = 50
  /// C of the logistic method.
  public var regularization = 1.0
  /// γ times the median squared distance, for the spreading method: the best of these.
  public var bandwidths = [1.0, 5, 20, 100]
  public var boosting = BoostedTrees.Settings()
  public var tree = DecisionTree.Settings()
  /// The most entries of a layer that trees look at one by one; of larger layers they see means and components.
  public var treeEntries = 4096

  public init(method: ConceptClassifier.Method = .logistic) {
    self.method = method
  }

  /// - Parameters:
  ///   - concepts: each with a label, or none, for each row.
  ///   - activations: of the same rows; each layer is read once. Rows without labels are used for scales and components,
  ///     and by the spreading method.
  /// - Throws: ``LearningError``, what reading throws, `CancellationError`.
  public func predictors(
    of concepts: [LabelledConcept], from activations: LayerActivations, monitor: Monitor = .silent
  ) throws -> ConceptPredictors {
    try check(concepts, activations)
    var searches = concepts.map { ConceptSearch($0, folds: folds, seed: seed) }
    for (number, layer) in activations.layers.enumerated() {
      let share = 1 / Double(activations.layers.count)
      let part = monitor.part(from: Double(number) * share, share: share)
      let output = try activations.all(of: layer.index, part.part(from: 0, share: 0.5))
      part.report(Monitor.Progress(fraction: 0.5, step: "concepts in \(layer.name)"))
      let views = try FittedView.all(of: output, components: components)
      for (view, rows) in views {
        // The first view is of all entries; of a small layer there is no other.
        if method.isByFeature, view.view == .flattened, view.features > treeEntries, views.count > 1 {
          continue
        }
        let table = try LearningTable(rows, self)
        for index in searches.indices {
          if monitor.isCancelled() { throw CancellationError() }
          try searches[index].judge(layer, view, table, monitor.quiet)
        }
      }
    }
    return ConceptPredictors(predictors: searches.map(\.predictor), extraction: self)
  }

  private func check(_ concepts: [LabelledConcept], _ activations: LayerActivations) throws(LearningError) {
    guard !concepts.isEmpty else { throw .empty("the concepts") }
    guard !activations.layers.isEmpty else { throw .empty("the layers") }
    for concept in concepts { try concept.check(rows: activations.count) }
    if folds < 2 { throw .setting("the number of folds", Double(folds), expected: "2 or more") }
    if components < 1 {
      throw .setting("the number of components", Double(components), expected: "1 or more")
    }
    if bandwidths.isEmpty { throw .empty("the bandwidths") }
    if let wrong = bandwidths.first(where: { !($0 > 0 && $0.isFinite) }) {
      throw .setting("a bandwidth", wrong, expected: "a number above 0")
    }
  }
}

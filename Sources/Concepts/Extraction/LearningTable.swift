import Attributions
import Execution
import Tensors

/// A view of a layer, with what all concepts and folds that are learnt from it share.
struct LearningTable {
  private let rows: Tensor
  private let extraction: ConceptExtraction
  /// How rows influence each other, for each bandwidth of the spreading method.
  private let neighbourhoods: [(bandwidth: Double, graph: Neighbourhood)]
  /// The rows, or where there are more features than rows their coordinates, from which the same linear model follows.
  private let coordinates: Tensor

  init(_ rows: Tensor, _ extraction: ConceptExtraction) throws {
    self.rows = rows
    self.extraction = extraction
    let isWide = extraction.method.isLinear && rows.shape[1] > rows.shape[0]
    coordinates = try isWide ? RowSpan(rows).coordinates : rows
    let distances = try extraction.method == .spreading ? rows.squaredDistances(to: rows) : nil
    neighbourhoods =
      distances.map { distances in
        extraction.bandwidths.map {
          ($0, Neighbourhood(distances, gamma: LabelSpreading.gamma(distances: distances, factor: $0)))
        }
      } ?? []
  }

  /// What is said of the rows held out in each fold, for each bandwidth or once.
  ///
  /// Rows held out take part in the spreading of labels as rows without one.
  func heldOut(
    _ concept: LabelledConcept, _ parts: CrossValidation, _ labelled: [Int], _ monitor: Monitor
  ) throws -> [(bandwidth: Double?, folds: [[Int]])] {
    let values = concept.values.count
    let folds = parts.heldOut.map { held in held.map { labelled[$0] } }
    if extraction.method == .spreading {
      return try neighbourhoods.map { bandwidth, graph in
        let said = try folds.map { held in
          var labels = concept.labels
          for row in held { labels[row] = nil }
          return try graph.spread(labels, classes: values, monitor).shares.rows(held).rowArgmax
        }
        return (bandwidth, said)
      }
    }
    let said = try folds.indices.map { fold in
      let learning = parts.learning(fold).map { labelled[$0] }
      let model = try ConceptClassifier(
        coordinates.rows(learning), labels: learning.map { concept.labels[$0] }, values: values,
        bandwidth: nil,
        extraction, monitor)
      return try model.probabilities(coordinates.rows(folds[fold]), values: values).rowArgmax
    }
    return [(nil, said)]
  }

  /// What is learnt from all labels.
  func fitted(_ concept: LabelledConcept, bandwidth: Double?, _ monitor: Monitor) throws -> ConceptClassifier
  {
    try ConceptClassifier(
      rows, labels: concept.labels, values: concept.values.count, bandwidth: bandwidth, extraction, monitor)
  }
}

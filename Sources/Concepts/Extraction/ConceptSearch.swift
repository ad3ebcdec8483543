import Execution
import Tensors

/// The search for the layer that tells one concept best.
struct ConceptSearch {
  private let concept: LabelledConcept
  private let labelled: [Int]
  private let counts: [Int]
  private let parts: CrossValidation
  private let warnings: [ConceptPredictor.Warning]
  private let constant: Int?
  private var scores: [ConceptPredictor.Score] = []
  private var best:
    (score: ConceptPredictor.Score?, layer: LayerActivations.Layer, view: FittedView, ConceptClassifier)?

  init(_ concept: LabelledConcept, folds: Int, seed: UInt64) {
    self.concept = concept
    labelled = concept.labelled
    let strata = labelled.compactMap { concept.labels[$0] }
    let counts = concept.values.indices.map { value in strata.count { $0 == value } }
    self.counts = counts
    parts = CrossValidation(strata: strata, folds: folds, seed: seed)
    let present = counts.indices.filter { counts[$0] > 0 }
    constant = present.count == 1 ? present.first : nil
    var warnings: [ConceptPredictor.Warning] = []
    if let constant { warnings.append(.singleValue(constant)) }
    if constant == nil {
      let (absent, made) = (counts.indices.filter { counts[$0] == 0 }, parts.heldOut.count)
      if !absent.isEmpty { warnings.append(.absent(absent)) }
      if made == 0 { warnings.append(.unjudged) }
      if made > 0, made < folds { warnings.append(.fewerFolds(made, wanted: folds)) }
      let scarce = present.filter { counts[$0] < made }
      if !scarce.isEmpty { warnings.append(.scarce(scarce, folds: made)) }
    }
    self.warnings = warnings
  }

  mutating func judge(
    _ layer: LayerActivations.Layer, _ view: FittedView, _ table: LearningTable, _ monitor: Monitor
  ) throws {
    if constant != nil { return }
    guard !parts.heldOut.isEmpty else {
      if best == nil { best = (nil, layer, view, try table.fitted(concept, bandwidth: nil, monitor)) }
      return
    }
    for (bandwidth, folds) in try table.heldOut(concept, parts, labelled, monitor) {
      let shares = zip(parts.heldOut, folds).map { held, said in
        Double(zip(held, said).count { concept.labels[labelled[$0]] == $1 }) / Double(held.count)
      }
      guard let spread = Spread(shares) else { continue }
      let score = ConceptPredictor.Score(
        layer: layer, view: view.view, bandwidth: bandwidth, accuracy: spread.mean,
        error: spread.deviation / Double(shares.count).squareRoot())
      if scores.last?.layer != layer {
        scores.append(score)
      } else if let last = scores.last, score.accuracy > last.accuracy {
        scores[scores.count - 1] = score
      }
      if score.accuracy > best?.score?.accuracy ?? -1 {
        best = (score, layer, view, try table.fitted(concept, bandwidth: bandwidth, monitor))
      }
    }
  }

  var predictor: ConceptPredictor {
    let usual = constant ?? counts.indices.max { (counts[$0], $1) < (counts[$1], $0) } ?? 0
    return ConceptPredictor(
      name: concept.name, values: concept.values, counts: counts,
      warnings: warnings + (constant == nil && best == nil ? [.silent(usual)] : []), scores: scores,
      score: best?.score, layer: best?.layer, view: best?.view, classifier: best?.3 ?? .constant(usual))
  }
}

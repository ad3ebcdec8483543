import Concepts
import Figures

/// How good learned concepts are beside accuracy: whether errors fall together, and whether they tell of each other what they
/// should not.
struct ConceptScores: Result {
  static let kind = "concept scores"
  static let fields: [Field<ConceptScores>] = [
    Field("mpo", "the share of samples with at least 0, 1, 2, ... wrong concepts") { scores in
      .list(scores.overlap.shares.map { .number($0) })
    },
    Field("impurity", "how much predicted concepts tell of each other beyond what the true ones do") {
      .number($0.impurity.impurity)
    },
  ]

  private let names: [String]
  private let overlap: MisPredictionOverlap
  private let impurity: ConceptImpurity

  init(_ run: Run) throws {
    let learned = try run.currentLearnedConcepts()
    names = learned.names
    overlap = try MisPredictionOverlap(
      predicted: learned.judged.prediction.values, truth: learned.judged.concepts)
    impurity = try ConceptImpurity(
      probabilities: learned.judged.prediction.probabilities, truth: learned.judged.concepts,
      seed: learned.seed,
      monitor: run.monitor)
  }

  var summary: String {
    let shares = overlap.shares.enumerated().dropFirst().map { "\($0) or more \(percent($1))" }
    return """
      samples with wrong concepts: \(shares.joined(separator: ", "))
      impurity \(impurity.impurity.text(decimals: 3)) (0: concepts tell of each other what the true ones do; 1 at worst)
      """
  }

  var figure: (any Figure)? {
    get throws {
      try LineChart(
        x: overlap.shares.indices.map(Double.init),
        lines: [
          .init("predicted", overlap.shares, .strong),
          .init("faultless", overlap.shares.indices.map { $0 == 0 ? 1 : 0 }, .dashed),
        ], title: "mis-prediction overlap", xTitle: "wrong concepts, at least", yTitle: "share of samples")
    }
  }

  /// How well what is predicted of a concept, and its truth, tell another: areas under the curve.
  var table: Table? {
    get throws {
      try Table(
        columns: ["concept", "told of", "by prediction", "by truth"],
        rows: names.indices.flatMap { one in
          names.indices.map { other in
            [
              .text(names[one]), .text(names[other]), .number(impurity.predicted[one][other]),
              .number(impurity.truth[one][other]),
            ]
          }
        })
    }
  }
}

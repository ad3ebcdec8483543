import Concepts
import Figures

/// Whether a class's logit grows along a concept's direction, layer by layer.
struct ConceptTests: Result {
  static let kind = "concept test"
  static let fields: [Field<ConceptTests>] = [
    Field("layers", "the layers") { .list($0.layers.map { .text($0) }) },
    Field("scores", "of each layer the share of the class's samples whose logit grows, the mean over random sets") {
      .list($0.spreads.map { .number($0.concept.mean) })
    },
    Field("deviations", "its standard deviation over random sets") {
      .list($0.spreads.map { .number($0.concept.deviation) })
    },
    Field("random", "the same share along directions that part random sets") {
      .list($0.spreads.map { .number($0.random.mean) })
    },
    Field("p", "the probability of such a difference by chance (Welch's test, two-sided)") {
      .list($0.tests.map { .number($0.test.p) })
    },
    Field("significant", "1 where p is below 0.05 divided by the number of layers, else 0") { tests in
      .list(tests.tests.indices.map { .number(tests.isSignificant($0) ? 1 : 0) })
    },
    Field("accuracies", "how well the direction parts examples that it was not learned from; 0.5 is chance") {
      .list($0.tests.map { .number($0.accuracy) })
    },
    Field("derivatives", "the mean of the logit's derivative along the direction") {
      .list($0.tests.map { .number($0.derivative) })
    },
  ]

  let tests: [ConceptTest]
  let layers: [String]
  let concept: String
  let label: String
  /// Of examples, and of samples of the class.
  let counts: (examples: Int, ofClass: Int)
  let runs: Int
  let seed: UInt64

  private static let level = 0.05

  private var spreads: [(concept: Spread, random: Spread)] {
    tests.compactMap { test in
      Spread(test.scores).flatMap { scores in Spread(test.random).map { (scores, $0) } }
    }
  }

  /// Bonferroni: as many tests are made as there are layers.
  fileprivate func isSignificant(_ place: Int) -> Bool {
    tests[place].test.p < Self.level / Double(max(1, tests.count))
  }

  private func verdict(_ place: Int) -> String {
    let (test, spread) = (tests[place], spreads[place])
    if test.accuracy < 0.6 { return "the direction hardly parts examples, so that this says nothing" }
    guard isSignificant(place) else { return "no more than chance" }
    return spread.concept.mean > spread.random.mean ? "the concept speaks for the class" : "the concept speaks against the class"
  }

  var summary: String {
    let head =
      "tcav: does the logit of \(label) grow along \(concept)? \(counts.examples) examples against \(runs) random sets of as many, "
      + "in \(counts.ofClass) samples of the class, seed \(seed); significant: p below \(Self.level.text(significant: 2))"
      + (tests.count > 1 ? " / \(tests.count) layers" : "")
    let lines = zip(layers, tests).enumerated().map { place, pair in
      let (layer, test) = pair
      let spread = spreads[place]
      return
        "\(layer): grows in \(percent(spread.concept.mean)) ± \((100 * spread.concept.deviation).text(decimals: 1)), "
        + "along random directions \(percent(spread.random.mean)) ± \((100 * spread.random.deviation).text(decimals: 1)), "
        + "p \(test.test.p.text(significant: 2)), parts \(percent(test.accuracy)) of examples right: \(verdict(place))"
    }
    return ([head] + lines).joined(separator: "\n")
  }

  /// Of each layer a bar for the concept and one for random directions.
  var figure: (any Figure)? {
    get throws {
      try Bars(
        layers.enumerated().flatMap { place, layer -> [Bars.Bar] in
          let spread = spreads[place]
          return [
            Bars.Bar(
              isSignificant(place) ? "\(layer) *" : layer, spread.concept.mean, error: spread.concept.deviation),
            Bars.Bar("random", spread.random.mean, error: spread.random.deviation),
          ]
        }, title: "where \(label) grows along \(concept), share of samples; * significant")
    }
  }

  /// A row for each layer.
  var table: Table? {
    get throws {
      try Table(
        columns: ["layer", "score", "deviation", "random", "random deviation", "t", "p", "accuracy", "derivative"],
        rows: layers.enumerated().map { place, layer in
          let (spread, test) = (spreads[place], tests[place])
          return [
            .text(layer), .number(spread.concept.mean), .number(spread.concept.deviation), .number(spread.random.mean),
            .number(spread.random.deviation), .number(test.test.t), .number(test.test.p), .number(test.accuracy),
            .number(test.derivative),
          ]
        })
    }
  }
}

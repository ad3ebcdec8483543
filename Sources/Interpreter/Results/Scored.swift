import Attributions
import Figures
import Tensors

/// What a score found of an attribution, for each of its rows, beside chance.
struct Scored: Result {
  static let kind = "score"
  static let fields: [Field<Scored>] = [
    Field("value", "the score of each row") { .numbers($0.values) },
    Field("chance", "the mean score of explanations that say nothing, for each row") { .numbers($0.chance) },
    Field("deviation", "how far those are spread, for each row") { .numbers($0.deviations) },
    Field("mean", "the mean score over rows") { .number($0.values.finiteMean) },
    Field("chance_mean", "the mean of chance over rows") { .number($0.chance.finiteMean) },
    Field("curve", "what the score is an area or a mean of: [rows, places]") {
      $0.curves.map { .tensor($0.values) } ?? .nothing
    },
    Field("chance_curve", "the mean of the curves of explanations that say nothing: [rows, places]") {
      $0.curves.map { .tensor($0.chance) } ?? .nothing
    },
    Field("places", "where the points of curves are") {
      $0.curves.map { .list($0.places.map { .number($0) }) } ?? .nothing
    },
    Field("uniform", "of cosine, the mean over rows that the same relevance for all parts has") { scored in
      scored.inside.map { _ in .number(scored.chance.finiteMean) } ?? .nothing
    },
    Field("inside", "of cosine, the mean share of relevance that is in the parts that make the class") {
      scored in
      scored.inside.map { .number($0.finiteMean) } ?? .nothing
    },
    Field("zero", "of cosine, how many rows have no relevance") { scored in
      scored.inside.map { .number(Double($0.count { $0.isNaN })) } ?? .nothing
    },
    Field("layers", "of randomization, the layers in the order in which they lose what they learned") {
      ($0.curves?.names).map { .list($0.map { .text($0) }) } ?? .nothing
    },
  ]

  /// What was judged, so that it can be judged again otherwise.
  let attribution: InputAttribution
  let score: NamedScore
  private let judgements: [Judgement]

  init(_ attribution: InputAttribution, _ score: NamedScore, _ judgements: [Judgement]) {
    (self.attribution, self.score, self.judgements) = (attribution, score, judgements)
  }

  /// Numbers of the judgements of each target, by rows of the attribution.
  private func byRow<Entry>(_ numbers: (Judgement) -> [Entry]) -> [Entry] {
    let parts = judgements.map(numbers)
    return attribution.indices.indices.flatMap { sample in parts.map { $0[sample] } }
  }

  var values: [Double] { byRow(\.values) }
  var chance: [Double] { byRow(\.chance.means) }
  private var deviations: [Double] { byRow(\.chance.deviations) }
  /// The share of relevance in the parts that make the class, where these are known.
  private var inside: [Double]? {
    judgements.allSatisfy { $0.inside != nil } ? byRow { $0.inside ?? [] } : nil
  }
  var facts: [String] { judgements[0].facts }
  /// "random orders, 10 for each sample"
  var draws: String { "\(judgements[0].chance.what), \(judgements[0].chance.count) for each sample" }

  /// Curves of all rows.
  private var curves:
    (places: [Double], names: [String]?, values: Tensor, chance: Tensor, first: Judgement.Curves)?
  {
    guard let first = judgements[0].curves,
      judgements.allSatisfy({ $0.curves?.places.count == first.places.count })
    else { return nil }
    func tensor(_ part: (Judgement.Curves) -> [[Double]]) -> Tensor {
      let rows = byRow { judgement in judgement.curves.map(part) ?? [] }
      return Tensor([rows.count, first.places.count], rows.joined().map { Float($0) })
    }
    return (first.places, first.names, tensor(\.values), tensor(\.chance), first)
  }

  // MARK: Words

  private func name(of row: Int) -> String {
    "sample \(attribution.rows[row])"
      + (attribution.targets.count == 1 ? "" : ", \(attribution.targets[row % attribution.targets.count])")
  }

  private static let mostRows = 8

  var summary: String {
    let head =
      "\(score.name) of \(attribution.title): \(score.better.rawValue); " + facts.joined(separator: "; ")
    let rows = values.indices.prefix(Self.mostRows).map { row -> String in
      guard values[row].isFinite else { return "\(name(of: row)): not defined" }
      return "\(name(of: row)): \(values[row].text(significant: 4)), by chance "
        + chance[row].text(significant: 4)
        // A single draw has no deviation.
        + (deviations[row].isFinite ? " (sd \(deviations[row].text(significant: 2)))" : "")
    }
    let more = values.count > Self.mostRows ? ["... \(values.count) rows in all"] : []
    let mean =
      values.count > 1 && values.contains(where: \.isFinite)
      ? [
        "mean \(values.finiteMean.text(significant: 4)) (sd \(values.finiteDeviation.text(significant: 2))), "
          + "by chance \(chance.finiteMean.text(significant: 4))"
      ] : []
    return
      ([head] + byLayer + rows + more + mean + share + ["chance: \(draws)"]).joined(separator: "\n")
  }

  private var share: [String] {
    guard let inside, inside.contains(where: \.isFinite) else { return [] }
    return [
      "of relevance \((100 * inside.finiteMean).text(significant: 3)) % are in the parts that make the class"
    ]
  }

  /// "fc2 0.8, fc1 0.3, conv1 0.1"
  private var byLayer: [String] {
    guard let curves, let names = curves.names else { return [] }
    let texts = names.enumerated().map { point, name in
      "\(name) \(means(curves.values)[point].text(significant: 3))"
    }
    return ["after each layer: \(texts.listed)"]
  }

  /// Over rows.
  private func means(_ curves: Tensor) -> [Double] {
    let count = curves.shape[1]
    return (0..<count).map { point in
      stride(from: point, to: curves.count, by: count).map { Double(curves.values[$0]) }.finiteMean
    }
  }

  // MARK: Forms

  var table: Table? {
    get throws {
      let hasTargets = attribution.targets.count > 1
      return try Table(
        columns: ["sample"] + (hasTargets ? ["target"] : []) + [score.name, "chance", "deviation"],
        rows: values.indices.map { row in
          let target: [Table.Cell] =
            hasTargets ? [.text(attribution.targets[row % attribution.targets.count])] : []
          return [.integer(attribution.rows[row])] + target
            + [values[row], chance[row], deviations[row]].map { $0.isFinite ? .number($0) : .empty }
        })
    }
  }

  var tensor: Tensor? { Tensor([values.count], values.map { Float($0) }) }

  var archive: [(key: String, tensor: Tensor)]? {
    func vector(_ numbers: [Double]) -> Tensor { Tensor([numbers.count], numbers.map { Float($0) }) }
    return [(key: "value", tensor: vector(values)), (key: "chance", tensor: vector(chance))]
      + (curves.map {
        [
          (key: "places", tensor: vector($0.places)), (key: "curve", tensor: $0.values),
          (key: "chance_curve", tensor: $0.chance),
        ]
      } ?? [])
  }

  private static let mostDrawn = 16

  /// What several rows are.
  private var noun: String {
    if attribution.targets.count == 1 { return "samples" }
    return attribution.indices.count == 1 ? "classes" : "samples and classes"
  }

  var figure: (any Figure)? {
    get throws {
      let title = "\(score.name) of \(attribution.title)"
      guard let curves else {
        let defined = values.indices.filter { values[$0].isFinite }
        let rows = defined.prefix(Self.mostDrawn)
        let bars = rows.flatMap { row in
          [
            Bars.Bar(name(of: row), values[row]),
            Bars.Bar("chance", chance[row], error: deviations[row].isFinite ? deviations[row] : nil),
          ]
        }
        let rest = defined.count - rows.count
        return bars.isEmpty
          ? nil : try Bars(bars, title: title + (rest > 0 ? "; \(rest) more rows are not shown" : ""))
      }
      let single = values.count == 1
      let each: [LineChart.Line] =
        single
        ? []
        : (0..<min(Self.mostDrawn, values.count)).map { row in
          LineChart.Line(name(of: row), curves.values[row].values.map { Double($0) }, .pale)
        }
      return try LineChart(
        x: curves.places,
        lines: each + [
          LineChart.Line(single ? name(of: 0) : "mean", means(curves.values), .strong),
          LineChart.Line("chance", means(curves.chance), .dashed),
        ], title: title, xTitle: curves.first.across, yTitle: curves.first.up,
        behind: (each.count < values.count ? "\(each.count) of " : "") + "\(values.count) \(noun)")
    }
  }
}

extension [Double] {
  /// The standard deviation over entries that are numbers; NaN for fewer than two.
  var finiteDeviation: Double {
    let (finite, mean) = (filter(\.isFinite), finiteMean)
    return (finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(finite.count - 1)).squareRoot()
  }
}

import Attributions
import Data
import Execution
import Figures
import Models
import Tensors

/// Attributions of the same samples by several methods, side by side.
struct ComparedAttributions: Result {
  static let kind = "comparison"
  static let fields: [Field<ComparedAttributions>] = [
    Field("methods", "what is compared, in order") { .list($0.attributions.map { .text($0.method) }) },
    Field("correlations", "of ranks, the mean over samples: [methods, methods]") { .tensor($0.correlations) },
    Field("scores", "the mean of each score over samples: [methods, scores]") { compared in
      compared.scores.isEmpty ? .nothing : .tensor(compared.tensor { $0.values.finiteMean })
    },
    Field("chance", "the mean of chance for each score: [methods, scores]") { compared in
      compared.scores.isEmpty ? .nothing : .tensor(compared.tensor { $0.chance.finiteMean })
    },
  ]

  private let attributions: [InputAttribution]
  /// By method, then by score.
  private let scores: [[Scored]]
  /// [methods, methods]
  private let correlations: Tensor

  init(_ methods: [NamedMethod], _ scores: [NamedScore], _ arguments: Arguments, _ run: Run) throws {
    // Methods and scores are taken to need as long as one another.
    let parts = Double(methods.count * (1 + scores.count))
    var done = 0.0
    func part() -> Run {
      defer { done += 1 }
      return run.watched(by: run.monitor.part(from: done / parts, share: 1 / parts))
    }
    let attributions = try methods.map { try Attributing.explain($0, arguments, part()) }
    let plain = arguments.without(Judging.own)
    self.scores =
      scores.isEmpty ? [] : try attributions.map { attribution in try scores.map { try Judging.judge(attribution, $0, plain, part()) } }
    self.attributions = attributions
    let maps = attributions.map { attribution in
      // The first axis of a text's values is its tokens.
      let map = attribution.data.texts == nil ? attribution.heatmap : attribution.values
      return (0..<map.shape[0]).map { row in map[row].values.map { Double($0) } }
    }
    correlations = Tensor(
      [methods.count, methods.count],
      maps.flatMap { first in
        maps.map { second in
          Float(
            zip(first, second).map { first, second in
              // Maps of a layer have fewer values than the input.
              first.count == second.count ? rankCorrelation(first, second) : .nan
            }.finiteMean)
        }
      })
  }

  private func tensor(_ number: (Scored) -> Double) -> Tensor {
    Tensor([scores.count, scores[0].count], scores.joined().map { Float(number($0)) })
  }

  var entryNames: [String]? { attributions.map(\.method) }

  func entry(_ name: String) -> Value? {
    attributions.first { $0.method == name }.map { .result($0) }
  }

  // MARK: Words

  var summary: String {
    let first = attributions[0]
    let count = first.indices.count
    let head = "\(attributions.count) methods for \(first.targets[0]), "
      + (count == 1 ? "sample \(first.indices[0])" : "means over \(count) samples")
    let judged = (scores.first ?? []).map { "\($0.score.name): \($0.score.better.rawValue)" }
    let draws = scores.isEmpty ? [] : ["chance beside each score, sd over samples in brackets"]
    return
      ([([head] + judged + draws).joined(separator: "; ")]
      + aligned([["", ] + scoreTitles + correlationTitles] + rows)).joined(separator: "\n")
  }

  private var scoreTitles: [String] { (scores.first ?? []).map(\.score.name) }
  private var correlationTitles: [String] { attributions.map { "with \($0.method)" } }

  private var rows: [[String]] {
    attributions.indices.map { method in
      let judged = (scores.isEmpty ? [] : scores[method]).map { score in
        let deviation = score.values.finiteDeviation
        return score.values.finiteMean.text(significant: 3)
          + (deviation.isFinite ? " (\(deviation.text(significant: 2)))" : "")
          + ", chance \(score.chance.finiteMean.text(significant: 3))"
      }
      let alike = correlations[method].values.map { $0.isFinite ? Double($0).text(decimals: 3) : "-" }
      return [attributions[method].method] + judged + alike
    }
  }

  // MARK: Forms

  var table: Table? {
    get throws {
      func cell(_ number: Double) -> Table.Cell { number.isFinite ? .number(number) : .empty }
      return try Table(
        columns: ["method"] + scoreTitles.flatMap { [$0, "\($0) by chance"] } + correlationTitles,
        rows: attributions.indices.map { method in
          [.text(attributions[method].method)]
            + (scores.isEmpty ? [] : scores[method]).flatMap { [cell($0.values.finiteMean), cell($0.chance.finiteMean)] }
            + correlations[method].values.map { cell(Double(shortest: $0)) }
        })
    }
  }

  var tensor: Tensor? { correlations }

  var archive: [(key: String, tensor: Tensor)]? {
    attributions.map { (key: $0.method, tensor: $0.values) } + [(key: "correlations", tensor: correlations)]
      + (scores.isEmpty
        ? []
        : [
          (key: "scores", tensor: tensor { $0.values.finiteMean }), (key: "chance", tensor: tensor { $0.chance.finiteMean }),
        ])
  }

  private static let mostSamples = 8

  var figure: (any Figure)? {
    get throws {
      let title = "\(attributions[0].targets[0])"
      let maps = attributions.map(\.heatmap)
      if attributions[0].data.texts == nil, maps.allSatisfy({ $0.rank == 3 }) { return try sheet(maps, title: title) }
      guard let names = try attributions[0].names, let numbers = try features else { return nil }
      return try GroupedBars(
        labels: names, series: zip(attributions, numbers).map { GroupedBars.Series($0.method, $1) },
        title: attributions[0].indices.count == 1
          ? "\(title), sample \(attributions[0].indices[0])"
          : "\(title): mean magnitudes over \(attributions[0].indices.count) samples")
    }
  }

  /// A row of pictures for each sample, a column for each method.
  private func sheet(_ maps: [Tensor], title: String) throws -> any Figure {
    let first = attributions[0]
    let isPicture = first.samples.rank == 4 && [1, 3].contains(first.samples.shape[1])
    let rows = first.indices.prefix(Self.mostSamples).enumerated().map { row, index in
      let image = isPicture ? [ImageGrid.Tile(.image(first.samples[row]), caption: "sample \(index)")] : []
      return ImageGrid.Row(
        tiles: image + zip(attributions, maps).map { ImageGrid.Tile(.heatmap($1[row]), caption: $0.method) })
    }
    let rest = first.indices.count - rows.count
    return try ImageGrid(
      rows: rows, title: title + ", each heatmap in its own range" + (rest > 0 ? "; \(rest) more samples are not shown" : ""))
  }

  /// What each method gives each feature: of one sample with its sign, of several the mean magnitude.
  private var features: [[Double]]? {
    get throws {
      let numbers = try attributions.map { try $0.contributions.attributions }
      guard numbers.allSatisfy({ $0.shape == numbers[0].shape }) else { return nil }
      return numbers.map { numbers in
        if numbers.shape[0] == 1 { return numbers.values.map { Double($0) } }
        return (0..<numbers.shape[1]).map { feature in
          stride(from: feature, to: numbers.count, by: numbers.shape[1]).reduce(0) { $0 + abs(Double(numbers.values[$1])) }
            / Double(numbers.shape[0])
        }
      }
    }
  }
}

extension InputAttribution {
  /// Of features or words; nil where there are none.
  fileprivate var names: [String]? {
    get throws {
      guard values.rank == 2 || data.texts != nil else { return nil }
      return try contributions.features
    }
  }
}

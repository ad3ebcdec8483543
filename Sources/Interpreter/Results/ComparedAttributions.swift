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
      compared.scores.isEmpty ? .nothing : .tensor(compared.tensor(\.mean))
    },
    Field("chance", "the mean of chance for each score: [methods, scores]") { compared in
      compared.scores.isEmpty ? .nothing : .tensor(compared.tensor(\.chance))
    },
    Field("best", "the best method for each score; none where no value is better than another") { compared in
      .list(
        compared.scores.map { score in
          compared.attributions.indices.first(where: score.isBest).map {
            .text(compared.attributions[$0].method)
          }
            ?? .nothing
        })
    },
  ]

  /// What a score found of each method, as means over samples.
  private struct Column {
    let score: NamedScore
    let cells: [Cell]
    /// What all methods have in common: seeds, steps.
    let facts: [String]
    let draws: String

    struct Cell {
      let mean: Double
      let deviation: Double
      let chance: Double
    }

    init(_ score: NamedScore, _ judged: [Scored]) {
      self.score = score
      cells = judged.map {
        Cell(mean: $0.values.finiteMean, deviation: $0.values.finiteDeviation, chance: $0.chance.finiteMean)
      }
      let defined = judged.filter { $0.values.contains(where: \.isFinite) }
      facts = (defined.first?.facts ?? []).filter { fact in defined.allSatisfy { $0.facts.contains(fact) } }
      draws = defined.first?.draws ?? "nothing to judge"
    }

    /// What has to be as high as it can; nil where high and low are no merits.
    private func merit(_ mean: Double) -> Double? {
      switch score.better {
      case .lower: -mean
      case .higher: mean
      case .nearerZero: -abs(mean)
      case .higherIsSparser: nil
      }
    }

    /// Whether no method is better, and one is worse.
    func isBest(_ method: Int) -> Bool {
      let merits = cells.map(\.mean).filter(\.isFinite).compactMap(merit)
      guard cells[method].mean.isFinite, let own = merit(cells[method].mean) else { return false }
      return own == merits.max() && merits.contains { $0 < own }
    }

    var summary: String {
      (["\(score.name): \(score.better.rawValue)"] + facts + ["chance: \(draws)"]).joined(separator: "; ")
    }
  }

  private let attributions: [InputAttribution]
  private let scores: [Column]
  /// [methods, methods]
  private let correlations: Tensor
  /// Whether correlations are those of sums over groups.
  private let areGrouped: Bool

  init(_ methods: [NamedMethod], _ scores: [NamedScore], _ arguments: Arguments, _ run: Run) throws {
    // Methods and scores are taken to need as long as one another.
    let parts = Double(methods.count * (1 + scores.count))
    var done = 0.0
    func part() -> Run {
      defer { done += 1 }
      return run.watched(by: run.monitor.part(from: done / parts, share: 1 / parts))
    }
    let attributions = try methods.map { try Attributing.explain($0, arguments, part()) }
    let methodKeys = Set(methods.flatMap { Attributing.used(by: $0) })
    let plain = arguments.without(Judging.own.filter { methodKeys.contains($0.name) })
    self.scores = try scores.map { score in
      Column(score, try attributions.map { try Judging.judge($0, score, plain, part()) })
    }
    self.attributions = attributions
    let groups = try Self.groups(of: attributions)
    areGrouped = groups != nil
    let maps = attributions.map { attribution -> [[Double]] in
      if let groups {
        return groups.enumerated().map { row, groups in attribution.sums(over: groups, row: row) ?? [] }
      }
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
              !first.isEmpty && first.count == second.count ? rankCorrelation(first, second) : .nan
            }.finiteMean)
        }
      })
  }

  /// The groups of each sample where a method explains groups; what others say is added up over these.
  private static func groups(of attributions: [InputAttribution]) throws -> [FeatureGroups]? {
    guard let grouped = attributions.first(where: \.isGrouped) else { return nil }
    let question = grouped.explained[0].question
    guard grouped.grouping.followsSample else {
      return Array(repeating: try grouped.grouping.groups(for: question), count: question.count)
    }
    return try (0..<question.count).map { try grouped.grouping.groups(for: question.rows([$0])) }
  }

  private func tensor(_ number: (Column.Cell) -> Double) -> Tensor {
    Tensor(
      [attributions.count, scores.count],
      attributions.indices.flatMap { method in scores.map { Float(number($0.cells[method])) } })
  }

  var entryNames: [String]? { attributions.map(\.method) }

  func entry(_ name: String) -> Value? {
    attributions.first { $0.method == name }.map { .result($0) }
  }

  // MARK: Words

  var summary: String {
    let first = attributions[0]
    let count = first.indices.count
    let head =
      "\(attributions.count.of("method")) for \(first.targets[0]), "
      + (count == 1
        ? "sample \(first.indices[0])"
        : "means over \(count) samples" + (scores.isEmpty ? "" : " (and deviations)"))
    return ([head] + judged + ["rank correlations\(areGrouped ? " of groups" : ""):"] + alike).joined(
      separator: "\n")
  }

  /// More scores would be wider than most terminals.
  private static let mostScores = 3

  /// Rows of methods and columns of scores and their chance; then what the scores are.
  private var judged: [String] {
    let tables = stride(from: 0, to: scores.count, by: Self.mostScores).flatMap { start in
      table(of: scores[start..<min(start + Self.mostScores, scores.count)])
    }
    let hasBest = scores.contains { score in attributions.indices.contains(where: score.isBest) }
    return tables + scores.map(\.summary) + (hasBest ? ["* the best"] : [])
  }

  private func table(of scores: ArraySlice<Column>) -> [String] {
    let titles = [""] + scores.flatMap { [$0.score.name, "chance"] }
    let rows = attributions.indices.map { method in
      [attributions[method].method]
        + scores.flatMap { score -> [String] in
          let cell = score.cells[method]
          guard cell.mean.isFinite else { return ["not defined", ""] }
          let deviation = cell.deviation.isFinite ? " (\(cell.deviation.text(significant: 2)))" : ""
          return [
            cell.mean.text(significant: 3) + deviation + (score.isBest(method) ? " *" : ""),
            cell.chance.text(significant: 3),
          ]
        }
    }
    return aligned([titles] + rows)
  }

  private var alike: [String] {
    aligned(
      [[""] + attributions.map(\.method)]
        + attributions.indices.map { method in
          [attributions[method].method]
            + correlations[method].values.map { $0.isFinite ? Double($0).text(decimals: 3) : "-" }
        })
  }

  // MARK: Forms

  var table: Table? {
    get throws {
      func cell(_ number: Double) -> Table.Cell { number.isFinite ? .number(number) : .empty }
      return try Table(
        columns: ["method"] + scores.flatMap { [$0.score.name, "\($0.score.name) by chance"] }
          + attributions.map { "with \($0.method)" },
        rows: attributions.indices.map { method in
          [.text(attributions[method].method)]
            + scores.flatMap { [cell($0.cells[method].mean), cell($0.cells[method].chance)] }
            + correlations[method].values.map { cell(Double(shortest: $0)) }
        })
    }
  }

  var tensor: Tensor? { correlations }

  var archive: [(key: String, tensor: Tensor)]? {
    attributions.map { (key: $0.method, tensor: $0.values) } + [(key: "correlations", tensor: correlations)]
      + (scores.isEmpty
        ? [] : [(key: "scores", tensor: tensor(\.mean)), (key: "chance", tensor: tensor(\.chance))])
  }

  private static let mostSamples = 8

  var figure: (any Figure)? {
    get throws {
      let first = attributions[0]
      let count = first.indices.count
      let title =
        "\(first.targets[0])"
        + (count == 1 ? ", sample \(first.indices[0])" : ": mean magnitudes over \(count) samples")
      if first.data.texts != nil {
        guard count == 1 else { return nil }
        let texts = try attributions.map { try $0.contributions }
        // A method that explains groups may have others than words.
        guard texts.allSatisfy({ $0.features == texts[0].features }) else { return nil }
        return try TextHeatmap(
          words: texts[0].features,
          rows: zip(attributions, texts).map { ($0.method, $1.attributions.values) },
          special: texts[0].special, title: title)
      }
      let maps = attributions.map(\.heatmap)
      if maps.allSatisfy({ $0.rank == 3 }) { return try sheet(maps) }
      guard let names = try first.names, let numbers = try features else { return nil }
      return try GroupedBars(
        labels: names, series: zip(attributions, numbers).map { GroupedBars.Series($0.method, $1) },
        title: title)
    }
  }

  /// A row of pictures for each sample, a column for each method.
  private func sheet(_ maps: [Tensor]) throws -> any Figure {
    let first = attributions[0]
    let isPicture = first.samples.rank == 4 && [1, 3].contains(first.samples.shape[1])
    let rows = first.indices.prefix(Self.mostSamples).enumerated().map { row, index in
      let image = isPicture ? [ImageGrid.Tile(.image(first.samples[row]), caption: "sample \(index)")] : []
      return ImageGrid.Row(
        tiles: image + zip(attributions, maps).map { ImageGrid.Tile(.heatmap($1[row]), caption: $0.method) })
    }
    let rest = first.indices.count - rows.count
    return try ImageGrid(
      rows: rows,
      title: "\(first.targets[0]), each heatmap in its own range"
        + (rest > 0 ? "; \(rest) more samples are not shown" : ""))
  }

  /// What each method gives each feature: of one sample with its sign, of several the mean magnitude.
  private var features: [[Double]]? {
    get throws {
      let numbers = try attributions.map { try $0.contributions.attributions }
      guard numbers.allSatisfy({ $0.shape == numbers[0].shape }) else { return nil }
      return numbers.map { numbers in
        if numbers.shape[0] == 1 { return numbers.values.map { Double($0) } }
        return (0..<numbers.shape[1]).map { feature in
          stride(from: feature, to: numbers.count, by: numbers.shape[1]).reduce(0) {
            $0 + abs(Double(numbers.values[$1]))
          } / Double(numbers.shape[0])
        }
      }
    }
  }
}

extension InputAttribution {
  /// Of features; nil where there are none.
  fileprivate var names: [String]? {
    get throws { values.rank == 2 ? try contributions.features : nil }
  }
}

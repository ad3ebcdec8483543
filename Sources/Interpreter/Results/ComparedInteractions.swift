import Attributions
import Execution
import Figures
import Models
import Tensors

/// Interactions of the same samples by several methods, side by side.
struct ComparedInteractions: Result {
  static let kind = "comparison"
  static let fields: [Field<ComparedInteractions>] = [
    Field("methods", "what is compared, in order") { .list($0.interactions.map { .text($0.method) }) },
    Field("correlations", "of the ranks of pairs, the mean over samples: [methods, methods]") {
      .tensor($0.correlations)
    },
  ]

  private let interactions: [PairInteractions]
  /// [methods, methods]
  private let correlations: Tensor

  init(
    _ methods: [NamedInteraction], _ target: Condition.Target, _ arguments: Arguments, _ run: Run
  ) throws {
    let share = 1 / Double(methods.count)
    interactions = try methods.enumerated().map { index, method in
      try Interacting.explain(
        method, target, arguments,
        run.watched(by: run.monitor.part(from: Double(index) * share, share: share)))
    }
    let pairs = interactions.map(\.pairs)
    correlations = Tensor(
      [methods.count, methods.count],
      pairs.flatMap { first in
        pairs.map { second in Float(zip(first, second).map { rankCorrelation($0, $1) }.finiteMean) }
      })
  }

  var entryNames: [String]? { interactions.map(\.method) }

  func entry(_ name: String) -> Value? {
    interactions.first { $0.method == name }.map { .result($0) }
  }

  /// "y=1 (benign), sample 3"
  private var heading: String {
    let (first, count) = (interactions[0], interactions[0].indices.count)
    return "\(first.explained), "
      + (count == 1 ? "sample \(first.indices[0])" : "means over \(count) samples")
  }

  var summary: String {
    let count = interactions[0].samples.shape[0]
    let titles = [""] + interactions.map(\.method)
    let rows = interactions.indices.map { row in
      [interactions[row].method]
        + correlations[row].values.map { $0.isFinite ? Double($0).text(decimals: 3) : "-" }
    }
    // Strongest pairs belong to a sample.
    let strongest =
      count > 1 ? [] : aligned(interactions.map { [$0.method, $0.strongest(0)] })
    return
      ([
        "\(interactions.count.of("method")) for \(heading)"
      ] + strongest + ["rank correlations of pairs:"] + aligned([titles] + rows)).joined(separator: "\n")
  }

  var table: Table? {
    get throws {
      try Table(
        columns: ["method"] + interactions.map { "with \($0.method)" },
        rows: interactions.indices.map { row in
          [.text(interactions[row].method)]
            + correlations[row].values.map { $0.isFinite ? .number($0) : .empty }
        })
    }
  }

  var tensor: Tensor? { correlations }

  var archive: [(key: String, tensor: Tensor)]? {
    interactions.map { (key: $0.method, tensor: $0.values) } + [(key: "correlations", tensor: correlations)]
  }

  /// A matrix for each method: of one sample, or the mean over all.
  var figure: (any Figure)? {
    get throws {
      let matrices = try interactions.compactMap { try $0.figure(title: $0.method) }
      if matrices.count == interactions.count { return try SideBySide(matrices, columns: 2, title: heading) }
      let tiles = try interactions.map { found in
        ImageGrid.Tile(.heatmap(try found.meanMatrix), caption: found.method)
      }
      return try ImageGrid(
        tiles: tiles, columns: min(4, tiles.count),
        title: "\(interactions[0].explained): pairs of features, each matrix in its own range")
    }
  }
}

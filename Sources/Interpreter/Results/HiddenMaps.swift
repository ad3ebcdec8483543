import Concepts
import Figures
import Tensors

/// Maps of what layers make of the same samples.
struct HiddenMaps: Result {
  static let kind = "maps of layers"
  static let fields: [Field<HiddenMaps>] = [
    Field("layers", "the layers that are mapped") { .list($0.maps.map { .text($0.layer.name) }) },
    Field("samples", "which samples of the data are drawn") { .list($0.samples.map { .number(Double($0)) }) },
    Field("positions", "where they lie: [layers, samples, 2]") { .tensor($0.positions) },
    Field(
      "trustworthiness", "of each layer how little is near on the map by mistake: 1 at best, 0.5 by chance"
    ) {
      .list($0.maps.map { .number($0.preservation.trustworthiness) })
    },
    Field("kept", "of each layer the share of the ten nearest samples that are nearest on the map, too") {
      .list($0.maps.map { .number($0.preservation.kept) })
    },
    Field("by", "what points are coloured by") { .list($0.colorings.map { .text($0.name) }) },
    Field(
      "agreement", "of ten nearest on the map the share with the same value: [by, layers]"
    ) { .tensor($0.agreement) },
    Field("chance", "the same of any two samples, for each of by") { maps in
      .list(maps.agreements.map { row in .number(row.lazy.compactMap { $0?.chance }.first ?? .nan) })
    },
    Field("divergence", "of each layer the divergence that t-SNE was left with, in nats") { maps in
      .list(maps.maps.compactMap { map in map.divergence.map { .number($0) } })
    },
    Field("variance", "of each layer the share of the variance that the plane of pca has") { maps in
      .list(maps.maps.compactMap { map in map.variance.map { .number($0.reduce(0, +)) } })
    },
  ]

  /// What points are coloured by.
  struct Coloring: Sendable {
    let name: String
    /// What its values are called.
    let names: [String]
    /// The value of each sample, by its index; nil where it is not known.
    let values: [Int?]
    let isOrdered: Bool
    /// The layer that it was learned to be told by.
    let told: Int?
  }

  let maps: [HiddenMap]
  private let samples: [Int]
  private let colorings: [Coloring]
  private let data: String
  private let perplexity: Double?
  private let seed: UInt64
  /// Of each coloring and layer.
  private let agreements: [[NeighbourAgreement?]]

  init(
    _ maps: [HiddenMap], of samples: [Int], by colorings: [Coloring], data: String, perplexity: Double?,
    seed: UInt64
  ) {
    (self.maps, self.samples, self.colorings, self.data) = (maps, samples, colorings, data)
    (self.perplexity, self.seed) = (perplexity, seed)
    agreements = colorings.map { coloring in
      maps.map { NeighbourAgreement($0.preservation.onMap, values: coloring.values) }
    }
  }

  private var positions: Tensor { .stacked(maps.map(\.positions)) }

  private var agreement: Tensor {
    Tensor(
      [colorings.count, maps.count], agreements.flatMap { row in row.map { Float($0?.share ?? .nan) } })
  }

  private var head: String {
    let way = perplexity.map { "t-SNE, perplexity \($0.text())" } ?? "principal components"
    return "\(samples.count) samples of \(data) in \(maps.count) layer\(maps.count == 1 ? "" : "s") by \(way)"
  }

  var summary: String {
    let layers = maps.map { map -> String in
      let columns =
        map.view == .mean
        ? "\(map.columns) channel\(map.columns == 1 ? "" : "s"), each its mean over positions"
        : "\(map.columns) value\(map.columns == 1 ? "" : "s")"
      let variance = map.variance.map { ", \(percent($0.reduce(0, +))) of the variance" } ?? ""
      return
        "layer \(map.layer.name) (\(columns)): trustworthiness \(map.preservation.trustworthiness.text(decimals: 3)), "
        + "\(percent(map.preservation.kept)) of neighbours kept" + variance
    }
    let neighbours = maps.first?.preservation.neighbours ?? 0
    let shares = zip(colorings, agreements).map { coloring, row -> String in
      guard let chance = row.lazy.compactMap({ $0?.chance }).first else {
        return "\(coloring.name): no value of it is known here"
      }
      let texts = zip(maps, row).map { map, agreement in
        "\(map.layer.name) \(agreement.map { percent($0.share) } ?? "none")\(coloring.told == map.layer.index ? " *" : "")"
      }
      return "\(coloring.name): \(texts.joined(separator: ", ")); by chance \(percent(chance))"
    }
    let colors =
      colorings.isEmpty
      ? [] : ["of the \(neighbours) nearest on the map have the same value:"] + shares
    let star =
      maps.contains { map in colorings.contains { $0.told == map.layer.index } }
      ? ["* the layer that extract concepts reads it from"] : []
    return (["\(head), seed \(seed)"] + layers + colors + star).joined(separator: "\n")
  }

  var figure: (any Figure)? {
    get throws {
      let rows = zip(colorings, agreements).map { coloring, row in
        ScatterGrid.Row(
          coloring.name, values: coloring.values, names: coloring.names, isOrdered: coloring.isOrdered,
          captions: row.map { $0.map { percent($0.share) } ?? "" },
          chosen: coloring.told.flatMap { told in maps.firstIndex { $0.layer.index == told } })
      }
      let plain = ScatterGrid.Row(
        data, values: samples.map { _ in 0 }, names: ["sample"], captions: maps.map { _ in "" })
      return try ScatterGrid(
        columns: maps.map { .init($0.layer.name, positions: $0.positions) },
        rows: rows.isEmpty ? [plain] : rows,
        title: head + (rows.isEmpty ? "" : "; in %: neighbours with the same value"))
    }
  }

  /// A row for each layer and sample.
  var table: Table? {
    get throws {
      let own = ["layer", "sample", "x", "y"]
      return try Table(
        columns: own + colorings.map { own.contains($0.name) ? "(\($0.name))" : $0.name },
        rows: maps.flatMap { map in
          samples.indices.map { index in
            let (x, y) = (map.positions.values[2 * index], map.positions.values[2 * index + 1])
            return [
              .text(map.layer.name), .integer(samples[index]), .number(Double(shortest: x)),
              .number(Double(shortest: y)),
            ]
              + colorings.map { coloring in coloring.values[index].map { .text(coloring.names[$0]) } ?? .empty
              }
          }
        })
    }
  }

  var tensor: Tensor? { positions }

  var archive: [(key: String, tensor: Tensor)]? {
    func vector(_ numbers: [Double]) -> Tensor { Tensor([numbers.count], numbers.map { Float($0) }) }
    return [
      (key: "positions", tensor: positions),
      (key: "samples", tensor: vector(samples.map(Double.init))),
      (key: "trustworthiness", tensor: vector(maps.map(\.preservation.trustworthiness))),
      (key: "agreement", tensor: agreement),
    ]
  }
}

import Data
import Figures
import Tensors

/// Some samples of the data.
struct SampleSet: Result {
  static let kind = "samples"
  static let fields: [Field<SampleSet>] = [
    Field("index", "where they are in the data") { .list($0.rows.map { .number(Double($0)) }) },
    Field("label", "the class of each") { set in
      set.labels.map { .list($0.map { .number(Double($0)) }) } ?? .nothing
    },
    Field("count", "how many they are") { .number(Double($0.rows.count)) },
  ]

  let data: Dataset
  /// Nil for all of them.
  let indices: [Int]?

  init(_ data: Dataset, _ indices: [Int]?) {
    self.data = data
    self.indices = indices
  }

  private var rows: [Int] { indices ?? Array(0..<data.count) }
  private var labels: [Int]? { data.labels.map { labels in rows.map { labels[$0] } } }

  var summary: String {
    guard let indices, indices != Array(0..<data.count) || data.count == 1 else { return "all \(data.count) samples of \(data.name)" }
    let texts = indices.prefix(8).map { index in
      "\(index)" + (data.labels.map { ": \(data.className($0[index]))" } ?? "")
        + (data.targets.map { ": \(Double($0[index]).text(significant: 4))" } ?? "")
    }
    return "sample\(indices.count == 1 ? "" : "s") " + texts.joined(separator: ", ")
      + (indices.count > 8 ? ", ... (\(indices.count) in all)" : "")
  }

  var figure: (any Figure)? {
    get throws {
      guard data.shape.rank == 3, [1, 3].contains(data.shape[0]) else { return nil }
      let tiles = try rows.prefix(32).map { index in
        ImageGrid.Tile(
          .image(try data.sample(index)),
          caption: data.labels.map { "\(index): \(data.shortName($0[index]))" } ?? "\(index)")
      }
      return try ImageGrid(tiles: tiles)
    }
  }

  var tensor: Tensor? { get throws { try data.samples(rows) } }

  var archive: [(key: String, tensor: Tensor)]? {
    get throws {
      [(key: "images", tensor: try data.samples(rows))]
        + (labels.map { [(key: "labels", tensor: Tensor([$0.count], $0.map { Float($0) }))] } ?? [])
    }
  }
}

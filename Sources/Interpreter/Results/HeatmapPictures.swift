import Attributions
import Figures
import Tensors

/// Heatmaps with the samples that they belong to, as one figure.
struct HeatmapPictures: Sendable {
  /// [samples * columns, height, width] or [samples * columns, features], sample-major.
  let heatmaps: Tensor
  /// What all rows are under, if they are under the same.
  let title: String
  /// What each row is under, in short.
  let captions: [String]
  /// [samples] + the shape of the input.
  let samples: Tensor
  let indices: [Int]
  /// How many heatmaps each sample has.
  let columns: Int
  let features: [String]?

  private static let mostSamples = 8
  private static let mostColumns = 8
  private static let mostMaps = 80
  private static let mostFeatures = 40

  func sample(of row: Int) -> Int { indices[row / max(1, columns)] }

  var figure: (any Figure)? {
    get throws {
      if heatmaps.rank == 3 { return try maps }
      if heatmaps.rank == 2, heatmaps.shape[0] == 1 { return try bars }
      return heatmaps.rank == 2 ? try Heatmap(values: heatmaps) : nil
    }
  }

  private var isPicture: Bool { samples.rank == 4 && [1, 3].contains(samples.shape[1]) }

  private var maps: any Figure {
    get throws {
      if heatmaps.shape[0] == 1 {
        let title = "sample \(indices[0]), \(title)"
        // Maps of a layer are smaller than the picture that they are laid over.
        return isPicture
          ? try Overlay(
            image: samples[0], heatmap: heatmaps[0].enlarged(to: Array(samples.shape.extents[2...])), title: title)
          : try Heatmap(values: heatmaps[0], title: title)
      }
      if indices.count == 1, columns > Self.mostColumns { return try conditionsOfOneSample }
      let rows = indices.prefix(Self.mostSamples).enumerated().map { position, index in
        let image = isPicture ? [ImageGrid.Tile(.image(samples[position]), caption: "sample \(index)")] : []
        let maps = (0..<min(columns, Self.mostColumns)).map { column in
          let row = position * columns + column
          return ImageGrid.Tile(.heatmap(heatmaps[row]), caption: captions[row])
        }
        return ImageGrid.Row(tiles: image + maps)
      }
      return try ImageGrid(rows: rows, title: title)
    }
  }

  /// The sample, then its heatmaps in reading order.
  private var conditionsOfOneSample: any Figure {
    get throws {
      let image = isPicture ? [ImageGrid.Tile(.image(samples[0]), caption: "sample \(indices[0])")] : []
      let maps = (0..<min(columns, Self.mostMaps)).map { row in
        ImageGrid.Tile(.heatmap(heatmaps[row]), caption: captions[row])
      }
      let rest = columns - maps.count
      return try ImageGrid(
        tiles: image + maps, columns: Self.mostColumns + 1,
        title: (["sample \(indices[0])"] + (title.isEmpty ? [] : [title]) + ["each heatmap in its own range"])
          .joined(separator: ", ") + (rest > 0 ? "; \(rest) more are not shown" : ""))
    }
  }

  private func name(of feature: Int) -> String { features.map { $0[feature] } ?? "\(feature)" }

  private var bars: any Figure {
    get throws {
      let (values, most) = (heatmaps.values, Self.mostFeatures)
      // Of many only the largest are shown.
      let shown =
        values.count <= most
        ? Array(values.indices) : Array(values.indices.sorted { abs(values[$0]) > abs(values[$1]) }.prefix(most))
      let bars = shown.map { Bars.Bar(name(of: $0), Double(values[$0])) }
      let rest = values.count > most ? "; the \(most) largest of \(values.count)" : ""
      return try Bars(bars, title: "sample \(indices[0]), \(title)\(rest)")
    }
  }
}

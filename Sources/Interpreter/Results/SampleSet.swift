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
    Field("texts", "the text of each") { set in .list(set.encodings.map { .text($0.text) }) },
    Field("tokens", "the tokens of each text") { set in
      .list(set.encodings.map { .list($0.tokens.map { .text($0.text) }) })
    },
    Field("words", "the words of each text, which its tokens are parts of") { set in
      .list(set.encodings.map { .list($0.words.map { .text($0.text) }) })
    },
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

  /// The class at each step: [N, T].
  private var stepLabels: Tensor? {
    data.stepLabels.map { labels in
      let steps = data.shape[0]
      return Tensor(
        [rows.count, steps], rows.flatMap { labels[$0 * steps..<($0 + 1) * steps].map { Float($0) } })
    }
  }

  private var encodings: [Encoding] { data.texts.map { texts in rows.map { texts[$0] } } ?? [] }

  var summary: String {
    if let texts = data.texts { return summary(of: texts) }
    guard let indices, indices != Array(0..<data.count) || data.count == 1 else {
      return "all \(data.count) samples of \(data.name)"
    }
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

  /// Each text in its tokens, under a line that counts them where they are many.
  private func summary(of texts: [Encoding]) -> String {
    let lines = rows.prefix(8).map { "sample \($0): \(texts[$0].spelling)" }
    return (lines + (rows.count > 8 ? ["... (\(rows.count) in all)"] : [])).joined(separator: "\n")
  }

  /// The tokens of each text; nil where there are no texts.
  var table: Table? {
    get throws {
      guard let texts = data.texts else { return nil }
      var lines: [[Table.Cell]] = []
      for row in rows {
        let words = texts[row].wordPositions
        for (position, token) in texts[row].tokens.enumerated() where !token.isPadding {
          lines.append([
            .integer(row), .integer(position), .integer(token.id), .text(token.text),
            .text(texts[row].piece(position)),
            words[position].map { .integer($0) } ?? .empty, .integer(token.isSpecial ? 1 : 0),
          ])
        }
      }
      return try Table(
        columns: ["sample", "position", "id", "token", "text", "word", "special"], rows: lines)
    }
  }

  var tensor: Tensor? { get throws { try data.samples(rows) } }

  var archive: [(key: String, tensor: Tensor)]? {
    get throws {
      let main = data.arrays.isEmpty ? [(key: "images", tensor: try data.samples(rows))] : []
      let arrays = try zip(data.arrays, data.inputs(rows, named: data.arrays.map(\.name))).map {
        array, tensor in
        (key: array.name, tensor: tensor)
      }
      let goals = stepLabels ?? labels.map { Tensor([$0.count], $0.map { Float($0) }) }
      return main + arrays + (goals.map { [(key: "labels", tensor: $0)] } ?? [])
    }
  }
}

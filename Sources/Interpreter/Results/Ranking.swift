import Figures
import Tensors

/// The share of each channel of a layer in the relevance for a class.
struct Ranking: Result {
  static let kind = "ranking"
  static let fields: [Field<Ranking>] = [
    Field("importance", "the relative importance of each channel: [samples, channels]") {
      .tensor($0.importance)
    },
    Field("channels", "the channels of the first sample, the most important one first") { ranking in
      .list(ranking.order(of: 0).map { .number(Double($0)) })
    },
  ]

  /// [samples, channels]
  let importance: Tensor
  let indices: [Int]
  let layer: String
  let composite: String
  /// What else is to be known of how it was found.
  let facts: [String]

  /// By value descending, then by index ascending.
  private func order(of row: Int) -> [Int] {
    let values = importance[row].values
    return values.indices.sorted { (values[$0], $1) > (values[$1], $0) }
  }

  var summary: String {
    let rows = indices.prefix(8).enumerated().map { row, index in
      let top = order(of: row).prefix(8).map { channel in
        let share = Double(importance[row].values[channel]) * 100
        return "\(channel) (\(share.text(decimals: 1)) %)"
      }
      return "sample \(index): channels \(top.joined(separator: ", "))"
    }
    let head = "importance of the \(importance.shape[1]) channels of layer \(layer), composite \(composite)"
    return ([([head] + facts).joined(separator: "; ")] + rows).joined(separator: "\n")
  }

  var figure: (any Figure)? {
    get throws {
      let bars = order(of: 0).prefix(16).map { channel in
        Bars.Bar("channel \(channel)", Double(importance.values[channel]))
      }
      return try Bars(bars, title: "channels of layer \(layer) by relevance, sample \(indices[0])")
    }
  }

  var table: Table? {
    get throws {
      try Table(
        columns: ["sample", "channel", "importance"],
        rows: indices.enumerated().flatMap { row, index in
          order(of: row).map { channel in
            [.integer(index), .integer(channel), .number(importance[row].values[channel])]
          }
        })
    }
  }

  var tensor: Tensor? { importance }
}

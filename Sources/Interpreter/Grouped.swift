import Attributions
import Data
import Models
import Tensors

/// Which values a command explains as one.
enum GroupChoice: Sendable {
  case values(Grouping)
  /// The columns of a table's category together.
  case columns
  /// The tokens of a text.
  case tokens
  /// The words of a text, whose tokens belong together.
  case words
}

extension GroupChoice {
  /// Whether groups are read from the data.
  var readsData: Bool {
    switch self {
    case .values: false
    case .columns, .tokens, .words: true
    }
  }

  /// Whether groups are tokens or words.
  var isOfText: Bool {
    switch self {
    case .tokens, .words: true
    default: false
    }
  }
}

extension Keys {
  static let groups = Key(
    "groups", optional: .grouping,
    "which values are explained as one: elements, rows (channels), grid:4 (patches of 4 by 4), slic:50 (about 50 "
      + "superpixels), columns (of a table, a category as one), tokens or words (of a text), or lists of values",
    otherwise: "elements; words of a text where pairs are explained")
}

extension Run {
  /// The grouping that a command means at a place of these samples.
  func grouping(_ choice: GroupChoice?, shape: Shape, place: Place, samples: [Int]) throws -> Grouping {
    let data = try currentData()
    let choice = choice ?? (data.texts == nil ? .values(.elements) : .words)
    func groups(_ members: [[Int]], _ names: [String]) throws -> Grouping {
      .groups(try blaming(Keys.groups) { try FeatureGroups(members, names: names, of: shape) })
    }
    switch choice {
    case .values(.elements) where place == .input(0) && data.features?.count == shape.count:
      return .groups(FeatureGroups(elementsOf: shape, names: data.features))
    case .values(let grouping): return grouping
    case .columns:
      guard place == .input(0), data.shape.rank == 1, !data.groups.isEmpty else {
        throw ArgumentError(
          Keys.groups, .failed("the columns of a table can be grouped at the input of a network for tables"))
      }
      return try groups(data.groups.map { Array($0.columns) }, data.groups.map(\.name))
    case .tokens, .words:
      guard let texts = data.texts, let first = samples.first, shape.rank > 0, shape[0] == data.shape[0]
      else {
        throw ArgumentError(
          Keys.groups,
          .failed(
            "tokens and words belong to texts, at a place that has a value for each token: write sample text=\"...\" first"
          ))
      }
      if let missing = samples.first(where: { !texts.indices.contains($0) }) {
        throw Mistake.noSample(missing, data: data.name, count: data.count)
      }
      let words = texts[first].words
      guard samples.allSatisfy({ texts[$0].words.map(\.text) == words.map(\.text) }) else {
        throw ArgumentError(
          Keys.groups,
          .failed("each text has words of its own: explain one text at a time, or choose groups=rows"))
      }
      let width = shape.count / max(1, shape[0])
      func entries(_ tokens: [Int]) -> [Int] { tokens.flatMap { Array($0 * width..<($0 + 1) * width) } }
      if case .words = choice { return try groups(words.map { entries($0.tokens) }, words.map(\.text)) }
      let tokens = words.flatMap(\.tokens)
      return try groups(tokens.map { entries([$0]) }, tokens.map { texts[first].piece($0) })
    }
  }
}

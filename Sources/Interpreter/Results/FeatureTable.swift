import Data
import Figures

/// The features of a table in rows: where they are in a sample, what they are, and how they are spread.
struct FeatureTable {
  /// A reader wants to see no more at once.
  private static let mostRows = 200

  private let table: Table
  private let rest: Int

  init(_ data: Dataset) throws {
    let groups = data.groups.prefix(Self.mostRows)
    rest = data.groups.count - groups.count
    let isScaled = data.preparation.mean != nil || data.preparation.std != nil
    let hasUnits = groups.contains { $0.unit != nil }
    table = try Table(
      columns: ["index", "feature", "kind", "least", "mean", "most"] + (hasUnits ? ["unit"] : [])
        + ["missing"]
        + (isScaled ? ["minus", "divided by"] : []),
      rows: groups.map { group in
        let first = group.columns.lowerBound
        var cells: [Table.Cell] = [
          .text(group.columns.count == 1 ? "\(first)" : "\(first)..\(group.columns.upperBound - 1)"),
          .text(group.name),
        ]
        switch group.content {
        case .number, .numberOrMissing:
          let spread = try data.spread(ofColumn: first)
          cells += [
            .text("number"), .text(spread.low.shown), .text(spread.mean.shown), .text(spread.high.shown),
          ]
        case .oneHot(let names), .code(let names):
          let kind = if case .code = group.content { "codes" } else { "one-hot" }
          cells += [.text("\(kind): \(Self.shortened(names))"), .empty, .empty, .empty]
        }
        if hasUnits { cells.append(group.unit.map { .text($0) } ?? .empty) }
        cells.append(.integer(group.missing))
        if isScaled {
          cells += [data.preparation.mean, data.preparation.std].map { values in
            values.map { .text(Double($0[first]).shown) } ?? .empty
          }
        }
        return cells
      })
  }

  var summary: String {
    table.summary + (rest > 0 ? "\n... and \(rest) more" : "")
  }

  private static func shortened(_ names: [String]) -> String {
    names.prefix(6).joined(separator: ", ") + (names.count > 6 ? ", ... (\(names.count))" : "")
  }
}

extension Double {
  fileprivate var shown: String { text(significant: 4) }
}

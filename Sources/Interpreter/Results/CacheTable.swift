import Execution
import Figures

/// What is kept so that it need not be computed again.
struct CacheTable: Result {
  static let kind = "cache"
  static let fields: [Field<CacheTable>] = [
    Field("count", "the entries of all") { .number(Double($0.kept.reduce(0) { $0 + $1.count })) },
  ]

  private let kept: [Executor.Kept]
  private let rows: Table

  init(_ kept: [Executor.Kept]) throws {
    self.kept = kept
    rows = try Table(
      columns: ["kept", "entries", "bytes", "at most"],
      rows: kept.map { [.text($0.name), .integer($0.count), .integer($0.bytes), .integer($0.limit)] })
  }

  var summary: String { rows.summary }
  var table: Table? { rows }
}

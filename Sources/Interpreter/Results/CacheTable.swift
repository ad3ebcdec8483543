import Execution
import Figures
import Store

/// What is kept so that it need not be computed again.
struct CacheTable: Result {
  static let kind = "cache"
  static let fields: [Field<CacheTable>] = [
    Field("count", "the entries beside results: programs, plans, weights, activations") {
      .number(Double($0.count))
    },
    Field("stored", "the results of this run and earlier ones that the next run will find") {
      .number(Double($0.stored))
    },
  ]

  private let count: Int
  private let stored: Int
  private let rows: Table

  init(_ engine: Engine) throws {
    let memory = engine.memory.contents
    let stored = engine.store?.entries ?? []
    var kept = engine.executor.kept.map { ($0.name, $0.count, $0.bytes, $0.limit) }
    kept.append(("results in memory", memory.count, memory.bytes, engine.memory.budget))
    if let store = engine.store {
      kept.append(
        ("results in \(store.folder)", stored.count, stored.reduce(0) { $0 + $1.bytes }, store.limit))
    }
    rows = try Table(
      columns: ["kept", "entries", "bytes", "at most"],
      rows: kept.map { [.text($0.0), .integer($0.1), .integer($0.2), .integer($0.3)] })
    count = engine.executor.kept.reduce(0) { $0 + $1.count }
    self.stored = stored.count
  }

  var summary: String { rows.summary }
  var table: Table? { rows }
}

/// What became slower, or takes more memory, than in an earlier report.
package struct Comparison: Sendable {
  /// Less is noise.
  package static let tolerance = 1.1

  private let earlier: [String: Row]

  package init(with report: Report) {
    earlier = Dictionary(report.rows.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
  }

  /// Facts about what got worse by more than the tolerance; empty where nothing did, or nothing is known.
  ///
  /// The fastest repetitions are compared: whatever else runs on the machine only takes time away.
  package func regressions(of row: Row) -> [String] {
    guard let old = earlier[row.name] else { return [] }
    var facts: [String] = []
    if row.minimum > old.minimum * Self.tolerance {
      facts.append("\((row.minimum / old.minimum).text(2)) times the time")
    }
    if let memory = row.memory, let before = old.memory, Double(memory) > Double(before) * Self.tolerance {
      facts.append("\((Double(memory) / Double(before)).text(2)) times the memory")
    }
    return facts
  }
}

import Foundation

/// Measures rows one after the other and prints each as soon as it is known.
struct Run {
  let comparison: Comparison?
  /// What could not be measured; the others were.
  private(set) var failed: [String] = []

  init(comparison: Comparison?) {
    self.comparison = comparison
  }

  /// The machine's rows come first: the others are shares of them.
  mutating func rows(of measurements: [Measurement]) throws -> [Row] {
    let peaks = [Machine.multiplyAdds, Machine.copy]
    let machine = try peaks.map { try Programs.row($0.name) }
    let table = Table(machine: machine)
    say(Table.header)
    var rows = machine
    for row in machine { say(table.line(row, regressions: comparison?.regressions(of: row) ?? [])) }
    for measurement in measurements where !peaks.contains(where: { $0.name == measurement.name }) {
      guard let row = try? Programs.row(measurement.name) else {
        // Its process has said why.
        failed.append(measurement.name)
        continue
      }
      say(table.line(row, regressions: comparison?.regressions(of: row) ?? []))
      rows.append(row)
    }
    return rows
  }
}

/// Writes a line at once, also into a file or pipe.
func say(_ line: String, on stream: FileHandle = .standardOutput) {
  try? stream.write(contentsOf: Data((line + "\n").utf8))
}

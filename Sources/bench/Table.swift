/// Rows as lines of text, with their shares of what the machine can do.
struct Table {
  /// Operations and bytes in a second, at most.
  let peakOperations: Double?
  let peakBytes: Double?

  /// - Parameter machine: the rows of ``Machine``.
  init(machine: [Row]) {
    peakOperations = machine.compactMap(\.operationRate).max()
    peakBytes = machine.compactMap(\.byteRate).max()
  }

  private static let width = 34

  static let header =
    "".filled(to: width)
    + ["median ms", "min ms", "+first ms", "GFLOP/s", "of peak", "GB/s", "of peak", "peak MB"]
    .map { $0.led(to: 10) }.joined()

  func line(_ row: Row, regressions: [String] = []) -> String {
    let cells = [
      (row.median * 1e3).text(), (row.minimum * 1e3).text(), row.first.map { ($0 * 1e3).text() },
      row.operationRate.map { ($0 * 1e-9).text() }, share(row.operationRate, peakOperations),
      row.byteRate.map { ($0 * 1e-9).text() }, share(row.byteRate, peakBytes),
      row.memory.map { (Double($0) * 1e-6).text(0) },
    ]
    let line = row.name.filled(to: Self.width) + cells.map { ($0 ?? "").led(to: 10) }.joined()
    return regressions.isEmpty ? line : line + "  WORSE: " + regressions.joined(separator: ", ")
  }

  private func share(_ rate: Double?, _ peak: Double?) -> String? {
    guard let rate, let peak else { return nil }
    return "\((100 * rate / peak).text(0)) %"
  }
}

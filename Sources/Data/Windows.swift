/// Stretches of rows that are sequences: none goes beyond the file, or day, that it begins in, and what is left at the end
/// of that is dropped.
struct Windows {
  /// How many rows each has.
  let size: Int
  /// The first row of each.
  let starts: [Int]
  /// How many rows are dropped.
  let tail: Int

  /// - Parameters:
  ///   - rows: how many rows each file has.
  ///   - step: how many rows lie between the starts of two.
  init(of rows: [Int], size: Int, step: Int, source: String) throws(DataError) {
    var (starts, first, tail) = ([Int](), 0, 0)
    for count in rows {
      let own = Array(stride(from: first, through: first + count - size, by: step))
      starts += own
      first += count
      tail += first - (own.last.map { $0 + size } ?? first - count)
    }
    guard !starts.isEmpty else {
      throw .badKey(
        key: "window", value: "\(size)", reason: "\(source) has \(rows.max() ?? 0) rows: take a shorter one")
    }
    (self.size, self.starts, self.tail) = (size, starts, tail)
  }

  func rows(_ window: Int) -> Range<Int> { starts[window]..<starts[window] + size }
}

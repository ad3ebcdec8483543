import Execution
import Tensors

/// The squared Euclidean distance of each row of a table to each.
///
/// Columns are counted from their means and all entries in units of the largest of them, so that neither a large mean nor
/// large numbers spoil what Float32 can hold. Differences are squared as they are: |x|² + |y|² - 2 x·y loses those of near rows.
struct RowDistances: Sendable {
  let count: Int
  /// [count, count], row by row; 0 on the diagonal.
  private(set) var squares: [Float]

  private static let lanes = 8

  /// - Parameter rows: [rows, columns]
  /// - Throws: ``LearningError``, `CancellationError`.
  init(_ rows: Tensor, monitor: Monitor = .silent) throws {
    try rows.checkAsTable("the rows")
    count = rows.shape[0]
    let packed = Self.packed(rows)
    let width = packed.count / count
    squares = [Float](repeating: 0, count: count * count)
    let count = count
    squares.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let squares = buffer
      packed.withUnsafeBufferPointer { buffer in
        nonisolated(unsafe) let packed = buffer
        inStretches(count, of: 16) { stretch in
          if monitor.isCancelled() { return }
          for one in stretch {
            for other in 0..<one {
              var sums = SIMD8<Float>.zero
              for index in 0..<width {
                let difference = packed[one * width + index] - packed[other * width + index]
                sums += difference * difference
              }
              let square = sums.sum()
              squares[one * count + other] = square
              squares[other * count + one] = square
            }
          }
        }
      }
    }
    if monitor.isCancelled() { throw CancellationError() }
  }

  /// Rows of eight columns at a time, the last of them filled up with zeros.
  private static func packed(_ rows: Tensor) -> [SIMD8<Float>] {
    let (count, columns) = (rows.shape[0], rows.shape[1])
    var means = [Double](repeating: 0, count: columns)
    for index in rows.values.indices { means[index % columns] += Double(rows.values[index]) / Double(count) }
    var largest = 0.0
    for index in rows.values.indices {
      largest = max(largest, abs(Double(rows.values[index]) - means[index % columns]))
    }
    let unit = largest > 0 ? 1 / largest : 0
    let width = (columns + lanes - 1) / lanes
    var packed = [SIMD8<Float>](repeating: .zero, count: count * width)
    for row in 0..<count {
      for column in 0..<columns {
        let value = (Double(rows.values[row * columns + column]) - means[column]) * unit
        packed[row * width + column / lanes][column % lanes] = Float(value)
      }
    }
    return packed
  }

  /// The rows that are nearest to each, itself left out, the nearest first; of several as near the first ones.
  func nearest(_ neighbours: Int) -> [[Int]] {
    var found = [[Int]](repeating: [], count: count)
    found.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let found = buffer
      inStretches(count, of: 16) { stretch in
        for row in stretch { found[row] = nearest(neighbours, to: row) }
      }
    }
    return found
  }

  private func nearest(_ neighbours: Int, to row: Int) -> [Int] {
    var nearest: [(other: Int, square: Float)] = []
    for other in 0..<count where other != row {
      let square = squares[row * count + other]
      if nearest.count == neighbours {
        guard let last = nearest.last, square < last.square else { continue }
        nearest.removeLast()
      }
      let place = nearest.lastIndex { $0.square <= square }.map { $0 + 1 } ?? 0
      nearest.insert((other, square), at: place)
    }
    return nearest.map(\.other)
  }

  /// The place of another row among those nearest to a row, from 1; of several as near the first come first.
  func rank(of other: Int, from row: Int) -> Int {
    let start = row * count
    let square = squares[start + other]
    var rank = 1
    for index in 0..<count where index != row {
      let distance = squares[start + index]
      if distance < square || distance == square && index < other { rank += 1 }
    }
    return rank
  }
}

import COneDNN

/// Products of matrices, one for each entry of the axes in front, by oneDNN's `sgemm`.
///
/// Where the right operand is the same for all entries of an axis, that axis becomes part of the left
/// operand's rows: samples and conditions of a dense layer are one product. Where it varies with the condition, the
/// samples of each condition are.
struct MatrixProduct: Sendable {
  private struct Matrix: Sendable {
    let transposed: Bool
    let leadingExtent: Int
  }

  private let rows: Int
  private let columns: Int
  private let depth: Int
  /// How far apart the rows of a result lie.
  private let resultExtent: Int
  private let left: Matrix
  private let right: Matrix
  /// For each product, where its operands and its result start.
  private let offsets: [(left: Int, right: Int, result: Int)]
  /// What one call computes: some rows of each of some products.
  private let calls: [(offsets: Range<Int>, rows: Range<Int>)]

  /// Whether `sgemm` can read the last two axes as they lie.
  static func accepts(_ view: View) -> Bool { matrix(view) != nil && !hasRepeatedRows(view) }

  private static func hasRepeatedRows(_ view: View) -> Bool {
    (view.rank - 2..<view.rank).contains { view.extents[$0] > 1 && view.strides[$0] == 0 }
  }

  private static func matrix(_ view: View) -> Matrix? {
    let axis = view.rank - 2
    let (rows, columns) = (view.extents[axis], view.extents[axis + 1])
    let (rowStride, columnStride) = (view.strides[axis], view.strides[axis + 1])
    if columns == 1 || columnStride == 1, rows == 1 || rowStride >= max(1, columns) {
      return Matrix(transposed: false, leadingExtent: rows == 1 ? max(1, columns) : rowStride)
    }
    if rows == 1 || rowStride == 1, columns == 1 || columnStride >= max(1, rows) {
      return Matrix(transposed: true, leadingExtent: columns == 1 ? max(1, rows) : columnStride)
    }
    return nil
  }

  /// - Parameters:
  ///   - left, right: views that `accepts` is true of, broadcast to the same axes in front.
  ///   - result: row-major.
  ///   - limit: the most operations of one part, unless a single row takes more.
  init?(_ left: View, _ right: View, to result: View, limit: Int) {
    let axis = result.rank - 2
    var rows = result.extents[axis]
    columns = result.extents[axis + 1]
    let depth = left.extents[axis + 1]
    self.depth = depth
    guard let leftMatrix = Self.matrix(left), let rightMatrix = Self.matrix(right) else { return nil }
    var batch = Array(0..<axis)
    var leadingExtent = leftMatrix.leadingExtent
    if !leftMatrix.transposed {
      while let last = batch.last {
        let extent = result.extents[last]
        // A single row has the stride that it is given.
        if rows == 1, extent > 1, right.strides[last] == 0 || right.extents[last] == 1,
          left.strides[last] >= depth
        {
          leadingExtent = left.strides[last]
        } else if extent > 1 {
          guard right.strides[last] == 0 || right.extents[last] == 1,
            left.strides[last] == leadingExtent * rows
          else {
            break
          }
        }
        rows *= extent
        batch.removeLast()
      }
    }
    var resultExtent = columns
    if rows == 1, !leftMatrix.transposed,
      let outer = batch.last(where: {
        result.extents[$0] > 1 && right.strides[$0] == 0 && left.strides[$0] >= max(1, depth)
      })
    {
      // A single row: the rows of an axis further out, between which other products lie.
      rows = result.extents[outer]
      leadingExtent = left.strides[outer]
      resultExtent = result.strides[outer]
      batch.removeAll { $0 == outer }
    }
    self.resultExtent = resultExtent
    self.rows = rows
    self.left = Matrix(transposed: leftMatrix.transposed, leadingExtent: leadingExtent)
    self.right = rightMatrix
    var offsets = [(left: 0, right: 0, result: 0)]
    for axis in batch {
      offsets = offsets.flatMap { offset in
        (0..<result.extents[axis]).map {
          (
            offset.left + $0 * left.strides[axis], offset.right + $0 * right.strides[axis],
            offset.result + $0 * result.strides[axis]
          )
        }
      }
    }
    self.offsets = offsets
    let rowWork = 2 * columns * depth
    let rowsPerCall = max(1, min(rows, limit / max(1, rowWork)))
    let productsPerCall = rowsPerCall < rows ? 1 : max(1, limit / max(1, rowWork * rows))
    calls = stride(from: 0, to: offsets.count, by: productsPerCall).flatMap { first in
      stride(from: 0, to: max(1, rows), by: rowsPerCall).map { row in
        (first..<min(first + productsPerCall, offsets.count), row..<min(row + rowsPerCall, rows))
      }
    }
  }

  var parts: Int { calls.count }

  var kernel: String { offsets.count == 1 ? "sgemm" : "sgemm x \(offsets.count)" }

  func run(_ left: Floats, _ right: Floats, _ result: Floats, _ part: Int, _ threads: Threads) {
    guard rows > 0, columns > 0 else { return }
    let (products, rows) = calls[part]
    guard depth > 0 else {
      for offset in offsets[products] {
        for row in rows {
          (result + offset.result + row * resultExtent).update(repeating: 0, count: columns)
        }
      }
      return
    }
    // What is small is cut into pieces, always the same ones, that share the threads; inside, `sgemm` then keeps to its
    // own thread.
    let work = rows.count * columns * depth
    guard work < 1 << 22 else {
      for offset in offsets[products] { multiply(left, right, result, offset, rows, 0..<columns) }
      return
    }
    let pieces = pieces(rows, work)
    let units = products.count * pieces.count
    threads.splitAlone(units, grain: max(1, 65_536 / (work / pieces.count + 1))) { range in
      for unit in range {
        let piece = pieces[unit % pieces.count]
        multiply(left, right, result, offsets[products.lowerBound + unit / pieces.count], piece.rows, piece.columns)
      }
    }
  }

  /// Parts of one product, along the longer side of its result.
  private func pieces(_ rows: Range<Int>, _ work: Int) -> [(rows: Range<Int>, columns: Range<Int>)] {
    let length = max(rows.count, columns)
    // The power of two that gives each piece 2^18 multiply-adds or more.
    let count = work < 1 << 19 ? 1 : 1 << (Int.bitWidth - 1 - (work >> 18).leadingZeroBitCount)
    // Whole vectors.
    let size = max(1, (length + count - 1) / count + 15) / 16 * 16
    return stride(from: 0, to: length, by: size).map { start in
      let piece = start..<min(length, start + size)
      return columns >= rows.count
        ? (rows, piece) : (rows.lowerBound + piece.lowerBound..<rows.lowerBound + piece.upperBound, 0..<columns)
    }
  }

  private func multiply(
    _ left: Floats, _ right: Floats, _ result: Floats, _ offset: (left: Int, right: Int, result: Int),
    _ rows: Range<Int>, _ columns: Range<Int>
  ) {
    func sign(_ matrix: Matrix) -> CChar { CChar(matrix.transposed ? UInt8(ascii: "T") : UInt8(ascii: "N")) }
    let start = rows.lowerBound * (self.left.transposed ? 1 : self.left.leadingExtent)
    let column = columns.lowerBound * (self.right.transposed ? self.right.leadingExtent : 1)
    // The status only tells of arguments that make no sense, which `init` rules out.
    _ = dnnl_sgemm(
      sign(self.left), sign(self.right), Int64(rows.count), Int64(columns.count), Int64(depth), 1,
      left + offset.left + start,
      Int64(self.left.leadingExtent), right + offset.right + column, Int64(self.right.leadingExtent), 0,
      result + offset.result + rows.lowerBound * resultExtent + columns.lowerBound,
      Int64(resultExtent))
  }
}

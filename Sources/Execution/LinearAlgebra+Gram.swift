import COpenBLAS
public import Tensors

extension LinearAlgebra {
  /// Eigenvalues, descending, and eigenvectors of X Xᵀ, the products of a table's rows with each other, in Float64.
  ///
  /// - Parameter rows: X, [rows, columns]; of any number of columns.
  /// - Returns: the vectors one after another.
  /// - Throws: ``ExecutionError/notConverged(operation:)``.
  public static func spectrum(ofRows rows: Tensor) throws(ExecutionError) -> (
    values: [Double], vectors: [[Double]]
  ) {
    guard rows.rank == 2 else { throw .mismatch(operation: "a product", rows.shape, rows.shape) }
    let (count, columns) = (rows.shape[0], rows.shape[1])
    guard let size = Int32(exactly: count) else { throw .outOfMemory(bytes: .max) }
    guard count > 0, rows.firstNonFinite == nil else {
      throw .notConverged(operation: "an eigenvalue decomposition")
    }
    var products = [Double](repeating: 0, count: count * count)
    // Some columns at a time, so that the table is never there twice.
    let width = 1024
    var part = [Double](repeating: 0, count: count * width)
    for start in stride(from: 0, to: columns, by: width) {
      let wide = min(width, columns - start)
      for row in 0..<count {
        for column in 0..<wide {
          part[row * wide + column] = Double(rows.values[row * columns + start + column])
        }
      }
      cblas_dsyrk(
        CblasRowMajor, CblasUpper, CblasNoTrans, size, Int32(wide), 1, part, Int32(wide), 1, &products, size)
    }
    var values = [Double](repeating: 0, count: count)
    guard
      LAPACKE_dsyevd(
        LAPACK_ROW_MAJOR, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "U")), size, &products, size, &values)
        == 0
    else { throw .notConverged(operation: "an eigenvalue decomposition") }
    let order = (0..<count).reversed()
    return (
      order.map { values[$0] }, order.map { column in (0..<count).map { products[$0 * count + column] } }
    )
  }
}

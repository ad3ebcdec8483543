import COpenBLAS

extension LinearAlgebra {
  /// The x with matrix · x = right, of a positive definite matrix, row by row, in Float64.
  ///
  /// - Parameters:
  ///   - right: as many rows as the matrix has, of `columns` each; so is the result.
  /// - Returns: nil where the matrix is not positive definite, as of too few equations, or sizes do not fit.
  public static func solve(positive matrix: [Double], _ right: [Double], columns: Int) -> [Double]? {
    let rows = columns > 0 ? right.count / columns : 0
    guard rows > 0, rows * columns == right.count, rows * rows == matrix.count,
      let (size, width) = Int32(exactly: rows).flatMap({ rows in Int32(exactly: columns).map { (rows, $0) } })
    else { return nil }
    var (factor, solution) = (matrix, right)
    let status = LAPACKE_dposv(
      LAPACK_ROW_MAJOR, CChar(UInt8(ascii: "U")), size, width, &factor, size, &solution, width)
    guard status == 0 else { return nil }
    // A pivot that only rounding keeps from zero is one.
    let pivots = (0..<rows).map { factor[$0 * rows + $0] }
    guard let smallest = pivots.min(), let largest = pivots.max(), smallest > 1e-7 * largest else {
      return nil
    }
    return solution
  }
}

import COpenBLAS
public import Tensors

/// Dense algebra on matrices (tensors of rank 2), by OpenBLAS and LAPACK.
public enum LinearAlgebra {
  /// The number of threads that factorisations and products use.
  public static func setThreads(_ count: Int) {
    openblas_set_num_threads(Int32(clamping: max(1, count)))
  }

  /// The product of two matrices, each transposed first where that is asked for.
  ///
  /// - Throws: ``ExecutionError/mismatch(operation:_:_:)``.
  public static func multiply(
    _ left: Tensor, _ right: Tensor, transposeLeft: Bool = false, transposeRight: Bool = false
  ) throws(ExecutionError) -> Tensor {
    guard left.rank == 2, right.rank == 2,
      left.shape[transposeLeft ? 0 : 1] == right.shape[transposeRight ? 1 : 0]
    else { throw .mismatch(operation: "a product", left.shape, right.shape) }
    let (rows, depth) = (left.shape[transposeLeft ? 1 : 0], left.shape[transposeLeft ? 0 : 1])
    let columns = right.shape[transposeRight ? 0 : 1]
    let size = try Size(rows, depth, columns)
    var result = [Float](repeating: 0, count: rows * columns)
    if rows > 0, columns > 0, depth > 0 {
      cblas_sgemm(
        CblasRowMajor, transposeLeft ? CblasTrans : CblasNoTrans, transposeRight ? CblasTrans : CblasNoTrans,
        size[0], size[2], size[1], 1, left.values, Int32(left.shape[1]), right.values, Int32(right.shape[1]),
        0,
        &result, size[2])
    }
    return Tensor([rows, columns], result)
  }

  /// Eigenvalues in ascending order, and the eigenvectors as columns, of a symmetric matrix.
  ///
  /// Only the upper triangle is read. Computed in Float64.
  /// - Throws: ``ExecutionError/notSquare(_:)``, ``ExecutionError/notConverged(operation:)``.
  public static func eigen(symmetric matrix: Tensor) throws(ExecutionError) -> (
    values: Tensor, vectors: Tensor
  ) {
    guard matrix.rank == 2, matrix.shape[0] == matrix.shape[1] else { throw .notSquare(matrix.shape) }
    guard matrix.firstNonFinite == nil else { throw .notConverged(operation: "an eigenvalue decomposition") }
    let count = matrix.shape[0]
    let size = try Size(count)
    if count == 0 { return (Tensor([0], []), Tensor([0, 0], [])) }
    var vectors = matrix.values.map(Double.init)
    var values = [Double](repeating: 0, count: count)
    guard
      LAPACKE_dsyevd(
        LAPACK_ROW_MAJOR, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "U")), size[0], &vectors, size[0],
        &values) == 0
    else { throw .notConverged(operation: "an eigenvalue decomposition") }
    return (Tensor([count], values.map { Float($0) }), Tensor(matrix.shape, vectors.map { Float($0) }))
  }

  /// Eigenvalues in ascending order of a symmetric matrix with entries on three diagonals only.
  ///
  /// - Parameter beside: the entries next to the diagonal, one fewer.
  /// - Throws: ``ExecutionError/notConverged(operation:)``.
  public static func eigenvalues(diagonal: [Double], beside: [Double]) throws(ExecutionError) -> [Double] {
    let size = try Size(diagonal.count)
    var (values, beside) = (diagonal, beside + [0])
    guard LAPACKE_dsterf(size[0], &values, &beside) == 0 else {
      throw .notConverged(operation: "an eigenvalue decomposition")
    }
    return values
  }

  /// The thin singular value decomposition: matrix = left · diagonal(values) · right, values descending.
  ///
  /// left is [m, r], values [r], right [r, n], where r is the smaller extent.
  /// - Throws: ``ExecutionError/notConverged(operation:)``.
  public static func singularValues(
    _ matrix: Tensor
  ) throws(ExecutionError) -> (left: Tensor, values: Tensor, right: Tensor) {
    guard matrix.rank == 2 else {
      throw .mismatch(operation: "a singular value decomposition", matrix.shape, [])
    }
    guard matrix.firstNonFinite == nil else {
      throw .notConverged(operation: "a singular value decomposition")
    }
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    let count = min(rows, columns)
    let size = try Size(rows, columns, count)
    var left = [Float](repeating: 0, count: rows * count)
    var values = [Float](repeating: 0, count: count)
    var right = [Float](repeating: 0, count: count * columns)
    if count > 0 {
      var entries = matrix.values
      guard
        LAPACKE_sgesdd(
          LAPACK_ROW_MAJOR, CChar(UInt8(ascii: "S")), size[0], size[1], &entries, size[1], &values, &left,
          size[2],
          &right, size[1]) == 0
      else { throw .notConverged(operation: "a singular value decomposition") }
    }
    return (Tensor([rows, count], left), Tensor([count], values), Tensor([count, columns], right))
  }

  /// Extents as the libraries count them.
  private struct Size {
    let extents: [Int32]

    init(_ extents: Int...) throws(ExecutionError) {
      let narrow = extents.compactMap { Int32(exactly: $0) }
      guard narrow.count == extents.count else { throw .outOfMemory(bytes: .max) }
      self.extents = narrow
    }

    subscript(index: Int) -> Int32 { extents[index] }
  }
}

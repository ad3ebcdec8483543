import Execution
import Tensors

/// Directions at right angles that span the rows of a table with more columns than rows, the longest first.
///
/// With X = U S Vᵀ they are the rows of Vᵀ, found through the small matrix X Xᵀ = U S² Uᵀ.
struct RowSpan {
  /// [directions, columns], each of length 1.
  let directions: Tensor
  /// S²: how much of Σ x² lies along each direction.
  let energies: [Double]

  /// - Parameters:
  ///   - rows: [rows, columns]
  ///   - most: the most directions; all where nil. Those that rounding alone makes are left out.
  init(_ rows: Tensor, most: Int? = nil) throws(ExecutionError) {
    let count = rows.shape[0]
    let (values, vectors) = try LinearAlgebra.eigen(
      symmetric: LinearAlgebra.multiply(rows, rows, transposeRight: true))
    let largest = values.values.last ?? 0
    let kept = (0..<count).reversed().prefix(most ?? count).filter { values.values[$0] > 1e-5 * largest }
    let combinations = kept.flatMap { column in
      (0..<count).map { vectors.values[$0 * count + column] / values.values[column].squareRoot() }
    }
    directions = try LinearAlgebra.multiply(Tensor([kept.count, count], combinations), rows)
    energies = kept.map { Double(values.values[$0]) }
  }

  /// The rows in these directions: [rows, directions]. Distances and products of the spanning rows stay what they are.
  func coordinates(of rows: Tensor) throws(ExecutionError) -> Tensor {
    try LinearAlgebra.multiply(rows, directions, transposeRight: true)
  }
}

import Execution
import Tensors

/// Directions at right angles that span the rows of a table with more columns than rows, the longest first.
///
/// With X = U S Vᵀ they are the rows of Vᵀ, found through the small matrix X Xᵀ = U S² Uᵀ.
struct RowSpan {
  private let rows: Tensor
  /// The columns of U.
  private let vectors: [[Double]]
  /// S²: how much of Σ x² lies along each direction.
  let energies: [Double]

  /// - Parameters:
  ///   - rows: X, [rows, columns]
  ///   - most: the most directions; all where nil. Those that rounding alone makes are left out.
  init(_ rows: Tensor, most: Int? = nil) throws(ExecutionError) {
    let (values, vectors) = try LinearAlgebra.spectrum(ofRows: rows)
    let kept = values.indices.prefix(most ?? values.count).filter { values[$0] > 1e-12 * values[0] }
    self.rows = rows
    self.vectors = kept.map { vectors[$0] }
    energies = kept.map { values[$0] }
  }

  /// The rows in these directions, U S: [rows, directions]. Their distances and products are those of the rows.
  var coordinates: Tensor {
    let lengths = energies.map { $0.squareRoot() }
    return Tensor(
      [rows.shape[0], energies.count],
      (0..<rows.shape[0]).flatMap { row in energies.indices.map { Float(vectors[$0][row] * lengths[$0]) } })
  }

  /// What coefficients of the directions are as coefficients of the columns: [coefficients, columns].
  func columns(of coefficients: [[Double]]) throws(ExecutionError) -> Tensor {
    // First of the rows: C S⁻¹ Uᵀ.
    let combinations = coefficients.flatMap { coefficients in
      let shares = zip(coefficients, energies).map { $0 / $1.squareRoot() }
      return (0..<rows.shape[0]).map { row in
        Float(shares.indices.reduce(0) { $0 + shares[$1] * vectors[$1][row] })
      }
    }
    return try LinearAlgebra.multiply(Tensor([coefficients.count, rows.shape[0]], combinations), rows)
  }

  /// [directions, columns], each of length 1.
  var directions: Tensor {
    get throws(ExecutionError) {
      try columns(of: energies.indices.map { place in energies.indices.map { $0 == place ? 1 : 0 } })
    }
  }
}

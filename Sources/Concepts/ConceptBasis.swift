public import Execution
public import Tensors

/// Directions in a layer's channels that stand for concepts: a row of the layer is offset + Σ strength · direction.
public struct ConceptBasis: Codable, Hashable, Sendable {
  public enum Method: String, Codable, Hashable, Sendable {
    /// Non-negative factorisation: strengths and directions are at least 0.
    case nonNegative = "non-negative factorisation"
    /// Principal components: strengths of either sign around the mean.
    case principal = "principal components"
  }

  public let method: Method
  /// [concepts, channels], each of length 1.
  public let directions: Tensor
  /// [channels]
  public let offset: Tensor

  public var count: Int { directions.shape[0] }

  /// The strengths that come closest to the rows.
  ///
  /// - Parameter rows: [rows, channels]
  /// - Returns: [rows, concepts]
  public func strengths(of rows: Tensor, monitor: Monitor = .silent) throws -> Tensor {
    switch method {
    case .nonNegative:
      let projections = try LinearAlgebra.multiply(rows, directions, transposeRight: true)
      let gram = try LinearAlgebra.multiply(directions, directions, transposeRight: true)
      return try nonNegativeLeastSquares(
        projections, gram, start: Tensor(projections.shape, repeating: 0), sweeps: 200, monitor: monitor)
    case .principal:
      return try LinearAlgebra.multiply(rows.adding(offset, times: -1), directions, transposeRight: true)
    }
  }

  /// The rows that these strengths stand for: [rows, channels].
  public func rows(of strengths: Tensor) throws(ExecutionError) -> Tensor {
    try LinearAlgebra.multiply(strengths, directions).adding(offset, times: 1)
  }
}

extension Tensor {
  /// Adds `row` to each row of a matrix.
  func adding(_ row: Tensor, times factor: Float) -> Tensor {
    guard row.values.contains(where: { $0 != 0 }) else { return self }
    let columns = shape[1]
    var values = values
    for index in values.indices { values[index] += factor * row.values[index % columns] }
    return Tensor(shape, values)
  }
}

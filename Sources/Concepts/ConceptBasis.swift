public import Execution
public import Tensors

/// Directions in a layer's channels that stand for concepts: a row of the layer is offset + Σ strength · direction.
public struct ConceptBasis: Codable, Hashable, Sendable {
  public enum Method: String, Codable, Hashable, Sendable {
    /// Few units of an encoder at a time, which may be more than channels.
    case autoencoder = "a sparse autoencoder"
    /// The centre of the group that a row belongs to, and no other.
    case clusters = "k-means"
    /// Few directions at a time, chosen by a penalty on strengths.
    case dictionary = "a sparse dictionary"
    /// Independent strengths of either sign around the mean.
    case independent = "independent components"
    /// Non-negative factorisation: strengths and directions are at least 0.
    case nonNegative = "non-negative factorisation"
    /// Principal components: strengths of either sign around the mean.
    case principal = "principal components"
  }

  /// What strengths follow from, where directions alone don't say it.
  public enum Encoder: Codable, Hashable, Sendable {
    /// Σ weight · (row - offset) + bias, of which the largest few above 0 stay; weights [concepts, channels].
    case largest(Tensor, biases: Tensor, active: Int)
    /// Σ weight · (row - offset), [concepts, channels]
    case linear(Tensor)
    /// The length of the nearest centre for its concept, and 0 for others; [concepts, channels].
    case nearest(Tensor)
    /// Least squares with this penalty on the sum of strengths.
    case penalty(Float)
  }

  public let method: Method
  /// [concepts, channels], each of length 1, or 0 where a concept stands for nothing.
  public let directions: Tensor
  /// [channels]
  public let offset: Tensor
  public let encoder: Encoder?
  /// Whether the layer has nothing below 0.
  public let isNonNegative: Bool

  public init(method: Method, directions: Tensor, offset: Tensor, encoder: Encoder? = nil, isNonNegative: Bool) {
    (self.method, self.directions, self.offset) = (method, directions, offset)
    (self.encoder, self.isNonNegative) = (encoder, isNonNegative)
  }

  public var count: Int { directions.shape[0] }

  /// Whether adding to a strength and reading it again gives what was added to.
  var isExact: Bool {
    switch encoder {
    case .largest, .nearest: false
    case .linear, .penalty, nil: true
    }
  }

  /// The strengths that come closest to the rows.
  ///
  /// - Parameter rows: [rows, channels]
  /// - Returns: [rows, concepts]
  public func strengths(of rows: Tensor, monitor: Monitor = .silent) throws -> Tensor {
    switch encoder {
    case .largest(let weights, let biases, let active):
      return try SparseAutoencoder.codes(rows.adding(offset, times: -1), weights, biases, active)
    case .linear(let weights):
      return try LinearAlgebra.multiply(rows.adding(offset, times: -1), weights, transposeRight: true)
    case .nearest(let centres):
      var strengths = Tensor([rows.shape[0], count], repeating: 0)
      let lengths = centres.rowSquares.map { $0.squareRoot() }
      for (row, cluster) in try rows.nearest(to: centres).enumerated() {
        strengths.values[row * count + cluster] = lengths[cluster]
      }
      return strengths
    case .penalty(let penalty):
      return try rows.sparseCodes(by: directions, penalty: penalty, isNonNegative: isNonNegative, monitor: monitor)
    case nil: break
    }
    guard method == .nonNegative else {
      return try LinearAlgebra.multiply(rows.adding(offset, times: -1), directions, transposeRight: true)
    }
    let projections = try LinearAlgebra.multiply(rows, directions, transposeRight: true)
    let gram = try LinearAlgebra.multiply(directions, directions, transposeRight: true)
    return try nonNegativeLeastSquares(
      projections, gram, start: Tensor(projections.shape, repeating: 0), sweeps: 200, monitor: monitor)
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

public import Execution
public import Tensors

/// The orthogonal directions along which the rows vary most around their mean. Pearson 1901.
public struct PrincipalComponents: Sendable {
  /// [components, columns], each of length 1; the entry of largest absolute value is positive. Fewer than asked for where
  /// the rows do not vary in as many directions.
  public let components: Tensor
  /// [columns]
  public let mean: Tensor
  /// The share of the variance that each component explains, descending.
  public let shares: [Double]

  /// - Parameter matrix: [rows, columns]
  public init(_ matrix: Tensor, components count: Int) throws(ExecutionError) {
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    var sums = [Double](repeating: 0, count: columns)
    for index in matrix.values.indices { sums[index % columns] += Double(matrix.values[index]) }
    mean = Tensor([columns], sums.map { Float($0 / Double(max(1, rows))) })
    let centred = matrix.adding(mean, times: -1)
    let found: (directions: Tensor, energies: [Double])
    if columns > rows {
      let span = try RowSpan(centred, most: count)
      found = (try span.directions, span.energies)
    } else {
      let covariance = try LinearAlgebra.multiply(centred, centred, transposeLeft: true)
      let (values, vectors) = try LinearAlgebra.eigen(symmetric: covariance)
      let kept = (max(0, columns - count)..<columns).reversed()
      found = (vectors.transposed.rows(Array(kept)), kept.map { max(0, Double(values.values[$0])) })
    }
    let total = centred.energy
    shares = found.energies.map { total > 0 ? $0 / total : 0 }
    var directions = found.directions
    for component in found.energies.indices {
      let range = component * columns..<(component + 1) * columns
      let largest = directions.values[range].max { abs($0) < abs($1) } ?? 0
      if largest < 0 { for index in range { directions.values[index].negate() } }
    }
    components = directions
  }
}

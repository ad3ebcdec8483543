public import Execution
public import Tensors

/// The orthogonal directions along which the rows vary most around their mean. Pearson 1901.
public struct PrincipalComponents: Sendable {
  /// [components, columns], each of length 1; the entry of largest absolute value is positive.
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
    let covariance = try LinearAlgebra.multiply(centred, centred, transposeLeft: true)
    let (values, vectors) = try LinearAlgebra.eigen(symmetric: covariance)
    let total = values.values.reduce(0.0) { $0 + max(0, Double($1)) }
    var directions: [Float] = []
    var shares: [Double] = []
    for column in (max(0, columns - count)..<columns).reversed() {
      let direction = (0..<columns).map { vectors.values[$0 * columns + column] }
      let largest = direction.max { abs($0) < abs($1) } ?? 0
      directions += direction.map { largest < 0 ? -$0 : $0 }
      shares.append(total > 0 ? max(0, Double(values.values[column])) / total : 0)
    }
    components = Tensor([shares.count, columns], directions)
    self.shares = shares
  }
}

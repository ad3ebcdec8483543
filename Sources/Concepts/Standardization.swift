import Tensors

/// Features brought to mean 0 and deviation 1; a feature that never varies is brought to 0.
public struct Standardization: Codable, Hashable, Sendable {
  public let means: [Double]
  /// With n, not n - 1; 1 for a feature that never varies.
  public let deviations: [Double]

  /// - Parameter rows: [rows, features]
  init(_ rows: Tensor) {
    let (count, columns) = (Double(rows.shape[0]), rows.shape[1])
    var sums = [Double](repeating: 0, count: columns)
    var squares = sums
    for index in rows.values.indices { sums[index % columns] += Double(rows.values[index]) }
    let means = sums.map { $0 / count }
    for index in rows.values.indices {
      let difference = Double(rows.values[index]) - means[index % columns]
      squares[index % columns] += difference * difference
    }
    self.means = means
    deviations = squares.map { $0 > 0 ? ($0 / count).squareRoot() : 1 }
  }

  func value(_ value: Float, _ feature: Int) -> Float {
    Float((Double(value) - means[feature]) / deviations[feature])
  }

  /// - Parameter rows: [rows, features]
  func scaled(_ rows: Tensor) -> Tensor {
    let columns = means.count
    var rows = rows
    rows.values.withUnsafeMutableBufferPointer { values in
      for index in values.indices { values[index] = value(values[index], index % columns) }
    }
    return rows
  }
}

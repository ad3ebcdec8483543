public import Tensors

extension Bars {
  /// The pairs of features that interact most, both entries of the matrix [F,F] added up; deviations, of the same
  /// shape, become error bars.
  ///
  /// Throws where the matrix is not square, has not one name for each row, or where nothing interacts.
  public init(
    pairsOf matrix: Tensor, features: [String], top: Int = 10, deviations: Tensor? = nil,
    isText: Bool = false,
    title: String = ""
  ) throws(FigureError) {
    let matrix = try matrix.checkedAsPairs(of: features)
    let deviations = try deviations?.checkedAsPairs(of: features)
    let bars = matrix.strongestPairs(top: max(1, top)).map { pair in
      // A word may stand in a text twice, so its place is told, too.
      let label =
        isText
        ? "\(features[pair.first]), \(features[pair.second]) (\(pair.first), \(pair.second))"
        : "\(features[pair.first]) x \(features[pair.second])"
      let error = deviations.map { Double($0.values[pair.first * features.count + pair.second]) }
      return Bar(label, pair.value, error: error)
    }
    if bars.isEmpty { throw .empty("the list of pairs that interact") }
    try self.init(bars, title: title)
  }
}

public import Tensors

/// How much of who is near whom in a table a map of it keeps.
public struct NeighbourPreservation: Codable, Hashable, Sendable {
  /// How many nearest rows are looked at of each.
  public let neighbours: Int
  /// The share of the nearest rows of a row that are among its nearest on the map, the mean over rows.
  public let kept: Double
  /// 1 - 2 / (n k (2n - 3k - 1)) Σ (rank - k) over those near on the map only, rank being their place by distance in the
  /// table: 1 where nothing is near by mistake, about 0.5 by chance.
  ///
  /// Source: Venna and Kaski 2001, as scikit-learn's `trustworthiness`.
  public let trustworthiness: Double
  /// The nearest rows of each on the map, the nearest first.
  public let onMap: [[Int]]

  /// - Parameters:
  ///   - rows: [rows, columns]
  ///   - positions: [rows, dimensions]
  ///   - neighbours: fewer than half of the rows.
  /// - Throws: ``LearningError``.
  public init(_ rows: Tensor, positions: Tensor, neighbours: Int = 10) throws {
    try self.init(RowDistances(rows), positions: positions, neighbours: neighbours)
  }

  init(_ distances: RowDistances, positions: Tensor, neighbours: Int = 10) throws {
    let count = distances.count
    guard positions.rank == 2, positions.shape[0] == count else {
      throw LearningError.shape("the positions", positions.shape, expected: "[\(count), 2]")
    }
    guard neighbours >= 1, 2 * neighbours < count else {
      throw LearningError.setting(
        "the number of neighbours", Double(neighbours), expected: "1 or more and below half of \(count) rows")
    }
    let inTable = distances.nearest(neighbours)
    onMap = try RowDistances(positions).nearest(neighbours)
    self.neighbours = neighbours
    var (shared, intrusion) = (0, 0)
    for row in 0..<count {
      let near = Set(inTable[row])
      for other in onMap[row] {
        if near.contains(other) {
          shared += 1
        } else {
          intrusion += distances.rank(of: other, from: row) - neighbours
        }
      }
    }
    let (n, k) = (Double(count), Double(neighbours))
    kept = Double(shared) / (n * k)
    trustworthiness = 1 - 2 * Double(intrusion) / (n * k * (2 * n - 3 * k - 1))
  }
}

public import Execution
import Glibc
public import Tensors

/// Rows in groups around centres: the centres that make Σ |row - nearest centre|² as small as the best of some starts does.
///
/// Each start chooses its centres far apart (k-means++, the best of 2 + ln k candidates each time) and then moves each to
/// the mean of its rows in turns. Clusters are numbered by size, the largest first.
/// Sources: Lloyd 1982; Arthur and Vassilvitskii 2007.
public struct KMeans: Codable, Hashable, Sendable {
  /// [clusters, columns]
  public let centres: Tensor
  /// The number of rows of each cluster.
  public let sizes: [Int]
  /// The cluster of each row.
  public let clusters: [Int]
  /// Σ |row - nearest centre|²
  public let inertia: Double
  /// The turns of the best start.
  public let iterations: Int
  public let converged: Bool
  public let seed: UInt64
  public let restarts: Int

  public var count: Int { sizes.count }

  /// - Parameters:
  ///   - rows: [rows, columns]
  ///   - restarts: how often it is begun anew.
  ///   - maximum: the most turns of a start.
  /// - Throws: ``LearningError``, `CancellationError`.
  public init(
    _ rows: Tensor, clusters count: Int, seed: UInt64, restarts: Int = 10, maximum: Int = 300,
    monitor: Monitor = .silent
  ) throws {
    try rows.checkAsTable("the rows")
    guard (1...rows.shape[0]).contains(count) else {
      throw LearningError.setting("the number of clusters", Double(count), expected: "1 to \(rows.shape[0])")
    }
    let search = try ClusterSearch(rows, count: count, maximum: maximum)
    let restarts = max(1, restarts)
    var best: ClusterSearch.Found?
    for restart in 0..<restarts {
      monitor.report(Monitor.Progress(fraction: Double(restart) / Double(restarts), step: "clusters"))
      var random = Random(seed: seed, stream: UInt64(restart))
      let found = try search.found(from: search.start(&random), tolerance: search.tolerance, monitor)
      if found.inertia < best?.inertia ?? .infinity { best = found }
    }
    // Only the best start is followed until no row moves any more.
    guard let start = best else { throw LearningError.empty("the rows") }
    let found = try search.found(from: start.centres, tolerance: 0, monitor)
    var sizes = [Int](repeating: 0, count: count)
    for cluster in found.clusters { sizes[cluster] += 1 }
    let order = sizes.indices.sorted { (-sizes[$0], $0) < (-sizes[$1], $1) }
    var number = [Int](repeating: 0, count: count)
    for (new, old) in order.enumerated() { number[old] = new }
    centres = search.original(found.centres).rows(order)
    self.sizes = order.map { sizes[$0] }
    clusters = found.clusters.map { number[$0] }
    inertia = found.inertia
    iterations = start.iterations + found.iterations
    converged = found.converged
    self.seed = seed
    self.restarts = restarts
  }

  /// The cluster whose centre is nearest to each row.
  public func clusters(of rows: Tensor) throws(ExecutionError) -> [Int] {
    try rows.nearest(to: centres)
  }
}

extension Tensor {
  /// The row of `centres` that is nearest to each row; of several the first.
  func nearest(to centres: Tensor) throws(ExecutionError) -> [Int] {
    // |x - c|² = |x|² - 2 x·c + |c|², of which the first is the same for all centres.
    let count = centres.shape[0]
    let products = try LinearAlgebra.multiply(self, centres, transposeRight: true).values
    let squares = centres.rowSquares
    return (0..<shape[0]).map { row in
      var best = (cluster: 0, distance: Float.infinity)
      for cluster in 0..<count {
        let distance = squares[cluster] - 2 * products[row * count + cluster]
        if distance < best.distance { best = (cluster, distance) }
      }
      return best.cluster
    }
  }

  /// The squared length of each row.
  var rowSquares: [Float] {
    let columns = shape[1]
    return (0..<shape[0]).map { row in
      var sum = 0.0
      for index in row * columns..<(row + 1) * columns {
        sum += Double(values[index]) * Double(values[index])
      }
      return Float(sum)
    }
  }

  /// The squared distance of each row to each of some others: [rows, others].
  func squaredDistances(to others: Tensor) throws(ExecutionError) -> Tensor {
    var distances = try LinearAlgebra.multiply(self, others, transposeRight: true)
    let (own, other) = (rowSquares, others.rowSquares)
    let count = others.shape[0]
    for row in 0..<shape[0] {
      for column in 0..<count {
        let index = row * count + column
        distances.values[index] = max(0, own[row] + other[column] - 2 * distances.values[index])
      }
    }
    return distances
  }
}

public import Execution
public import Tensors

/// How much nearer rows are to their own cluster than to the next: (b - a) / max(a, b), where a is the mean distance to
/// the other rows of its cluster and b the smallest of the mean distances to another cluster's rows.
///
/// From -1 to 1; a row that is alone in its cluster counts 0. Beyond `most` rows it is that of a seeded choice.
/// Source: Rousseeuw 1987.
public struct Silhouette: Codable, Hashable, Sendable {
  public let mean: Double
  /// The mean of each cluster; 0 for one without rows.
  public let means: [Double]
  /// The number of rows that were looked at.
  public let rows: Int

  /// - Parameter clusters: the cluster of each row, from 0.
  /// - Returns: nil where the rows that are looked at are in fewer than two clusters.
  /// - Throws: ``LearningError``, `CancellationError`.
  public init?(
    _ rows: Tensor, clusters: [Int], count: Int, most: Int = 2000, seed: UInt64 = 0,
    monitor: Monitor = .silent
  ) throws {
    try rows.checkAsTable("the rows")
    try rows.check(labels: clusters, classes: count, weights: nil)
    var random = Random(seed: seed, stream: 2)
    let total = rows.shape[0]
    let chosen = total > most ? random.shuffled(0..<total).prefix(most).sorted() : Array(0..<total)
    let labels = chosen.map { clusters[$0] }
    var sizes = [Int](repeating: 0, count: count)
    for label in labels { sizes[label] += 1 }
    guard sizes.count(where: { $0 > 0 }) > 1 else { return nil }

    let table = rows.rows(chosen)
    var sums = [Double](repeating: 0, count: count)
    for start in stride(from: 0, to: chosen.count, by: 256) {
      if monitor.isCancelled() { throw CancellationError() }
      let part = start..<min(start + 256, chosen.count)
      let distances = try table.rows(part).squaredDistances(to: table).values
      for row in part {
        var means = [Double](repeating: 0, count: count)
        let base = (row - start) * chosen.count
        for other in chosen.indices where other != row {
          means[labels[other]] += Double(distances[base + other].squareRoot())
        }
        let own = labels[row]
        guard sizes[own] > 1 else { continue }
        let inside = means[own] / Double(sizes[own] - 1)
        let outside =
          (0..<count).filter { $0 != own && sizes[$0] > 0 }.map { means[$0] / Double(sizes[$0]) }.min() ?? 0
        let largest = max(inside, outside)
        if largest > 0 { sums[own] += (outside - inside) / largest }
      }
    }
    mean = sums.reduce(0, +) / Double(chosen.count)
    means = zip(sums, sizes).map { $1 > 0 ? $0 / Double($1) : 0 }
    self.rows = chosen.count
  }
}

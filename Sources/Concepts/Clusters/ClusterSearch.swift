import Execution
import Glibc
import Tensors

/// The turns of k-means on rows around their mean, where differences of squares lose least.
struct ClusterSearch {
  struct Found {
    var centres: Tensor
    var clusters: [Int]
    var inertia: Double
    var iterations: Int
    var converged: Bool
  }

  /// How far the centres may move in the last turn of a start, as a sum of squares: 1e-4 of the columns' mean variance.
  let tolerance: Double
  private let rows: Tensor
  private let mean: Tensor
  private let count: Int
  private let maximum: Int

  init(_ rows: Tensor, count: Int, maximum: Int) throws {
    let columns = rows.shape[1]
    var sums = [Double](repeating: 0, count: columns)
    for index in rows.values.indices { sums[index % columns] += Double(rows.values[index]) }
    mean = Tensor([columns], sums.map { Float($0 / Double(rows.shape[0])) })
    self.rows = rows.adding(mean, times: -1)
    self.count = count
    self.maximum = maximum
    tolerance = 1e-4 * self.rows.energy / Double(rows.count)
  }

  /// Centres where the rows are, not around their mean.
  func original(_ centres: Tensor) -> Tensor { centres.adding(mean, times: 1) }

  /// Rows that are far apart.
  func start(_ random: inout Random) throws -> Tensor {
    let total = rows.shape[0]
    let candidates = 2 + Int(log(Double(count)))
    var chosen = [random.integer(below: total)]
    var distances = try rows.squaredDistances(to: rows.rows(chosen)).values
    while chosen.count < count {
      // The further a row is from all centres, the more likely it becomes one.
      var sums: [Double] = []
      sums.reserveCapacity(total)
      var sum = 0.0
      for distance in distances {
        sum += Double(distance)
        sums.append(sum)
      }
      let drawn = (0..<candidates).map { _ in
        let aim = (Double(random.uniform()) + 0x1p-25) * sum
        return min(total - 1, sums.partitioningIndex { $0 >= aim })
      }
      let others = try rows.squaredDistances(to: rows.rows(drawn)).values
      var best = (place: 0, sum: Double.infinity)
      for place in drawn.indices {
        var sum = 0.0
        for row in 0..<total { sum += Double(min(distances[row], others[row * candidates + place])) }
        if sum < best.sum { best = (place, sum) }
      }
      for row in 0..<total { distances[row] = min(distances[row], others[row * candidates + best.place]) }
      chosen.append(drawn[best.place])
    }
    return rows.rows(chosen)
  }

  /// Moves centres to the means of their rows until they no longer move by more than the tolerance.
  func found(from start: Tensor, tolerance: Double, _ monitor: Monitor) throws -> Found {
    let columns = rows.shape[1]
    var found = Found(centres: start, clusters: [], inertia: 0, iterations: 0, converged: false)
    while found.iterations < maximum, !found.converged {
      if monitor.isCancelled() { throw CancellationError() }
      found.iterations += 1
      let clusters = try rows.nearest(to: found.centres)
      let centres = means(clusters, found.centres)
      var moved = 0.0
      for index in 0..<count * columns {
        let change = Double(centres.values[index]) - Double(found.centres.values[index])
        moved += change * change
      }
      found.converged = clusters == found.clusters || moved <= tolerance
      found.centres = centres
      found.clusters = clusters
    }
    found.clusters = try rows.nearest(to: found.centres)
    found.inertia = inertia(found.clusters, found.centres)
    return found
  }

  /// The mean of each cluster's rows. A cluster without rows gets the row that is furthest from its centre.
  private func means(_ clusters: [Int], _ centres: Tensor) -> Tensor {
    let columns = rows.shape[1]
    var sums = [Double](repeating: 0, count: count * columns)
    var sizes = [Int](repeating: 0, count: count)
    rows.values.withUnsafeBufferPointer { values in
      sums.withUnsafeMutableBufferPointer { sums in
        for (row, cluster) in clusters.enumerated() {
          sizes[cluster] += 1
          for column in 0..<columns {
            sums[cluster * columns + column] += Double(values[row * columns + column])
          }
        }
      }
    }
    var result = centres
    for cluster in 0..<count where sizes[cluster] > 0 {
      for column in 0..<columns {
        result.values[cluster * columns + column] = Float(
          sums[cluster * columns + column] / Double(sizes[cluster]))
      }
    }
    let empty = (0..<count).filter { sizes[$0] == 0 }
    guard !empty.isEmpty else { return result }
    let distances = clusters.indices.map { distance($0, clusters[$0], centres) }
    let furthest = clusters.indices.sorted { (-distances[$0], $0) < (-distances[$1], $1) }
    for (cluster, row) in zip(empty, furthest) {
      for column in 0..<columns {
        result.values[cluster * columns + column] = rows.values[row * columns + column]
      }
    }
    return result
  }

  private func inertia(_ clusters: [Int], _ centres: Tensor) -> Double {
    clusters.indices.reduce(0.0) { $0 + distance($1, clusters[$1], centres) }
  }

  private func distance(_ row: Int, _ cluster: Int, _ centres: Tensor) -> Double {
    let columns = rows.shape[1]
    var sum = 0.0
    for column in 0..<columns {
      let difference =
        Double(rows.values[row * columns + column]) - Double(centres.values[cluster * columns + column])
      sum += difference * difference
    }
    return sum
  }
}

extension [Double] {
  /// The first place from which on `condition` holds, where it holds from some place on.
  func partitioningIndex(where condition: (Double) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

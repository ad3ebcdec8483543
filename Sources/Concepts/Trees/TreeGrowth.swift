import Execution
import Glibc
import Tensors

/// Grows a decision tree: rows are sorted once by each feature, and each split parts the sorted lists in two.
struct TreeGrowth {
  private let settings: DecisionTree.Settings
  private let classes: Int
  private let features: Int
  /// [features, rows]
  private let values: [Float]
  private let labels: [Int]
  private let weights: [Double]
  private let count: Int
  /// For each feature the rows in ascending order of it: [features, rows]. A node is a range of them.
  private var order: [Int32] = []
  /// Whether a row goes left in the split that is being made.
  private var goesLeft: [Bool]

  private struct Task {
    let range: Range<Int>
    let depth: Int
    let parent: (node: Int, isLeft: Bool)?
  }

  private struct Candidate {
    var feature = 0
    var place = 0
    var threshold = 0.0
    var gain = -Double.infinity
  }

  init(_ rows: Tensor, labels: [Int], classes: Int, weights: [Double], _ settings: DecisionTree.Settings) {
    let kept = weights.indices.filter { weights[$0] > 0 }
    let (count, features) = (kept.count, rows.shape[1])
    var values = [Float](repeating: 0, count: count * features)
    for (place, row) in kept.enumerated() {
      for feature in 0..<features { values[feature * count + place] = rows.values[row * features + feature] }
    }
    order.reserveCapacity(count * features)
    for feature in 0..<features {
      // Numbers whose order is that of the values, with the row in their lower half: sorted as integers.
      var keys = (0..<count).map { row in
        let bits = (values[feature * count + row] + 0).bitPattern
        return UInt64(bits >> 31 == 0 ? bits | 1 << 31 : ~bits) << 32 | UInt64(row)
      }
      keys.sort()
      order += keys.map { Int32(truncatingIfNeeded: $0) }
    }
    self.settings = settings
    self.classes = classes
    self.features = features
    self.values = values
    self.labels = kept.map { labels[$0] }
    self.weights = kept.map { weights[$0] }
    self.count = count
    goesLeft = [Bool](repeating: false, count: count)
  }

  mutating func nodes(_ monitor: Monitor) throws -> [DecisionTree.Node] {
    var nodes: [DecisionTree.Node] = []
    var tasks = [Task(range: 0..<count, depth: 0, parent: nil)]
    while let task = tasks.popLast() {
      if monitor.isCancelled() { throw CancellationError() }
      let index = nodes.count
      if let parent = task.parent {
        if parent.isLeft {
          nodes[parent.node].split?.left = index
        } else {
          nodes[parent.node].split?.right = index
        }
      }
      var sums = [Double](repeating: 0, count: classes)
      for place in task.range {
        let row = Int(order[place])
        sums[labels[row]] += weights[row]
      }
      let weight = sums.reduce(0, +)
      let impurity = impurity(sums, weight)
      var node = DecisionTree.Node(
        split: nil, impurity: impurity, rows: task.range.count, weight: weight,
        shares: sums.map { $0 / weight })
      let isLeaf =
        task.depth == settings.depth || task.range.count < 2 * max(1, settings.leafRows)
        || impurity <= 2.2e-16
      if !isLeaf, let best = bestSplit(task.range, sums, weight) {
        node.split = DecisionTree.Split(feature: best.feature, threshold: best.threshold, left: 0, right: 0)
        let middle = part(task.range, best, isLast: task.depth + 1 == settings.depth)
        tasks.append(
          Task(range: middle..<task.range.upperBound, depth: task.depth + 1, parent: (index, false)))
        tasks.append(
          Task(range: task.range.lowerBound..<middle, depth: task.depth + 1, parent: (index, true)))
      }
      nodes.append(node)
    }
    return nodes
  }

  private func impurity(_ sums: [Double], _ weight: Double) -> Double {
    switch settings.criterion {
    case .gini: 1 - sums.reduce(0) { $0 + $1 * $1 } / (weight * weight)
    case .entropy: sums.reduce(0) { $1 > 0 ? $0 - $1 / weight * log2($1 / weight) : $0 }
    }
  }

  /// What a side of a split adds to its gain, up to what all splits of a node have in common.
  private func gain(_ sums: UnsafeMutablePointer<Double>, _ weight: Double) -> Double {
    var sum = 0.0
    switch settings.criterion {
    case .gini:
      for label in 0..<classes { sum += sums[label] * sums[label] }
      return sum / weight
    case .entropy:
      for label in 0..<classes where sums[label] > 0 { sum += sums[label] * log2(sums[label] / weight) }
      return sum
    }
  }

  /// nil where no feature has two values.
  private func bestSplit(_ range: Range<Int>, _ sums: [Double], _ weight: Double) -> Candidate? {
    var best = Candidate()
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * classes) { sides in
      guard let left = sides.baseAddress else { return }
      let right = left + classes
      values.withUnsafeBufferPointer { values in
        order.withUnsafeBufferPointer { order in
          labels.withUnsafeBufferPointer { labels in
            weights.withUnsafeBufferPointer { weights in
              for feature in 0..<features {
                let base = feature * count
                for label in 0..<classes { (left[label], right[label]) = (0, sums[label]) }
                var leftWeight = 0.0
                var previous = values[base + Int(order[base + range.lowerBound])]
                for place in range {
                  let row = Int(order[base + place])
                  let value = values[base + row]
                  // Values that differ by less than 1e-7 are one, as for scikit-learn.
                  if value > previous + 1e-7, place - range.lowerBound >= settings.leafRows,
                    range.upperBound - place >= settings.leafRows
                  {
                    let gain = gain(left, leftWeight) + gain(right, weight - leftWeight)
                    // Gains that differ by rounding only are equal: the first one stays.
                    if gain > best.gain + 1e-12 * abs(gain) || best.gain == -.infinity {
                      let middle = Double(previous) / 2 + Double(value) / 2
                      best = Candidate(feature: feature, place: place, threshold: middle, gain: gain)
                    }
                  }
                  previous = value
                  left[labels[row]] += weights[row]
                  right[labels[row]] -= weights[row]
                  leftWeight += weights[row]
                }
              }
            }
          }
        }
      }
    }
    return best.gain == -.infinity ? nil : best
  }

  /// Parts each list of the node in what goes left and what goes right, both still sorted, and says where.
  private mutating func part(_ range: Range<Int>, _ split: Candidate, isLast: Bool) -> Int {
    for place in range { goesLeft[Int(order[split.feature * count + place])] = place < split.place }
    var rights: [Int32] = []
    rights.reserveCapacity(range.upperBound - split.place)
    // Below the last question only the rows are counted, for which one list is enough.
    for feature in 0..<(isLast ? 1 : features) {
      let base = feature * count
      rights.removeAll(keepingCapacity: true)
      var next = base + range.lowerBound
      for place in range {
        let row = order[base + place]
        if goesLeft[Int(row)] {
          order[next] = row
          next += 1
        } else {
          rights.append(row)
        }
      }
      order.replaceSubrange(next..<base + range.upperBound, with: rights)
    }
    return split.place
  }
}

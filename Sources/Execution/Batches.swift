import Programs
import Tensors

/// How many samples and conditions are computed at once.
///
/// Sizes come from a short list, so that few plans are made.
enum Batches {
  static let sizes = [1, 2, 4, 8, 16]

  /// Splits `0..<total` into batches of at most `limit`; the last entries may fill only a part of a listed
  /// size.
  static func split(_ total: Int, limit: Int) -> [(range: Range<Int>, size: Int)] {
    var batches: [(range: Range<Int>, size: Int)] = []
    var start = 0
    while start < total {
      let rest = total - start
      // Padding costs as much as work; up to a quarter of it is cheaper than another batch.
      let size =
        sizes.first { $0 >= rest && $0 <= limit && ($0 - rest) * 4 <= $0 }
        ?? sizes.last { $0 <= rest && $0 <= limit } ?? 1
      let count = min(size, rest)
      batches.append((start..<start + count, size))
      start += count
    }
    return batches
  }

  /// The largest batches whose values fit into `memory` bytes; conditions first, since they share a forward
  /// pass. Axes that a program sums over are not split.
  static func limits(_ program: Program, samples: Int, conditions: Int, memory: Int) -> (
    samples: Int, conditions: Int
  ) {
    let summed = program.summedLeading
    func candidates(_ axis: Leading, _ count: Int) -> [Int] {
      summed.contains(axis) ? [count] : sizes.reversed().filter { $0 == 1 || $0 < 2 * count }
    }
    let (bySample, byCondition) = (candidates(.sample, samples), candidates(.condition, conditions))
    if bySample.count == 1, byCondition.count == 1 { return (bySample[0], byCondition[0]) }
    for sampleLimit in bySample {
      for conditionLimit in byCondition {
        // Many samples are of no use where conditions have to come one by one.
        if conditionLimit * 4 <= min(conditions, 16), sampleLimit > 1, bySample.count > 1 { continue }
        if program.peakBytes(samples: sampleLimit, conditions: conditionLimit) <= memory {
          return (sampleLimit, conditionLimit)
        }
      }
    }
    return (bySample.last ?? 1, byCondition.last ?? 1)
  }

  /// Up to so many entries of an axis that a program sums over are computed at a time.
  static let largestSum = 256

  /// The bytes of values up to which more than 16 entries are worth computing at a time: what caches hold.
  static let cached = 32 << 20
}

extension Program {
  /// An estimate of the most bytes that hold values at one time, in the order as given.
  func peakBytes(samples: Int, conditions: Int) -> Int {
    var lastUse = [Int](repeating: -1, count: nodes.count)
    // What is another view of an operand's entries takes no place, but keeps the operand's.
    var owner = Array(nodes.indices)
    for (index, node) in nodes.enumerated() {
      if node.primitive.isArrangement { owner[index] = owner[node.operands[0]] }
      for operand in node.operands { lastUse[owner[operand]] = index }
    }
    // Products that are summed over samples at once are never there for each of them.
    let contractions = contractions
    let contracted = Set(contractions.values)
    for (sum, product) in contractions {
      for operand in nodes[product].operands { lastUse[owner[operand]] = max(lastUse[owner[operand]], sum) }
    }
    for output in outputs { lastUse[owner[output.node]] = nodes.count }
    func bytes(_ index: Int) -> Double {
      let type = nodes[index].type
      if owner[index] != index || contracted.contains(index) { return 0 }
      switch nodes[index].primitive {
      case .constant, .fill: return 0
      default: break
      }
      return 4 * Double(type.shape.count) * Double(type.leading.contains(.sample) ? samples : 1)
        * Double(type.leading.contains(.condition) ? conditions : 1)
    }
    var ends: [Int: Double] = [:]
    var (held, peak) = (0.0, 0.0)
    for index in nodes.indices {
      held += bytes(index)
      peak = max(peak, held)
      ends[max(lastUse[index], index), default: 0] += bytes(index)
      held -= ends[index] ?? 0
    }
    return Int(min(peak, 1e18))
  }
}

import Tensors

/// The references that are used of a baseline of many: all of them, or a seeded choice.
struct ReferenceDraw {
  let references: References
  let all: Int
  let seed: UInt64

  private static let mostGroups = 16

  init(_ all: References, most: Int?, seed: UInt64) {
    self.all = all.count
    self.seed = seed
    guard !all.isPerSample, let most, most < all.count else {
      references = all
      return
    }
    var random = Random(seed: seed)
    references = References(all.values.rows(random.shuffled(0..<all.count).prefix(most).sorted()))
  }

  /// Whether something is left to chance.
  var isPart: Bool { references.count < all }

  /// Groups of references whose means are compared for the standard error; one group where all references are used.
  var groups: [[Int]] {
    let count = isPart ? min(Self.mostGroups, references.count) : 1
    return (0..<count).map { Array(stride(from: $0, to: references.count, by: count)) }
  }

  var text: String { "\(references.count) of \(all) references" + (isPart ? ", seed \(seed)" : "") }

  /// The standard error of the mean over all references, from sums over each group of ``groups``; nil where nothing is left
  /// to chance.
  func errors(_ sums: [[Double]]) -> [Float]? {
    guard isPart, sums.count > 1 else { return nil }
    let counts = groups.map { Double($0.count) }
    let total = counts.reduce(0, +)
    return sums[0].indices.map { index in
      let mean = sums.reduce(0) { $0 + $1[index] } / total
      let squares = zip(sums, counts).reduce(0) { sum, group in
        let deviation = group.0[index] / group.1 - mean
        return sum + deviation * deviation
      }
      return Float((squares / Double(sums.count * (sums.count - 1))).squareRoot())
    }
  }
}

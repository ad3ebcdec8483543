import Glibc
public import Tensors

extension Automaton {
  /// A random word of a length that is accepted, or is not; each such word equally likely, nil where there is none.
  public func word(length: Int, accepted: Bool, _ random: inout Random) -> [Int]? {
    word(counts(length, accepted: accepted), &random)
  }

  /// Random words with whether they are accepted: half of them are, as far as there are such words of their lengths.
  public func labelledWords(_ number: Int, lengths: ClosedRange<Int>, seed: UInt64) -> [(
    word: [Int], accepted: Bool
  )] {
    var random = Random(seed: seed)
    let tables = [false, true].map { counts(lengths.upperBound, accepted: $0) }
    return (0..<number).map { index in
      let length = lengths.lowerBound + random.integer(below: lengths.count)
      let wanted = index % 2 == 0
      for accepted in [wanted, !wanted] {
        if let word = word(Array(tables[accepted ? 1 : 0].prefix(length + 1)), &random) {
          return (word, accepted)
        }
      }
      return ([], accepts([]))
    }
  }

  /// How many words of each length lead from each state to where they are accepted, or are not, up to a common factor of
  /// each length: [length][state].
  private func counts(_ length: Int, accepted: Bool) -> [[Double]] {
    var counts = [accepting.map { $0 == accepted ? 1.0 : 0 }]
    for _ in 0..<max(0, length) {
      let last = counts[counts.count - 1]
      let sums = transitions.map { row in row.reduce(0) { $0 + last[$1] } }
      // Long words are more than a Double can count.
      let largest = sums.max() ?? 0
      counts.append(largest > 0 ? sums.map { $0 / largest } : sums)
    }
    return counts
  }

  private func word(_ counts: [[Double]], _ random: inout Random) -> [Int]? {
    guard let ways = counts.last, ways[initial] > 0 else { return nil }
    var state = initial
    var word: [Int] = []
    for left in (0..<counts.count - 1).reversed() {
      let weights = transitions[state].map { counts[left][$0] }
      var aim = Double(random.uniform()) * weights.reduce(0, +)
      var symbol = weights.lastIndex { $0 > 0 } ?? 0
      for (candidate, weight) in weights.enumerated() where weight > 0 {
        if aim < weight {
          symbol = candidate
          break
        }
        aim -= weight
      }
      word.append(symbol)
      state = transitions[state][symbol]
    }
    return word
  }
}

/// A deterministic finite automaton: reads symbols, is always in one of finitely many states, and accepts a word or not.
///
/// Words are symbols by their place in the alphabet.
public struct Automaton: Codable, Hashable, Sendable {
  public let alphabet: [String]
  /// The state that follows: [state][symbol].
  public let transitions: [[Int]]
  public let accepting: [Bool]
  public let initial: Int

  public var count: Int { accepting.count }

  /// - Throws: ``LearningError`` where a state or symbol is missing.
  public init(alphabet: [String], transitions: [[Int]], accepting: [Bool], initial: Int = 0)
    throws(LearningError)
  {
    guard !alphabet.isEmpty else { throw .empty("the alphabet") }
    guard !accepting.isEmpty else { throw .empty("the states") }
    guard transitions.count == accepting.count else {
      throw .unequalCounts("rows of transitions", transitions.count, "states", accepting.count)
    }
    for row in transitions where row.count != alphabet.count {
      throw .unequalCounts("transitions of a state", row.count, "symbols", alphabet.count)
    }
    for state in transitions.flatMap({ $0 }) + [initial] where !accepting.indices.contains(state) {
      throw .outOfRange("state", state, range: 0...accepting.count - 1)
    }
    self.init(checked: alphabet, transitions, accepting, initial)
  }

  init(checked alphabet: [String], _ transitions: [[Int]], _ accepting: [Bool], _ initial: Int) {
    (self.alphabet, self.transitions, self.accepting, self.initial) = (
      alphabet, transitions, accepting, initial
    )
  }

  /// The state after a word, from the initial one or another.
  public func state(after word: some Sequence<Int>, from start: Int? = nil) -> Int {
    word.reduce(start ?? initial) { transitions[$0][$1] }
  }

  public func accepts(_ word: some Sequence<Int>) -> Bool { accepting[state(after: word)] }

  /// For each state that can be reached a shortest word that leads there, in the order in which they are found.
  public var accessWords: [(state: Int, word: [Int])] {
    var found: [(state: Int, word: [Int])] = [(initial, [])]
    var seen: Set<Int> = [initial]
    var next = 0
    while next < found.count {
      let (state, word) = found[next]
      next += 1
      for (symbol, target) in transitions[state].enumerated() where seen.insert(target).inserted {
        found.append((target, word + [symbol]))
      }
    }
    return found
  }

  /// A shortest word that one of them accepts and the other not, of several the first in the alphabet's order; nil where
  /// they accept the same words.
  ///
  /// - Parameters: where each begins; by default in its initial state.
  public func difference(from other: Automaton, _ start: Int? = nil, _ otherStart: Int? = nil) -> [Int]? {
    struct Pair: Hashable {
      let own: Int
      let other: Int
    }
    let first = Pair(own: start ?? initial, other: otherStart ?? other.initial)
    var queue: [(pair: Pair, word: [Int])] = [(first, [])]
    var seen: Set<Pair> = [first]
    var next = 0
    while next < queue.count {
      let (pair, word) = queue[next]
      next += 1
      if accepting[pair.own] != other.accepting[pair.other] { return word }
      for symbol in 0..<min(alphabet.count, other.alphabet.count) {
        let target = Pair(own: transitions[pair.own][symbol], other: other.transitions[pair.other][symbol])
        if seen.insert(target).inserted { queue.append((target, word + [symbol])) }
      }
    }
    return nil
  }
}

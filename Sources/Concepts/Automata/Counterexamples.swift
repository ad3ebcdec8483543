import Execution
import Tensors

/// Looks for a word on which an automaton is wrong about a black box.
public struct Counterexamples: Sendable {
  public let accepts: @Sendable ([[Int]]) throws -> [Bool]

  /// - Parameter accepts: which of some words the black box accepts.
  public init(_ accepts: @escaping @Sendable ([[Int]]) throws -> [Bool]) { self.accepts = accepts }

  /// The first of some words on which they differ.
  public func first(of words: [[Int]], _ automaton: Automaton) throws -> [Int]? {
    for start in stride(from: 0, to: words.count, by: 256) {
      let part = Array(words[start..<min(start + 256, words.count)])
      for (word, accepted) in zip(part, try accepts(part)) where automaton.accepts(word) != accepted {
        return word
      }
    }
    return nil
  }

  /// Among all words up to a length, shortest first.
  public func exhaustive(_ automaton: Automaton, upTo length: Int) throws -> [Int]? {
    var words: [[Int]] = [[]]
    for _ in 0..<length {
      if let word = try first(of: words, automaton) { return word }
      words = words.flatMap { word in automaton.alphabet.indices.map { word + [$0] } }
    }
    return try first(of: words, automaton)
  }

  /// Among random words, shortest first: so many of each length.
  public func random(
    _ automaton: Automaton, of each: Int = 50, lengths: ClosedRange<Int> = 0...30, seed: UInt64 = 0
  ) throws -> [Int]? {
    var random = Random(seed: seed, stream: 4)
    let words = lengths.flatMap { length in
      (0..<each).map { _ in (0..<length).map { _ in random.integer(below: automaton.alphabet.count) } }
    }
    return try first(of: words, automaton)
  }

  /// Among the words that would show any automaton with at most `extra` more states to be another (the W-method).
  public func systematic(_ automaton: Automaton, extra: Int = 2) throws -> [Int]? {
    let words = automaton.minimal.testWords(extra: extra).sorted { ($0.count, $0.text) < ($1.count, $1.text) }
    return try first(of: words, automaton)
  }
}

extension [Int] {
  fileprivate var text: String { map(String.init).joined(separator: " ") }
}

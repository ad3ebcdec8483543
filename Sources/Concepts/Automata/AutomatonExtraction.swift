public import Execution
import Tensors

/// Makes a finite automaton of a recurrent network that reads words: it asks the network about words until no word is found
/// on which they differ.
///
/// Words on which they differ are looked for by walking over the network's hidden space, then among all short words, then
/// among random longer ones. Source: Weiss, Goldberg, Yahav 2018.
public struct AutomatonExtraction: Codable, Hashable, Sendable {
  public var alphabet: [String]
  /// The number of states at which it ends.
  public var mostStates = 100
  /// How many words are all tried before random ones are.
  public var exhaustiveWords = 10_000
  public var seed: UInt64 = 0

  public init(alphabet: [String]) { self.alphabet = alphabet }

  /// The length up to which all words are tried.
  public func exhaustiveLength(longest: Int) -> Int {
    var (words, length) = (1, 0)
    while length < longest, words * alphabet.count <= exhaustiveWords {
      (words, length) = (words * alphabet.count, length + 1)
    }
    return length
  }

  /// - Throws: ``LearningError``, `CancellationError`, and what reading throws.
  public func automaton(of network: RecurrentAcceptor, monitor: Monitor = .silent) throws -> LStar {
    let search = Counterexamples { try network.accepts($0) }
    var abstraction = try HiddenAbstraction(of: network, symbols: alphabet.count)
    let length = exhaustiveLength(longest: network.longest)
    return try LStar(
      alphabet: alphabet, most: mostStates, longest: network.longest, monitor: monitor,
      accepts: network.accepts
    ) { automaton in
      try abstraction.counterexample(automaton, monitor: monitor.quiet)
        ?? search.exhaustive(automaton, upTo: length)
        ?? (length < network.longest
          ? search.random(automaton, of: 200, lengths: length + 1...network.longest, seed: seed) : nil)
    }
  }
}

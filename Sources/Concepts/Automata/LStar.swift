public import Execution

/// Learns an automaton by asking whether words are accepted, and for a word on which it is wrong.
///
/// Words that lead to different states are kept with words that tell them apart; a word on which the automaton is wrong
/// gives all its ends as further such words. Sources: Angluin 1987; Maler and Pnueli 1995.
public struct LStar: Sendable {
  public let automaton: Automaton
  /// The words on which the automata before this one were wrong.
  public let counterexamples: [[Int]]
  /// How many different words were asked for.
  public let questions: Int
  /// Whether no word was found any more on which the automaton is wrong; else it had reached the most states, or would
  /// have had to ask for words that are too long.
  public let isSettled: Bool

  /// - Parameters:
  ///   - most: the number of states at which it ends, since a network need not be an automaton.
  ///   - longest: the most symbols of a word that can be asked for.
  ///   - accepts: which of some words are accepted; many at once, as for a network.
  ///   - counterexample: a word on which an automaton is wrong, nil where none is found.
  /// - Throws: ``LearningError``, `CancellationError`, and what the two functions throw.
  public init(
    alphabet: [String], most: Int = 100, longest: Int = .max, monitor: Monitor = .silent,
    accepts: ([[Int]]) throws -> [Bool],
    counterexample: (Automaton) throws -> [Int]?
  ) throws {
    guard !alphabet.isEmpty else { throw LearningError.empty("the alphabet") }
    var table = ObservationTable(symbols: alphabet.count, longest: longest)
    var counterexamples: [[Int]] = []
    var found: Automaton?
    var isSettled = false
    while !isSettled, try table.close(most: most, accepts) {
      if monitor.isCancelled() { throw CancellationError() }
      let automaton = table.automaton(alphabet)
      found = automaton
      monitor.report(
        Monitor.Progress(fraction: min(1, Double(automaton.count) / Double(most)), step: "automaton"))
      if automaton.count >= most { break }
      // A word that it gets right after all teaches nothing.
      if let word = try counterexample(automaton), try accepts([word]) != [automaton.accepts(word)] {
        counterexamples.append(word)
        table.addEnds(of: word)
      } else {
        isSettled = true
      }
    }
    guard let found else {
      throw LearningError.setting("the most symbols of a word", Double(longest), expected: "more of them")
    }
    automaton = found.minimal
    self.counterexamples = counterexamples
    questions = table.answers.count
    self.isSettled = isSettled
  }
}

/// Which words are accepted after which others.
private struct ObservationTable {
  private let symbols: Int
  private let longest: Int
  /// Words that lead to different states; the first is empty.
  private var heads: [[Int]] = [[]]
  /// Words by which states are told apart.
  private var ends: [[Int]] = [[]]
  private(set) var answers: [[Int]: Bool] = [:]

  init(symbols: Int, longest: Int) { (self.symbols, self.longest) = (symbols, longest) }

  private func row(_ word: [Int]) -> [Bool] { ends.map { answers[word + $0] ?? false } }

  /// Adds heads until every head with one more symbol is like some head.
  ///
  /// - Returns: false where a word would have to be asked for that is too long.
  mutating func close(most: Int, _ accepts: ([[Int]]) throws -> [Bool]) throws -> Bool {
    var known: Set<[Bool]> = []
    var next = 0
    guard try ask(heads, accepts) else { return false }
    for head in heads { known.insert(row(head)) }
    while next < heads.count {
      let words = (0..<symbols).map { heads[next] + [$0] }
      guard try ask(words, accepts) else { return false }
      for word in words where heads.count < most && known.insert(row(word)).inserted { heads.append(word) }
      next += 1
    }
    return true
  }

  /// - Returns: false where one of the words is too long; then none is asked for.
  private mutating func ask(_ words: [[Int]], _ accepts: ([[Int]]) throws -> [Bool]) throws -> Bool {
    var asked: Set<[Int]> = []
    let open = words.flatMap { word in ends.map { word + $0 } }.filter {
      answers[$0] == nil && asked.insert($0).inserted
    }
    if open.isEmpty { return true }
    if open.contains(where: { $0.count > longest }) { return false }
    let found = try accepts(open)
    guard found.count == open.count else {
      throw LearningError.unequalCounts("answers", found.count, "words", open.count)
    }
    for (word, answer) in zip(open, found) { answers[word] = answer }
    return true
  }

  mutating func addEnds(of word: [Int]) {
    for start in word.indices where !ends.contains(Array(word[start...])) {
      ends.append(Array(word[start...]))
    }
  }

  func automaton(_ alphabet: [String]) -> Automaton {
    var number: [[Bool]: Int] = [:]
    for (index, head) in heads.enumerated() where number[row(head)] == nil { number[row(head)] = index }
    // Where there are as many states as may be, what is like none of them leads to the first.
    let transitions = heads.map { head in (0..<symbols).map { number[row(head + [$0])] ?? 0 } }
    return Automaton(checked: alphabet, transitions, heads.map { answers[$0] ?? false }, 0)
  }
}

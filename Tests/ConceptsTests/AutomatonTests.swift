import Concepts
import Tensors
import Testing

extension TomitaGrammar {
  /// Whether a word is in the language, said another way than by states.
  fileprivate func holds(_ word: [Int]) -> Bool {
    let text = word.map(String.init).joined()
    let zeros = word.count { $0 == 0 }
    let ones = word.count - zeros
    // Runs of equal symbols.
    let runs = word.reduce(into: [(symbol: Int, length: Int)]()) { runs, symbol in
      if runs.last?.symbol == symbol { runs[runs.count - 1].length += 1 } else { runs.append((symbol, 1)) }
    }
    switch self {
    case .ones: return zeros == 0
    case .onesAndZerosInTurn: return text.replacing("10", with: "").isEmpty && !text.hasPrefix("0")
    case .noOddZerosAfterOddOnes:
      return !zip(runs, runs.dropFirst()).contains {
        $0.symbol == 1 && $0.length % 2 == 1 && $1.length % 2 == 1
      }
    case .noThreeZeros: return !text.contains("000")
    case .evenZerosAndEvenOnes: return zeros % 2 == 0 && ones % 2 == 0
    case .differenceDivisibleByThree: return (zeros - ones) % 3 == 0
    case .fourBlocks: return runs.count <= (runs.first?.symbol == 1 ? 3 : 4)
    }
  }
}

private let words = (0...11).flatMap { length in
  (0..<1 << length).map { bits in (0..<length).map { bits >> $0 & 1 } }
}

@Suite struct AutomatonTests {
  @Test(arguments: zip(TomitaGrammar.allCases, [2, 3, 5, 4, 4, 3, 5]))
  func grammarsAreWhatTheySay(_ grammar: TomitaGrammar, _ states: Int) {
    let automaton = grammar.automaton
    #expect(automaton.count == states)
    #expect(words.allSatisfy { automaton.accepts($0) == grammar.holds($0) })
  }

  @Test(arguments: TomitaGrammar.allCases)
  func grammarsAreLearntFromQuestions(_ grammar: TomitaGrammar) throws {
    let automaton = grammar.automaton
    let learnt = try LStar(alphabet: ["0", "1"], accepts: { $0.map { automaton.accepts($0) } }) {
      automaton.difference(from: $0)
    }
    #expect(learnt.automaton == automaton && learnt.isSettled)
    #expect(learnt.questions < 200)
  }

  @Test(arguments: TomitaGrammar.allCases)
  func grammarsAreLearntFromTestedWords(_ grammar: TomitaGrammar) throws {
    let automaton = grammar.automaton
    let search = Counterexamples { $0.map { grammar.holds($0) } }
    let random = try LStar(alphabet: ["0", "1"], accepts: search.accepts) { try search.random($0) }
    let systematic = try LStar(alphabet: ["0", "1"], accepts: search.accepts) {
      try search.systematic($0, extra: 4)
    }
    #expect(random.automaton == automaton && systematic.automaton == automaton)
  }

  @Test(arguments: TomitaGrammar.allCases)
  func grammarsAreLearntFromHiddenVectors(_ grammar: TomitaGrammar) throws {
    // A network whose hidden vector is the state, blurred by what was read before.
    let automaton = grammar.automaton
    let network = RecurrentAcceptor(longest: 30) { words in
      words.map { word in
        var hidden = [1] + [Float](repeating: 0, count: automaton.count)
        var state = automaton.initial
        for symbol in word {
          state = automaton.transitions[state][symbol]
          var next = [Float](repeating: 0, count: automaton.count + 1)
          next[state] = 1
          hidden = zip(next, hidden).map { $0 + 0.2 * ($1 - Float(symbol)) }
        }
        return (hidden, automaton.accepting[state])
      }
    }
    let learnt = try AutomatonExtraction(alphabet: ["0", "1"]).automaton(of: network)
    #expect(learnt.isSettled)
    #expect(learnt.automaton == automaton)
  }

  @Test func aMinimalAutomatonIsTheSameHoweverItIsWritten() throws {
    var random = Random(seed: 4)
    for _ in 0..<50 {
      let count = 2 + random.integer(below: 30)
      let automaton = try Automaton(
        alphabet: ["a", "b", "c"],
        transitions: (0..<count).map { _ in (0..<3).map { _ in random.integer(below: count) } },
        accepting: (0..<count).map { _ in random.uniform() < 0.3 }, initial: random.integer(below: count))
      let minimal = automaton.minimal
      #expect(minimal.difference(from: automaton) == nil && minimal.count <= count)
      #expect(minimal.minimal == minimal)
      // No two states of it accept the same words.
      for state in 0..<minimal.count {
        for other in 0..<state { #expect(minimal.difference(from: minimal, state, other) != nil) }
      }
      let order = random.shuffled(0..<count)
      let renamed = try Automaton(
        alphabet: automaton.alphabet,
        transitions: order.map { old in automaton.transitions[old].map { order.firstIndex(of: $0) ?? 0 } },
        accepting: order.map { automaton.accepting[$0] },
        initial: order.firstIndex(of: automaton.initial) ?? 0)
      #expect(renamed.minimal == minimal)
    }
  }

  @Test func wordsAreDrawnEvenly() throws {
    for grammar in TomitaGrammar.allCases {
      let automaton = grammar.automaton
      let drawn = automaton.labelledWords(200, lengths: 1...12, seed: 9)
      #expect(
        drawn.allSatisfy { automaton.accepts($0.word) == $0.accepted && (1...12).contains($0.word.count) })
      #expect(drawn.count { $0.accepted } >= 50)
      #expect(drawn.map(\.word) == automaton.labelledWords(200, lengths: 1...12, seed: 9).map(\.word))
    }
    // Of the 8 words of four symbols with an even number of each, each comes about as often.
    var random = Random(seed: 1)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<8000 {
      let word = TomitaGrammar.evenZerosAndEvenOnes.automaton.word(length: 4, accepted: true, &random)
      counts[try #require(word), default: 0] += 1
    }
    #expect(counts.count == 8 && counts.values.allSatisfy { (850...1150).contains($0) })
    #expect(TomitaGrammar.onesAndZerosInTurn.automaton.word(length: 3, accepted: true, &random) == nil)
  }

  @Test func whatIsNoAutomatonIsRefused() {
    #expect(throws: LearningError.outOfRange("state", 2, range: 0...1)) {
      try Automaton(alphabet: ["a"], transitions: [[1], [2]], accepting: [true, false])
    }
    #expect(throws: LearningError.unequalCounts("transitions of a state", 1, "symbols", 2)) {
      try Automaton(alphabet: ["a", "b"], transitions: [[0]], accepting: [true])
    }
  }
}

import Attributions
import Concepts
import Data
import Execution
import Models
import Tensors

/// A finite automaton that was extracted from a recurrent network by asking it about words.
struct ExtractedAutomaton: Codable, Hashable, Sendable {
  let automaton: Automaton
  let symbols: Symbols
  /// The class that is accepted.
  let accepted: Int
  let layer: Int
  /// How many words were asked about, and on how many of them an earlier automaton was wrong.
  let questions: Int
  let counterexamples: Int
  /// Whether no word was found any more on which both differ.
  let isSettled: Bool
  /// The length up to which every word was looked at then.
  let exhaustiveLength: Int

  /// The automaton's state at each step of samples [samples, steps, width], sequence by sequence.
  func states(_ samples: Tensor) -> [Int] {
    var state = automaton.initial
    return symbols.symbols(samples).enumerated().map { index, symbol in
      if index % symbols.steps == 0 { state = automaton.initial }
      if let symbol { state = automaton.transitions[state][symbol] }
      return state
    }
  }
}

/// The keys of `extract` that matter to automata.
enum AutomatonKeys {
  static let y = Key(
    "y", optional: .classNumber, "the class that an automaton accepts", otherwise: "the last one")
  static let end = Key(
    "end", optional: .text, "the symbol that stands behind the end of a word",
    otherwise: "end, where there is such a symbol")
  static let states = Key(
    "states", optional: .whole(from: 1, to: 1000), "the most states of an automaton", otherwise: "100")

  static let all: [any Parameter] = [y, end, states]
}

extension Run {
  /// The automaton that was extracted last.
  func currentAutomaton() throws -> ExtractedAutomaton {
    guard let automaton = session.automaton else {
      throw Mistake.failed(
        "no automaton has been extracted yet: train or load a recurrent network that reads words, then write extract automaton"
      )
    }
    return automaton
  }

  func extractAutomaton(layer: Int, seed: UInt64, _ arguments: Arguments) throws -> ExtractedAutomaton {
    let (model, data) = (try currentModel(), try currentData())
    let symbols: Symbols
    do throws(Mistake) { symbols = try Symbols(of: data.header, end: arguments[AutomatonKeys.end]) } catch {
      if arguments.isGiven(AutomatonKeys.end) { throw ArgumentError(AutomatonKeys.end, error) }
      throw error
    }
    let accepted = arguments[AutomatonKeys.y] ?? model.classCount - 1
    let executor = executor
    let monitor = monitor
    let network = RecurrentAcceptor(longest: symbols.steps) { words in
      // As many at a time as fit: what is read at other steps than the last one is left.
      try stride(from: 0, to: words.count, by: 1024).flatMap { first in
        let part = words[first..<min(first + 1024, words.count)]
        let samples = Tensor([part.count, symbols.steps, symbols.width], part.flatMap(symbols.sample))
        let (states, answers) = try model.stepAnswers(
          of: layer, Inputs(samples), executor: executor, monitor: Monitor(isCancelled: monitor.isCancelled))
        let classes = answers.reshaped([part.count * symbols.steps, answers.shape[2]]).rowArgmax
        return part.enumerated().map { index, word in
          let step = max(0, word.count - 1)
          return (
            hidden: states[index][step].values, isAccepted: classes[index * symbols.steps + step] == accepted
          )
        }
      }
    }
    var extraction = AutomatonExtraction(alphabet: symbols.alphabet)
    extraction.seed = seed
    extraction.mostStates = arguments[AutomatonKeys.states] ?? extraction.mostStates
    let learnt = try extraction.automaton(of: network, monitor: monitor)
    return ExtractedAutomaton(
      automaton: learnt.automaton, symbols: symbols, accepted: accepted, layer: layer,
      questions: learnt.questions,
      counterexamples: learnt.counterexamples.count, isSettled: learnt.isSettled,
      exhaustiveLength: extraction.exhaustiveLength(longest: symbols.steps))
  }
}

import Concepts
import Data
import Figures
import Models
import Tensors

/// A finite automaton extracted from a recurrent network, beside the network on the current data.
struct FoundAutomaton: Result {
  static let kind = "automaton"
  static let fields: [Field<FoundAutomaton>] = [
    Field("count", "how many states it has") { .number(Double($0.automaton.count)) },
    Field("accepting", "whether each state accepts") { .list($0.automaton.accepting.map { .bool($0) }) },
    Field("transitions", "the state that follows: [states, symbols]") { found in
      .tensor(
        Tensor(
          [found.automaton.count, found.automaton.alphabet.count],
          found.automaton.transitions.flatMap { $0.map { Float($0) } }))
    },
    Field("alphabet", "the symbols") { .list($0.automaton.alphabet.map { .text($0) }) },
    Field("settled", "whether no word was found any more on which it and the network differ") {
      .bool($0.extracted.isSettled)
    },
    Field("questions", "how many words the network was asked about") {
      .number(Double($0.extracted.questions))
    },
    Field("fidelity", "the share of the data's steps at which it says what the network says") {
      .number($0.fidelity)
    },
  ]

  let extracted: ExtractedAutomaton
  private let layer: String
  private let classes: [String]
  /// Of all steps of the data, how many are in each state, and at how many of these the network says the same.
  private let visits: [Int]
  private let agreed: [Int]
  private let ways: [[Int]]

  private var automaton: Automaton { extracted.automaton }
  private var fidelity: Double { Double(agreed.reduce(0, +)) / Double(max(1, visits.reduce(0, +))) }

  init(_ extracted: ExtractedAutomaton, _ run: Run) throws {
    self.extracted = extracted
    layer = try run.currentModel().layers[extracted.layer].name
    let data = try run.currentData()
    let name = data.shortName(extracted.accepted)
    classes = ["not \(name)", name]
    let sequences = try run.sequences(Array(0..<data.count), layer: extracted.layer)
    let states = extracted.states(sequences.inputs)
    let symbols = extracted.symbols.symbols(sequences.inputs)
    var (visits, agreed) = (
      [Int](repeating: 0, count: extracted.automaton.count),
      [Int](repeating: 0, count: extracted.automaton.count)
    )
    var ways = extracted.automaton.transitions.map { [Int](repeating: 0, count: $0.count) }
    for (index, state) in states.enumerated() {
      visits[state] += 1
      if (sequences.labels[index] == extracted.accepted) == extracted.automaton.accepting[state] {
        agreed[state] += 1
      }
      guard let symbol = symbols[index] else { continue }
      ways[index % extracted.symbols.steps == 0 ? extracted.automaton.initial : states[index - 1]][symbol] +=
        1
    }
    (self.visits, self.agreed, self.ways) = (visits, agreed, ways)
  }

  var summary: String {
    let count = automaton.count
    let head =
      "\(count) state\(count == 1 ? "" : "s") over \(automaton.alphabet.joined(separator: ", ")) by L* with queries, from layer \(layer): "
      + "\(extracted.questions) words asked, \(extracted.counterexamples) counterexample\(extracted.counterexamples == 1 ? "" : "s")"
    let end =
      extracted.isSettled
      ? "no difference is left among all words of up to \(extracted.exhaustiveLength) symbols and random ones of up to "
        + "\(extracted.symbols.steps)"
      : "it is not settled: the network needs more states, or longer words than \(extracted.symbols.steps) symbols, so that they "
        + "still differ"
    let data =
      "on the data it says what the network says at \(percent(fidelity)) of \(visits.reduce(0, +)) steps"
    return [head, end, data].joined(separator: "\n")
  }

  private func name(_ state: Int) -> String { "q\(state)" }

  var figure: (any Figure)? {
    get throws {
      let states = visits.indices.map { state in
        StateDiagram.State(
          name(state), label: automaton.accepting[state] ? 1 : 0,
          purity: visits[state] > 0 ? Double(agreed[state]) / Double(visits[state]) : 1, size: visits[state])
      }
      let edges = visits.indices.flatMap { from -> [StateDiagram.Edge] in
        let total = ways[from].reduce(0, +)
        let targets = Set(automaton.transitions[from]).sorted()
        return targets.map { to in
          let symbols = automaton.alphabet.indices.filter { automaton.transitions[from][$0] == to }
          let count = symbols.reduce(0) { $0 + ways[from][$1] }
          return .init(
            from: from, to: to, share: total > 0 ? Double(count) / Double(total) : 0,
            rules: [symbols.map { automaton.alphabet[$0] }.joined(separator: ", ")])
        }
      }
      return try StateDiagram(
        states, edges: [.init(from: nil, to: automaton.initial, share: 1, rules: ["always"])] + edges, classes: classes,
        title: "automaton of layer \(layer)")
    }
  }

  /// A row for each state.
  var table: Table? {
    get throws {
      try Table(
        columns: ["state", "class"] + automaton.alphabet.map { "after \($0)" } + ["steps", "as the network"],
        rows: visits.indices.map { state in
          [.text(name(state)), .text(classes[automaton.accepting[state] ? 1 : 0])]
            + automaton.transitions[state].map { .text(name($0)) }
            + [.integer(visits[state]), .integer(agreed[state])]
        })
    }
  }
}

import Concepts
import Data
import Figures
import Tensors

/// The machine of states of a recurrent network beside its automaton, on the current data.
struct ComparedMachines: Result {
  static let kind = "comparison of machines"
  static let fields: [Field<ComparedMachines>] = [
    Field("machine", "the share of steps at which the machine says what the network says") {
      .number($0.rows[0].fidelity)
    },
    Field("automaton", "the same of the automaton") { .number($0.rows[1].fidelity) },
    Field("same", "whether both accept the same words; none where the machine looks at earlier steps") {
      compared in
      compared.isSame.map { .bool($0) } ?? .nothing
    },
    Field("differ", "the first word on which they differ, if any") { $0.word.map { .text($0) } ?? .nothing },
  ]

  private struct Row {
    let name: String
    let states: Int?
    let fidelity: Double
    let accuracy: Double?
  }

  private let rows: [Row]
  private let isSame: Bool?
  private let word: String?
  private let head: String

  init(_ run: Run) throws {
    let (machine, automaton) = (try run.currentMachine(), try run.currentAutomaton())
    let data = try run.currentData()
    let sequences = try run.sequences(Array(0..<data.count), layer: machine.layer)
    let states = try machine.machine.run(sequences.inputs)
    // An automaton says accepted or not.
    let said: [(name: String, states: Int?, labels: [Bool])] = [
      (
        "machine", machine.machine.states.count,
        machine.machine.labels(of: states).map { $0 == automaton.accepted }
      ),
      (
        "automaton", automaton.automaton.count,
        automaton.states(sequences.inputs).map { automaton.automaton.accepting[$0] }
      ),
      ("network", nil, sequences.labels.map { $0 == automaton.accepted }),
    ]
    let network = said[2].labels
    let truth = sequences.truth.map { $0.map { $0 == automaton.accepted } }
    func share(_ labels: [Bool], _ others: [Bool]) -> Double {
      Double(zip(labels, others).count { $0 == $1 }) / Double(max(1, labels.count))
    }
    rows = said.map { one in
      Row(
        name: one.name, states: one.states, fidelity: share(one.labels, network),
        accuracy: truth.map { share(one.labels, $0) })
    }
    let symbols = automaton.symbols
    func inputs(_ column: Int?) -> [Float] { (0..<symbols.width).map { $0 == column ? 1 : 0 } }
    let read = try machine.machine.automaton(
      symbols.alphabet, symbols: symbols.columns.map { inputs($0) }, nothing: inputs(symbols.end),
      accepted: automaton.accepted)
    let difference = read?.difference(from: automaton.automaton)
    isSame = read.map { _ in difference == nil }
    word = difference.map(symbols.text)
    head = "on \(data.name), \(network.count) steps"
  }

  var summary: String {
    let lines = rows.map { row in
      let facts = [
        row.states == nil ? nil : "says what the network says at \(percent(row.fidelity))",
        row.accuracy.map { "right at \(percent($0))" },
      ]
      return "\(row.name)\(row.states.map { " (\($0) states)" } ?? ""): "
        + facts.compactMap { $0 }.joined(separator: ", ")
    }
    let words =
      switch (isSame, word) {
      case (true, _): ["they accept the same words, of any length"]
      case (_, let word?): ["they differ on \(word), and on no shorter word"]
      default: ["the machine looks at earlier steps, so that words are not compared"]
      }
    return ([head] + lines + words).joined(separator: "\n")
  }

  var figure: (any Figure)? {
    get throws {
      let bars = rows.flatMap { row in
        (row.states == nil ? [] : [Bars.Bar("\(row.name) as the network", row.fidelity)])
          + (row.accuracy.map { [Bars.Bar("\(row.name) right", $0)] } ?? [])
      }
      return try Bars(bars, title: head)
    }
  }

  var table: Table? {
    get throws {
      try Table(
        columns: ["", "states", "as the network", "right"],
        rows: rows.map { row in
          [
            .text(row.name), row.states.map { .integer($0) } ?? .text(""), .number(row.fidelity),
            row.accuracy.map { .number($0) } ?? .text(""),
          ]
        })
    }
  }
}

import Concepts
import Figures
import Models
import Tensors

/// A machine extracted from a recurrent network: its states, and when it goes from one to another.
struct FoundMachine: Result {
  static let kind = "machine"
  static let fields: [Field<FoundMachine>] = [
    Field("count", "how many states it has") { .number(Double($0.machine.states.count)) },
    Field("states", "their names") { .list($0.machine.states.map { .text($0.name) }) },
    Field("purities", "the share of each state's class in it") {
      .list($0.machine.states.map { .number($0.purity) })
    },
    Field("initial", "the state that most sequences begin in") { .number(Double($0.machine.initial)) },
    Field("fidelity", "on sequences held out, the share of steps at which it says what the network says") {
      .number($0.extracted.fidelity.endToEnd)
    },
    Field("ceiling", "the same of the state that the network is in") {
      .number($0.extracted.fidelity.hiddenToLabel)
    },
    Field("transition", "how often a transition follows the network from its own state") {
      .number($0.extracted.fidelity.transition)
    },
  ]

  let extracted: ExtractedMachine
  private let layer: String
  private let seed: UInt64?

  private var machine: StateMachine { extracted.machine }

  init(_ extracted: ExtractedMachine, _ run: Run, seed: UInt64? = nil) throws {
    (self.extracted, self.seed) = (extracted, seed)
    layer = try run.currentModel().layers[extracted.layer].name
  }

  var summary: String {
    let fidelity = extracted.fidelity
    let head =
      "\(machine.states.count) states in layer \(layer) by k-means\(seed.map { ", seed \($0)" } ?? ""); it says what the "
      + "network says at \(percent(fidelity.endToEnd)) of \(fidelity.steps) steps held out "
      + "(ceiling \(percent(fidelity.hiddenToLabel)), always one class \(percent(fidelity.majority)))"
    let mended = extracted.mending.map { mending in
      mending.after > mending.before
        ? [
          "learned from its own runs: \(percent(mending.before)) -> \(percent(mending.after)) in cross-validation"
        ] : ["its own runs had nothing to teach it: \(percent(mending.before)) in cross-validation"]
    }
    let scanned = (extracted.scan?.entries ?? []).map { entry in
      let spread = entry.fidelities.spread { $0.endToEnd }
      return
        "k=\(entry.states): \(percent(spread?.mean ?? 0)) ± \(((spread?.deviation ?? 0) * 100).text(decimals: 1))"
        + (entry.silhouette.map { ", silhouette \($0.text(decimals: 2))" } ?? "")
    }
    let states = machine.states.enumerated().map { index, state in
      "state \(index): \(state.name), \(percent(state.purity)) of \(state.size) steps"
    }
    let starts = machine.edges(from: nil)
    let begins =
      starts.count == 1
      ? "it begins in \(machine.states[starts[0].to].name)"
      : "it begins in "
        + starts.map { edge in
          "\(machine.states[edge.to].name) (\(percent(edge.share)))"
            + (edge.rules.first.map { " where \($0)" } ?? ", by itself never")
        }.joined(separator: ", in ")
    return ([head] + scanned + (mended ?? []) + states + [begins]).joined(separator: "\n")
  }

  var figure: (any Figure)? {
    get throws {
      try StateDiagram(
        machine.states.map { .init($0.name, label: $0.label, purity: $0.purity, size: $0.size) },
        edges: machine.edges.map { .init(from: $0.from, to: $0.to, share: $0.share, rules: $0.rules) },
        classes: machine.classes, title: "states of layer \(layer)")
    }
  }

  /// A row for each way from a state to another.
  var table: Table? {
    get throws {
      try Table(
        columns: ["from", "to", "share", "steps", "rule"],
        rows: machine.edges.map { edge in
          [
            .text(edge.from.map { machine.states[$0].name } ?? "start"), .text(machine.states[edge.to].name),
            .number(edge.share),
            .integer(edge.count), .text(edge.rules.first ?? "never by itself"),
          ]
        })
    }
  }
}

func percent(_ share: Double) -> String { "\((share * 100).text(decimals: 1)) %" }

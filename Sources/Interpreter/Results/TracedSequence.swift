import Concepts
import Figures
import Tensors

/// One sequence through a machine, step by step, beside what the network says; or the same with a state forced on it.
struct TracedSequence: Result {
  static let kind = "trace"
  static let fields: [Field<TracedSequence>] = [
    Field("states", "the state after each step: [steps]") { $0.numbers($0.trace.steps.map(\.state)) },
    Field("labels", "the class of each state: [steps]") { $0.numbers($0.labels) },
    Field("network", "the class that the network says at each step: [steps]") { $0.numbers($0.network) },
    Field("class", "the class of the last state") { .number(Double($0.labels.last ?? 0)) },
    Field("agreement", "the share of steps at which both say the same") { .number($0.agreement) },
    Field("rules", "the rule that fired at each step") { .list($0.trace.steps.map { .text($0.rule) }) },
    Field("changed", "how many steps have another class than without a forced state") {
      .number(Double($0.changed))
    },
  ]

  let machine: StateMachine
  let trace: MachineTrace
  /// The same without a forced state.
  let free: MachineTrace?
  let network: [Int]
  let index: Int
  /// What was done to it, in words.
  let change: String?

  private var labels: [Int] { trace.steps.map { machine.states[$0.state].label } }
  private var agreement: Double {
    Double(zip(labels, network).count { $0 == $1 }) / Double(max(1, labels.count))
  }
  private var changed: Int {
    guard let free else { return 0 }
    return zip(labels, free.steps).count { $0 != machine.states[$1.state].label }
  }

  private func numbers(_ values: [Int]) -> Value { .tensor(Tensor([values.count], values.map { Float($0) })) }

  var summary: String {
    let end = machine.classes[labels.last ?? 0]
    let head =
      if let free, let change {
        "sample \(index), \(change): \(changed) of \(labels.count) steps have another class, the last one "
          + "\(machine.classes[machine.states[free.steps[free.steps.count - 1].state].label]) -> \(end)"
      } else {
        "sample \(index): the machine says what the network says at \(percent(agreement)) of \(labels.count) steps, "
          + "at the last one \(end)"
      }
    let changes = trace.steps.enumerated().filter { $0.offset == 0 || $0.element.state != $0.element.from }
    let lines = changes.prefix(12).map { step, entry in
      "step \(step): \(entry.from.map { "\(machine.states[$0].name) -> " } ?? "")\(machine.states[entry.state].name), "
        + entry.rule
    }
    let rest = changes.count > 12 ? ["and \(changes.count - 12) further changes"] : []
    return ([head] + lines + rest).joined(separator: "\n")
  }

  var figure: (any Figure)? {
    get throws {
      let inputs = machine.features.indices.map { feature in
        StateTimeline.Input(
          machine.features[feature].name, unit: machine.features[feature].unit,
          values: trace.steps.map { Double($0.inputs[feature]) })
      }
      var tracks = [StateTimeline.Track("network", labels: network)]
      if let free { tracks.append(.init("machine by itself", labels: free.steps.map { machine.states[$0.state].label })) }
      return try StateTimeline(
        states: trace.steps.map(\.state), names: machine.states.map(\.name), labels: machine.states.map(\.label),
        rules: trace.steps.map(\.rule), inputs: inputs, tracks: tracks, classes: machine.classes,
        title: "sample \(index)" + (change.map { ", \($0)" } ?? ""))
    }
  }

  /// A row for each step.
  var table: Table? {
    get throws {
      try Table(
        columns: ["step", "from", "state", "class", "network", "rule"] + machine.features.map(\.name),
        rows: trace.steps.enumerated().map { step, entry in
          [
            .integer(step), .text(entry.from.map { machine.states[$0].name } ?? ""),
            .text(machine.states[entry.state].name), .text(machine.classes[machine.states[entry.state].label]),
            .text(machine.classes[network[step]]), .text(entry.rule),
          ] + entry.inputs.map { .number(Double($0)) }
        })
    }
  }

  var tensor: Tensor? { Tensor([trace.steps.count], trace.steps.map { Float($0.state) }) }
}

import Concepts
import Data
import Figures
import Tensors

/// How well a machine does what its network does, rung by rung, on the current data.
struct MachineLadder: Result {
  static let kind = "fidelity"
  static let fields: [Field<MachineLadder>] = [
    Field("hidden_to_label", "the share of steps whose state has the class that the network says: the ceiling") {
      .number($0.fidelity.hiddenToLabel)
    },
    Field("transition", "the share of steps at which a transition follows the network from its own state") {
      .number($0.fidelity.transition)
    },
    Field("end_to_end", "the share of steps at which the machine, running by itself, says what the network says") {
      .number($0.fidelity.endToEnd)
    },
    Field("state_agreement", "the share of steps at which it is in the network's state") {
      .number($0.fidelity.stateAgreement)
    },
    Field("accuracy", "the share of steps at which it says what is true") { $0.optional($0.fidelity.accuracy) },
    Field("network_accuracy", "the same of the network") { $0.optional($0.fidelity.networkAccuracy) },
    Field("threshold_accuracy", "the same of the best single threshold on one input") { $0.optional($0.threshold?.accuracy) },
    Field("threshold_fidelity", "the share of steps at which that threshold says what the network says") {
      $0.optional($0.threshold?.fidelity)
    },
  ]

  private let fidelity: MachineFidelity
  private let threshold: (rule: String, fidelity: Double, accuracy: Double?)?
  private let head: String

  init(_ extracted: ExtractedMachine, _ run: Run) throws {
    let data = try run.currentData()
    let sequences = try run.sequences(Array(0..<data.count), layer: extracted.layer)
    fidelity = try extracted.machine.fidelity(sequences)
    // One question, learned from half of the sequences and asked of the others.
    let half = data.count / 2
    if half > 0 {
      let (learning, judged) = (
        sequences.choosing(Array(0..<half)), sequences.choosing(Array(half..<data.count))
      )
      func rows(_ tensor: Tensor) -> Tensor { tensor.reshaped([tensor.shape[0] * tensor.shape[1], tensor.shape[2]]) }
      let stump = try DecisionTree(
        rows(learning.inputs), labels: learning.labels, classes: extracted.machine.classes.count,
        settings: .init(depth: 1))
      let said = stump.predict(rows(judged.inputs))
      func share(_ labels: [Int]) -> Double {
        Double(zip(said, labels).count { $0 == $1 }) / Double(max(1, said.count))
      }
      let rule = stump.nodes[0].split.map { split in
        "\(extracted.machine.features[split.feature].name) > \(split.threshold.text(significant: 4))"
      }
      threshold = (rule ?? "one class", share(judged.labels), judged.truth.map(share))
    } else {
      threshold = nil
    }
    head = "\(extracted.machine.states.count) states on \(data.name), \(fidelity.steps) steps"
  }

  private func optional(_ number: Double?) -> Value { number.map { .number($0) } ?? .nothing }

  private var rungs: [(name: String, value: Double)] {
    let truth = fidelity.accuracy.map { [("machine right", $0)] } ?? []
    let network = fidelity.networkAccuracy.map { [("network right", $0)] } ?? []
    let simple = threshold.map { threshold in
      [("\(threshold.rule) as the network", threshold.fidelity)]
        + (threshold.accuracy.map { [("\(threshold.rule) right", $0)] } ?? [])
    }
    return [
      ("hidden to label", fidelity.hiddenToLabel), ("transition", fidelity.transition),
      ("end to end", fidelity.endToEnd), ("same state", fidelity.stateAgreement),
    ] + truth + network + (simple ?? []) + [("always one class", fidelity.majority)]
  }

  var summary: String {
    ([head] + rungs.map { "\($0.name): \(percent($0.value))" }).joined(separator: "\n")
  }

  var figure: (any Figure)? {
    get throws { try Bars(rungs.map { Bars.Bar($0.name, $0.value) }, title: head) }
  }

  var table: Table? {
    get throws {
      try Table(columns: ["rung", "share"], rows: rungs.map { [.text($0.name), .number($0.value)] })
    }
  }
}

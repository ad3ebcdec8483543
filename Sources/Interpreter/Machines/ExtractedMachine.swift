import Attributions
import Concepts
import Data
import Models
import Tensors

/// A state machine that was extracted from a recurrent network, and how.
struct ExtractedMachine: Codable, Hashable, Sendable {
  let machine: StateMachine
  /// How it agreed with the network, end to end, on sequences held out before it had learned from its own runs and
  /// afterwards; nil where that was not asked for.
  let mending: Mending?
  /// The other numbers of states that were looked at.
  let scan: MachineScan?
  /// On the sequences it was not made from.
  let fidelity: MachineFidelity
  let layer: Int

  struct Mending: Codable, Hashable, Sendable {
    let before: Double
    let after: Double
  }
}

extension StateMachine {
  /// The number of a state that a key names.
  func index<Content>(of reference: ConceptReference, _ key: Key<Content>) throws(ArgumentError) -> Int {
    do throws(Mistake) { return try reference.index(among: states.map(\.name), what: "state") } catch {
      throw ArgumentError(key, error)
    }
  }
}

/// What was found in a model by its data: directions of a layer, concepts learned from labels, or the states of a machine.
enum ModelFindings: Sendable {
  case directions(DiscoveredConcepts)
  case learned(LearnedConcepts)
  case machine(ExtractedMachine)
}

extension Run {
  /// The machine that was extracted last.
  func currentMachine() throws -> ExtractedMachine {
    guard case .machine(let machine) = session.findings else {
      throw Mistake.failed(
        "no machine has been extracted yet: train or load a recurrent network, then write extract concepts k=3"
      )
    }
    return machine
  }

  /// The samples with what a recurrent layer's states are in them and what the network says, step by step.
  func sequences(_ indices: [Int], layer: Int) throws -> MachineSequences {
    let (model, data) = (try currentModel(), try currentData())
    guard data.shape.rank == 2 else {
      throw Mistake.failed(
        "\(data.name) has samples of shape \(data.shape), and a machine reads sequences [steps, features]")
    }
    let samples = try data.samples(indices)
    let (states, answers) = try model.stepAnswers(
      of: layer, Inputs(samples), executor: executor, monitor: monitor)
    let rows = answers.reshaped([answers.shape[0] * answers.shape[1], answers.shape[2]])
    let steps = data.shape[0]
    let truth = data.stepLabels.map { labels in indices.flatMap { labels[$0 * steps..<($0 + 1) * steps] } }
    return try MachineSequences(
      hidden: states, inputs: data.inOwnUnits(samples, of: indices), labels: rows.rowArgmax, truth: truth)
  }

  /// The features of a step, under their names.
  func machineFeatures() throws -> [MachineFeature] {
    let data = try currentData()
    let named = data.groups.flatMap { group in group.features.map { MachineFeature($0, unit: group.unit) } }
    let count = data.shape.extents.last ?? 0
    return named.count == count ? named : (0..<count).map { MachineFeature("x\($0)") }
  }
}

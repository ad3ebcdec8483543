import Concepts
import Data
import Execution
import Models
import Tensors

/// The keys of `extract` that matter to machines.
enum MachineKeys {
  static let depth = Key(
    "depth", optional: Kind<Int>.whole(from: 1, to: 12).list,
    "how many questions a transition's tree asks; of several the best on sequences held out", otherwise: "3")
  static let mend = Key(
    "mend", optional: .flag, "whether transitions also learn from the machine's own runs", otherwise: "true")
  static let merge = Key(
    "merge", optional: .flag, "whether states of one class become one while the machine does not get worse",
    otherwise: "false")
  static let transition = Key(
    "transition", optional: .choice("transition", of: Transition.Kind.allCases.map(\.rawValue)),
    "what says which state follows: tree, logistic", otherwise: "tree")
  static let window = Key(
    "window", optional: .whole(from: 0, to: 100), "how many earlier steps a transition looks at", otherwise: "0")

  static let all: [any Parameter] = [depth, mend, merge, transition, window]
}

extension Run {
  /// Extracts a machine from the current network; sequences of a share of 0.2 are held out to judge it.
  func extractMachine(_ counts: [Int], layer: Int, seed: UInt64, _ arguments: Arguments) throws -> ExtractedMachine {
    let data = try currentData()
    let all = try sequences(Array(0..<data.count), layer: layer)
    guard let (learning, heldOut) = all.parted(seed: seed) else {
      throw Mistake.failed("\(data.name) has a single sequence: a machine is made from some and judged by others")
    }
    let model = try currentModel()
    let classes = (0..<model.classCount).map(data.shortName)
    var extraction = MachineExtraction(classes: classes, features: try machineFeatures(), states: counts[0])
    extraction.seed = seed
    extraction.window = arguments[MachineKeys.window] ?? 0
    extraction.depths = arguments[MachineKeys.depth] ?? [3]
    if let kind = arguments[MachineKeys.transition].flatMap({ Transition.Kind(rawValue: $0) }) {
      extraction.transition = kind
    }
    var scan: MachineScan?
    if counts.count > 1 {
      scan = try MachineScan(
        counts, seeds: [seed, seed + 1, seed + 2], extraction, from: learning, heldOut: heldOut,
        monitor: monitor.part(from: 0, share: 0.5))
      extraction.states = scan?.best ?? counts[0]
    }
    let rest = monitor.part(from: counts.count > 1 ? 0.5 : 0, share: counts.count > 1 ? 0.5 : 1)
    let machine: StateMachine
    var mending: ExtractedMachine.Mending?
    if arguments[MachineKeys.mend] ?? true, learning.count > 1 {
      let mended = try MachineMending(
        extraction, from: learning, merging: arguments[MachineKeys.merge] ?? false, monitor: rest)
      machine = mended.machine
      mending = .init(before: mended.before, after: mended.after)
    } else {
      machine = try extraction.machine(from: learning, monitor: rest)
    }
    return ExtractedMachine(
      machine: machine, mending: mending, scan: scan, fidelity: try machine.fidelity(heldOut), layer: layer)
  }
}

public import Execution
import Tensors

/// Makes a state machine of a recurrent network: its hidden vectors in groups, and for each group a model of what follows.
public struct MachineExtraction: Codable, Hashable, Sendable {
  /// The number of groups of hidden vectors; 3 is where the authors' examples and ours agree best with the network.
  public var states = 3
  /// How many earlier steps transitions look at beside the present one.
  public var window = 0
  public var transition = Transition.Kind.tree
  /// The depth of a transition's tree; of several that with which the machine, running by itself, agrees best with the
  /// network on sequences held out.
  public var depths = [3]
  /// The fewest steps of a leaf of a transition's tree: the more, the less is made of single steps.
  public var leafRows = 1
  /// Whether each following state weighs the same, however rare it is.
  public var balanced = false
  /// Whether hidden units are brought to the same deviation before they are grouped. They are not by default, as in the
  /// method's paper: how far a unit moves says how much the network makes of it.
  public var standardized = false
  public var seed: UInt64 = 0
  public var restarts = 10
  public var classes: [String]
  public var features: [MachineFeature]

  public init(classes: [String], features: [MachineFeature], states: Int = 3) {
    self.classes = classes
    self.features = features
    self.states = states
  }

  /// - Throws: ``LearningError``, `CancellationError`.
  public func machine(from sequences: MachineSequences, monitor: Monitor = .silent) throws -> StateMachine {
    try check(sequences)
    let share = depths.count > 1 ? 0.5 : 0
    return try chosen(sequences, monitor.part(from: 0, share: share))
      .draft(sequences, monitor.part(from: share, share: 1 - share)).machine
  }

  /// With one depth: the best of several.
  func chosen(_ sequences: MachineSequences, _ monitor: Monitor) throws -> MachineExtraction {
    var extraction = self
    if depths.count > 1, transition == .tree { extraction.depths = [try bestDepth(sequences, monitor)] }
    return extraction
  }

  func check(_ sequences: MachineSequences) throws(LearningError) {
    guard sequences.features == features.count else {
      throw .unequalCounts("feature names", features.count, "features", sequences.features)
    }
    guard !classes.isEmpty else { throw .empty("the classes") }
    for labels in [sequences.labels, sequences.truth].compactMap({ $0 }) {
      if let label = labels.first(where: { !classes.indices.contains($0) }) {
        throw .outOfRange("class", label, range: 0...classes.count - 1)
      }
    }
    if window < 0 { throw .setting("the window", Double(window), expected: "0 or more") }
    if let depth = depths.first(where: { $0 < 1 }) {
      throw .setting("the depth of a transition", Double(depth), expected: "1 or more")
    }
    if depths.isEmpty { throw .empty("the depths") }
  }

  private func bestDepth(_ sequences: MachineSequences, _ monitor: Monitor) throws -> Int {
    guard let (learning, heldOut) = sequences.parted(seed: seed) else { return depths[0] }
    var draft = try draft(learning, monitor)
    var best = (depth: depths[0], fidelity: -1.0)
    for depth in depths.sorted() {
      draft.extraction.depths = [depth]
      let fidelity = try draft.fitted(monitor.quiet).endToEnd(heldOut)
      if fidelity > best.fidelity { best = (depth, fidelity) }
    }
    return best.depth
  }

  /// The machine with what its transitions were learnt from.
  func draft(_ sequences: MachineSequences, _ monitor: Monitor) throws -> MachineDraft {
    let rows = sequences.hidden.asSteps
    guard (1...rows.shape[0]).contains(states) else {
      throw LearningError.setting("the number of states", Double(states), expected: "1 to \(rows.shape[0])")
    }
    let scale = standardized ? Standardization(rows) : nil
    let plain = StateSpace(centres: rows.rows([0]), states: [0], scale: scale)
    let groups = try KMeans(
      plain.scaled(rows), clusters: states, seed: seed, restarts: restarts,
      monitor: monitor.part(from: 0, share: 0.8))
    // Groups without any vector, as of repeated rows, are no states.
    let kept = groups.sizes.indices.filter { groups.sizes[$0] > 0 }
    let space = StateSpace(centres: groups.centres.rows(kept), states: Array(kept.indices), scale: scale)
    return try MachineDraft(self, sequences, space, monitor.part(from: 0.8, share: 0.2))
  }
}

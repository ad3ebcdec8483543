public import Execution

/// A machine that learns from its own runs, so that it finds back where it has strayed from its network.
///
/// Transitions are learnt where the network leads; running by itself the machine comes into states where the network was
/// not, and what it does there nobody has taught it. Each round lets it run over the learning sequences and adds, at each
/// step, the state that it had reached and what it read, with the state that the network was in then as the one to go to.
/// The round that agrees best end to end on sequences held out is kept, if it agrees better than the machine did.
/// Source: Ross, Gordon, Bagnell 2011 (DAgger).
public struct MachineMending: Codable, Hashable, Sendable {
  public struct Round: Codable, Hashable, Sendable {
    public let depth: Int
    public let balanced: Bool
    /// The number of steps at which the machine had strayed, all rounds together.
    public let strayed: Int
    /// The agreement end to end on the sequences held out.
    public let fidelity: Double
  }

  public let machine: StateMachine
  public let rounds: [Round]
  /// The round that was kept; nil where the machine is as it was.
  public let kept: Int?
  /// The pairs of states that were made one, by name.
  public let merges: [[String]]
  /// The agreement end to end on the sequences held out, of a machine without mending and of this one.
  public let before: Double
  public let after: Double

  /// - Parameters:
  ///   - rounds: the most rounds of each kind of transition: balanced or not, of each of the extraction's depths.
  ///   - merging: whether states of the same class become one as long as the agreement does not fall.
  /// - Throws: ``LearningError``, `CancellationError`.
  public init(
    _ extraction: MachineExtraction, from sequences: MachineSequences, rounds most: Int = 8, merging: Bool = false,
    monitor: Monitor = .silent
  ) throws {
    try extraction.check(sequences)
    guard let (learning, heldOut) = sequences.parted(seed: extraction.seed) else {
      throw LearningError.setting("the number of sequences", 1, expected: "2 or more, one of them to judge by")
    }
    let plain = try extraction.machine(from: learning, monitor: monitor.part(from: 0, share: 0.2))
    let before = try plain.endToEnd(heldOut)
    let start = try extraction.draft(learning, monitor.part(from: 0.2, share: 0.2))
    let depths = extraction.transition == .tree ? extraction.depths.sorted() : [extraction.depths[0]]
    let kinds = depths.flatMap { depth in [(depth: depth, balanced: false), (depth: depth, balanced: true)] }
    var rounds: [Round] = []
    var best: (draft: MachineDraft, fidelity: Double) = (start, before)
    var kept: Int?
    for (number, kind) in kinds.enumerated() {
      let part = monitor.part(from: 0.4 + 0.6 * Double(number) / Double(kinds.count), share: 0.6 / Double(kinds.count))
      var draft = start
      draft.extraction.depths = [kind.depth]
      draft.extraction.balanced = kind.balanced
      var (strayed, stale) = (0, 0)
      for round in 0...max(0, most) where stale < 3 {
        part.report(Monitor.Progress(fraction: Double(round) / Double(most + 1), step: "mending"))
        if round > 0 {
          let added = try draft.addRuns(of: draft.machine)
          if added == 0 { break }
          strayed += added
        }
        try draft.refit(part.quiet)
        let fidelity = try draft.machine.endToEnd(heldOut)
        if fidelity > best.fidelity {
          best = (draft, fidelity)
          kept = rounds.count
          stale = 0
        } else {
          stale += 1
        }
        rounds.append(Round(depth: kind.depth, balanced: kind.balanced, strayed: strayed, fidelity: fidelity))
      }
    }
    var merges: [[String]] = []
    while merging, let next = try Self.merged(best.draft, least: best.fidelity, heldOut, monitor) {
      merges.append(next.names)
      best = (next.draft, next.fidelity)
    }
    let isMended = kept != nil || !merges.isEmpty
    machine = isMended ? best.draft.machine : try extraction.machine(from: sequences, monitor: monitor.quiet)
    self.rounds = rounds
    self.kept = kept
    self.merges = merges
    self.before = before
    after = best.fidelity
  }

  /// The draft with two states of one class made one, whose agreement is the highest and at least `least`.
  private static func merged(
    _ draft: MachineDraft, least: Double, _ heldOut: MachineSequences, _ monitor: Monitor
  ) throws -> (draft: MachineDraft, fidelity: Double, names: [String])? {
    let states = draft.machine.states
    var best: (draft: MachineDraft, fidelity: Double, names: [String])?
    for state in states.indices {
      for other in states.indices where other > state && states[state].label == states[other].label {
        let candidate = try draft.merging(other, into: state, monitor.quiet)
        let fidelity = try candidate.machine.endToEnd(heldOut)
        if fidelity >= best?.fidelity ?? least {
          best = (candidate, fidelity, [states[state].name, states[other].name])
        }
      }
    }
    return best
  }
}

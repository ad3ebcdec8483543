public import Execution

/// A machine that learns from its own runs, so that it finds back where it has strayed from its network.
///
/// Transitions are learnt where the network leads; running by itself the machine comes into states where the network was
/// not, and what it does there nobody has taught it. Each round lets it run over the learning sequences and adds, at each
/// step, the state that it had reached and what it read, with the state that the network was in then as the one to go to.
/// How many rounds there are, and of which kind of transition, is what agrees best end to end with sequences that were held
/// out, each of them once; where nothing agrees better the machine stays as it was.
/// Source: Ross, Gordon, Bagnell 2011 (DAgger).
public struct MachineMending: Codable, Hashable, Sendable {
  public struct Round: Codable, Hashable, Sendable {
    /// How often the machine had run over the sequences before; at 0 it learnt from the network alone.
    public let number: Int
    public let depth: Int
    public let balanced: Bool
    /// The agreement end to end on the sequences held out.
    public let fidelity: Double
  }

  public let machine: StateMachine
  /// All that was tried.
  public let rounds: [Round]
  /// The round that was kept; nil where the machine is as it was.
  public let kept: Int?
  /// The pairs of states that were made one, by name.
  public let merges: [[String]]
  /// The agreement end to end on the sequences held out, without mending and with it.
  public let before: Double
  public let after: Double

  /// - Parameters:
  ///   - rounds: the most rounds of each kind of transition: balanced or not, of each of the extraction's depths.
  ///   - folds: in how many parts the sequences are held out one after another.
  ///   - merging: whether states of the same class become one as long as the agreement does not fall.
  /// - Throws: ``LearningError``, `CancellationError`.
  public init(
    _ extraction: MachineExtraction, from sequences: MachineSequences, rounds most: Int = 8, folds: Int = 5,
    merging: Bool = false, monitor: Monitor = .silent
  ) throws {
    try extraction.check(sequences)
    guard sequences.count > 1 else {
      throw LearningError.setting(
        "the number of sequences", 1, expected: "2 or more, so that one can be held out")
    }
    // The machine as it is without mending, whose groups of hidden vectors serve all parts.
    let plain = try extraction.chosen(sequences, monitor.part(from: 0, share: 0.2))
    var whole = try plain.draft(sequences, monitor.part(from: 0.2, share: 0.1))
    let start = try MendingTrial(plain, sequences, whole.space, folds: folds, monitor.quiet)
    let before = try start.fidelity()
    var best = (trial: start, fidelity: before, number: 0)
    var rounds: [Round] = []
    var kept: Int?
    let kinds = extraction.kinds
    for (index, kind) in kinds.enumerated() {
      let part = monitor.part(
        from: 0.3 + 0.6 * Double(index) / Double(kinds.count), share: 0.6 / Double(kinds.count))
      var trial = start
      var stale = 0
      for number in 0...max(0, most) where stale < 3 {
        part.report(Monitor.Progress(fraction: Double(number) / Double(most + 1), step: "mending"))
        if number == 0 { try trial.use(kind, part.quiet) } else { try trial.learnFromRuns(part.quiet) }
        let fidelity = try trial.fidelity()
        stale += 1
        if fidelity > best.fidelity {
          best = (trial, fidelity, number)
          kept = rounds.count
          stale = 0
        }
        rounds.append(
          Round(number: number, depth: kind.depths[0], balanced: kind.balanced, fidelity: fidelity))
      }
    }
    // The same for all sequences together.
    monitor.report(Monitor.Progress(fraction: 0.9, step: "mending"))
    whole.extraction = best.trial.extraction
    try whole.refit(monitor.quiet)
    for _ in 0..<best.number {
      try whole.addRuns(of: whole.machine)
      try whole.refit(monitor.quiet)
    }
    var merges: [[String]] = []
    while merging,
      let next = try best.trial.bestMerge(whole.machine.states, least: best.fidelity, monitor.quiet)
    {
      merges.append([next.state, next.other].map { whole.machine.states[$0].name })
      whole = try whole.merging(next.other, into: next.state, monitor.quiet)
      (best.trial, best.fidelity) = (next.trial, next.fidelity)
    }
    machine = whole.machine
    self.rounds = rounds
    self.kept = kept
    self.merges = merges
    self.before = before
    after = best.fidelity
  }
}

extension MachineExtraction {
  /// The kinds of transition that mending tries.
  fileprivate var kinds: [MachineExtraction] {
    let depths = transition == .tree ? depths.sorted() : [depths[0]]
    return depths.flatMap { depth in
      [false, true].map { balanced in
        var kind = self
        kind.depths = [depth]
        kind.balanced = balanced
        return kind
      }
    }
  }
}

/// One machine for each part of the sequences that is held out, judged by that part.
private struct MendingTrial {
  private var folds: [(draft: MachineDraft, heldOut: MachineSequences)]
  private(set) var extraction: MachineExtraction

  init(
    _ extraction: MachineExtraction, _ sequences: MachineSequences, _ space: StateSpace, folds: Int,
    _ monitor: Monitor
  ) throws {
    self.extraction = extraction
    self.folds = try sequences.folds(folds, seed: extraction.seed).map {
      (try MachineDraft(extraction, $0.learning, space, monitor), $0.heldOut)
    }
  }

  mutating func use(_ extraction: MachineExtraction, _ monitor: Monitor) throws {
    self.extraction = extraction
    for fold in folds.indices {
      folds[fold].draft.extraction = extraction
      try folds[fold].draft.refit(monitor)
    }
  }

  mutating func learnFromRuns(_ monitor: Monitor) throws {
    for fold in folds.indices {
      try folds[fold].draft.addRuns(of: folds[fold].draft.machine)
      try folds[fold].draft.refit(monitor)
    }
  }

  /// The share of all steps at which the machine that has not seen them says what the network says.
  func fidelity() throws -> Double {
    var (agreed, steps) = (0.0, 0)
    for (draft, heldOut) in folds {
      agreed += try draft.machine.endToEnd(heldOut) * Double(heldOut.labels.count)
      steps += heldOut.labels.count
    }
    return agreed / Double(max(1, steps))
  }

  /// The two states of one class whose union agrees best, and at least so well.
  func bestMerge(
    _ states: [StateMachine.State], least: Double, _ monitor: Monitor
  ) throws -> (trial: MendingTrial, fidelity: Double, state: Int, other: Int)? {
    var best: (trial: MendingTrial, fidelity: Double, state: Int, other: Int)?
    for state in states.indices {
      for other in states.indices where other > state && states[state].label == states[other].label {
        var trial = self
        for fold in folds.indices {
          trial.folds[fold].draft = try folds[fold].draft.merging(other, into: state, monitor)
        }
        let fidelity = try trial.fidelity()
        if fidelity >= best?.fidelity ?? least { best = (trial, fidelity, state, other) }
      }
    }
    return best
  }
}

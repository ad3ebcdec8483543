public import Execution

/// Machines with more and more states, judged by sequences that they were not made from.
public struct MachineScan: Codable, Hashable, Sendable {
  public struct Entry: Codable, Hashable, Sendable {
    public let states: Int
    /// One for each seed.
    public let fidelities: [MachineFidelity]
    /// Of the hidden vectors in the first seed's groups; nil for one group.
    public let silhouette: Double?
    /// The purity of the least pure state, the worst of all seeds.
    public let leastPurity: Double
  }

  public let entries: [Entry]
  public let seeds: [UInt64]

  /// The number of states whose mean agreement end to end is highest; of several the smallest.
  public var best: Int? {
    entries.max { left, right in
      (left.fidelities.spread { $0.endToEnd }?.mean ?? 0, right.states)
        < (right.fidelities.spread { $0.endToEnd }?.mean ?? 0, left.states)
    }?.states
  }

  /// - Throws: ``LearningError``, `CancellationError`.
  public init(
    _ counts: [Int], seeds: [UInt64], _ extraction: MachineExtraction, from sequences: MachineSequences,
    heldOut: MachineSequences, lastOnly: Bool = false, monitor: Monitor = .silent
  ) throws {
    self.seeds = seeds
    let share = 1 / Double(max(1, counts.count * seeds.count))
    var done = 0.0
    entries = try counts.map { count in
      var extraction = extraction
      extraction.states = count
      var fidelities: [MachineFidelity] = []
      var silhouette: Double?
      var leastPurity = 1.0
      for (index, seed) in seeds.enumerated() {
        extraction.seed = seed
        let machine = try extraction.machine(from: sequences, monitor: monitor.part(from: done, share: share))
        fidelities.append(try machine.fidelity(heldOut, lastOnly: lastOnly))
        leastPurity = min(leastPurity, machine.states.map(\.purity).min() ?? 1)
        if index == 0 {
          let rows = sequences.hidden.asSteps
          silhouette =
            try Silhouette(
              machine.space.scaled(rows), clusters: machine.space.states(of: rows),
              count: machine.states.count,
              monitor: monitor.quiet)?.mean
        }
        done += share
      }
      return Entry(states: count, fidelities: fidelities, silhouette: silhouette, leastPurity: leastPurity)
    }
  }
}

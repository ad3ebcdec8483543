/// How well a state machine does what its network does, from the least that can be asked to all of it. Shares of steps.
public struct MachineFidelity: Codable, Hashable, Sendable {
  /// Steps whose hidden vector lies in a state of the class that the network says: the most that any transitions can reach.
  public let hiddenToLabel: Double
  /// Steps at which the transition of the network's own state leads to the network's next state.
  public let transition: Double
  /// Steps at which the machine, running by itself, says the class that the network says.
  public let endToEnd: Double
  /// Steps at which the machine, running by itself, is in the network's state.
  public let stateAgreement: Double
  /// Steps at which the machine, running by itself, says the true class; nil where it is not known.
  public let accuracy: Double?
  /// The same for the network.
  public let networkAccuracy: Double?
  /// Steps at which the network says the class that it says most often: what knowing nothing reaches.
  public let majority: Double
  /// The number of steps that were judged.
  public let steps: Int
}

extension StateMachine {
  /// - Parameter lastOnly: whether only the last step of each sequence counts, as for a network that speaks once.
  public func fidelity(_ sequences: MachineSequences, lastOnly: Bool = false) throws -> MachineFidelity {
    let states = try states(ofHidden: sequences.hidden)
    let reached = try run(sequences.inputs)
    let followed = try follow(states, sequences.inputs)
    let steps = sequences.steps
    let judged = states.indices.filter { !lastOnly || $0 % steps == steps - 1 }
    func share(_ rows: [Int], _ condition: (Int) -> Bool) -> Double {
      Double(rows.count(where: condition)) / Double(max(1, rows.count))
    }
    var counts = [Int](repeating: 0, count: classes.count)
    for row in judged where classes.indices.contains(sequences.labels[row]) {
      counts[sequences.labels[row]] += 1
    }
    return MachineFidelity(
      hiddenToLabel: share(judged) { self.states[states[$0]].label == sequences.labels[$0] },
      transition: share(states.indices.filter { $0 % steps > 0 }) { followed[$0] == states[$0] },
      endToEnd: share(judged) { self.states[reached[$0]].label == sequences.labels[$0] },
      stateAgreement: share(judged) { reached[$0] == states[$0] },
      accuracy: sequences.truth.map { truth in share(judged) { self.states[reached[$0]].label == truth[$0] }
      },
      networkAccuracy: sequences.truth.map { truth in share(judged) { sequences.labels[$0] == truth[$0] } },
      majority: Double(counts.max() ?? 0) / Double(max(1, judged.count)), steps: judged.count)
  }

  /// The share of steps at which the machine, running by itself, says what the network says.
  func endToEnd(_ sequences: MachineSequences) throws(LearningError) -> Double {
    let said = labels(of: try run(sequences.inputs))
    return Double(zip(said, sequences.labels).count { $0 == $1 }) / Double(max(1, said.count))
  }
}

/// A number over several runs.
public struct Spread: Codable, Hashable, Sendable {
  public let mean: Double
  /// The standard deviation of the sample, with n - 1; 0 for one run.
  public let deviation: Double

  /// - Returns: nil where there is no number.
  public init?(_ numbers: [Double]) {
    guard !numbers.isEmpty else { return nil }
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    self.mean = mean
    let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    deviation = numbers.count > 1 ? (squares / Double(numbers.count - 1)).squareRoot() : 0
  }
}

extension Collection<MachineFidelity> {
  /// Mean and deviation of one rung over the runs; nil where there are none, or it is not known.
  public func spread(_ rung: (MachineFidelity) -> Double?) -> Spread? { Spread(compactMap(rung)) }
}

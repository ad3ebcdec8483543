import Execution
import Tensors

/// A machine in the making, with the examples that its transitions are learnt from.
struct MachineDraft {
  var extraction: MachineExtraction
  private(set) var machine: StateMachine
  let sequences: MachineSequences
  /// [sequences · steps, window features]
  let windows: Tensor
  /// The network's state at each step.
  private(set) var states: [Int]
  /// How often the inputs of a step were met in a state, from which they are to lead to the network's: [source][row]. What
  /// leads from no state, at first steps, is always the same.
  private var weights: [[Double]]

  /// Every step of the network is an example.
  init(
    _ extraction: MachineExtraction, _ sequences: MachineSequences, _ space: StateSpace, _ monitor: Monitor
  ) throws {
    self.extraction = extraction
    self.sequences = sequences
    windows = sequences.inputs.windows(extraction.window)
    let states = try space.states(of: sequences.hidden.asSteps)
    self.states = states
    weights = []
    machine = Self.described(extraction, sequences, space, states)
    weights = [[Double]](repeating: [Double](repeating: 0, count: states.count), count: machine.states.count)
    add(states)
    machine = try fitted(monitor)
  }

  /// The machine with transitions learnt from the examples.
  func fitted(_ monitor: Monitor) throws -> StateMachine {
    let transitions = try weights.enumerated().map { source, weights in
      monitor.report(
        Monitor.Progress(fraction: Double(source) / Double(self.weights.count), step: "transitions"))
      return try transition(weights, otherwise: source, monitor.quiet)
    }
    let firsts = states.indices.map { $0 % sequences.steps == 0 ? 1.0 : 0 }
    return machine.replacing(
      transitions, start: try transition(firsts, otherwise: machine.initial, monitor.quiet))
  }

  /// - Parameters:
  ///   - weights: how often each row is an example.
  ///   - otherwise: the state that follows where there are none.
  private func transition(_ weights: [Double], otherwise: Int, _ monitor: Monitor) throws -> Transition {
    let met = states.indices.filter { weights[$0] > 0 }
    let targets = met.map { states[$0] }
    guard let first = targets.first else { return .constant(otherwise) }
    if targets.allSatisfy({ $0 == first }) { return .constant(first) }
    let rows = windows.rows(met)
    let weights = met.map { weights[$0] }
    switch extraction.transition {
    case .tree:
      let settings = DecisionTree.Settings(
        depth: extraction.depths[0], leafRows: extraction.leafRows, balanced: extraction.balanced)
      // Questions whose answers all lead to the same state would only lengthen the rules.
      return .tree(
        try DecisionTree(
          rows, labels: targets, classes: machine.states.count, weights: weights, settings: settings,
          monitor: monitor
        ).simplified)
    case .logistic:
      let scale = Standardization(rows)
      return .logistic(
        try LogisticRegression(
          scale.scaled(rows), labels: targets, classes: machine.states.count, weights: weights,
          balanced: extraction.balanced,
          monitor: monitor), scale)
    }
  }

  /// Adds what a machine meets when it runs by itself: from the state that it has reached, to that of the network.
  mutating func addRuns(of machine: StateMachine) throws(LearningError) {
    add(try machine.run(sequences.inputs))
  }

  /// Adds every step but the first of a sequence, from the state before it.
  private mutating func add(_ reached: [Int]) {
    for row in reached.indices where row % sequences.steps > 0 { weights[reached[row - 1]][row] += 1 }
  }

  mutating func refit(_ monitor: Monitor) throws { machine = try fitted(monitor) }

  /// With state `other` made a part of `state`, and transitions learnt anew.
  func merging(_ other: Int, into state: Int, _ monitor: Monitor) throws -> MachineDraft {
    var draft = self
    draft.states = states.map { merged($0, other, into: state) }
    let added = draft.weights.remove(at: other)
    for row in added.indices { draft.weights[state][row] += added[row] }
    draft.machine = Self.described(
      extraction, sequences, machine.space.merging(other, into: state), draft.states)
    draft.machine = try draft.fitted(monitor)
    return draft
  }

  var space: StateSpace { machine.space }

  /// Everything but the transitions.
  private static func described(
    _ extraction: MachineExtraction, _ sequences: MachineSequences, _ space: StateSpace, _ states: [Int]
  ) -> StateMachine {
    let count = (space.states.max() ?? 0) + 1
    let steps = sequences.steps
    var classCounts = [[Int]](repeating: [Int](repeating: 0, count: extraction.classes.count), count: count)
    var counts = [[Int]](repeating: [Int](repeating: 0, count: count), count: count)
    var starts = [Int](repeating: 0, count: count)
    for index in states.indices {
      classCounts[states[index]][sequences.labels[index]] += 1
      if index % steps == 0 {
        starts[states[index]] += 1
      } else {
        counts[states[index - 1]][states[index]] += 1
      }
    }
    let plain = classCounts.map { row -> (name: String, label: Int, shares: [Double], size: Int) in
      let size = row.reduce(0, +)
      let label = row.indexOfLargest
      let shares = row.map { size > 0 ? Double($0) / Double(size) : 0 }
      return (shares[label] >= 0.8 ? extraction.classes[label] : "uncertain", label, shares, size)
    }
    let named = plain.enumerated().map { index, state in
      let isAlone = plain.count { $0.name == state.name } == 1
      return StateMachine.State(
        name: isAlone ? state.name : "\(state.name) \(index)", label: state.label, shares: state.shares,
        size: state.size)
    }
    return StateMachine(
      states: named, transitions: named.indices.map(Transition.constant),
      start: .constant(starts.indexOfLargest),
      starts: starts, window: extraction.window, classes: extraction.classes, features: extraction.features,
      counts: counts, space: space)
  }
}

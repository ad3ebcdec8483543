import Execution
import Tensors

/// A machine in the making, with the examples that its transitions are learnt from.
struct MachineDraft {
  /// Seen from `source`, the inputs of window `row` lead to `target`.
  struct Example: Hashable {
    let row: Int
    var source: Int
    var target: Int
  }

  var extraction: MachineExtraction
  private(set) var machine: StateMachine
  let sequences: MachineSequences
  /// [sequences · steps, window features]
  let windows: Tensor
  /// The network's state at each step.
  private(set) var states: [Int]
  var examples: [Example]

  /// Every step of the network but the first of a sequence is an example.
  init(
    _ extraction: MachineExtraction, _ sequences: MachineSequences, _ space: StateSpace, _ monitor: Monitor
  ) throws {
    self.extraction = extraction
    self.sequences = sequences
    windows = sequences.inputs.windows(extraction.window)
    let states = try space.states(of: sequences.hidden.asSteps)
    self.states = states
    examples = states.indices.filter { $0 % sequences.steps > 0 }.map {
      Example(row: $0, source: states[$0 - 1], target: states[$0])
    }
    machine = Self.described(extraction, sequences, space, states)
    machine = try fitted(monitor)
  }

  /// The machine with transitions learnt from the examples.
  func fitted(_ monitor: Monitor) throws -> StateMachine {
    var sources = [[Example]](repeating: [], count: machine.states.count)
    for example in examples { sources[example.source].append(example) }
    return machine.replacing(
      try sources.indices.map { source in
        monitor.report(Monitor.Progress(fraction: Double(source) / Double(sources.count), step: "transitions"))
        return try transition(from: source, sources[source], monitor.quiet)
      })
  }

  private func transition(from source: Int, _ examples: [Example], _ monitor: Monitor) throws -> Transition {
    guard let first = examples.first else { return .constant(source) }
    if examples.allSatisfy({ $0.target == first.target }) { return .constant(first.target) }
    let rows = windows.rows(examples.map(\.row))
    let targets = examples.map(\.target)
    switch extraction.transition {
    case .tree:
      let settings = DecisionTree.Settings(depth: extraction.depths[0], balanced: extraction.balanced)
      return .tree(
        try DecisionTree(rows, labels: targets, classes: machine.states.count, settings: settings, monitor: monitor))
    case .logistic:
      let scale = Transition.Standardization(rows)
      var scaled = rows
      for index in scaled.values.indices {
        scaled.values[index] = scale.value(scaled.values[index], index % rows.shape[1])
      }
      return .logistic(
        try LogisticRegression(
          scaled, labels: targets, classes: machine.states.count, balanced: extraction.balanced, monitor: monitor), scale)
    }
  }

  /// Adds what a machine meets when it runs by itself: from the state that it has reached, to that of the network.
  mutating func addRuns(of machine: StateMachine) throws(LearningError) {
    let reached = try machine.run(sequences.inputs)
    for row in states.indices where row % sequences.steps > 0 {
      examples.append(Example(row: row, source: reached[row - 1], target: states[row]))
    }
  }

  mutating func refit(_ monitor: Monitor) throws { machine = try fitted(monitor) }

  /// With state `other` made a part of `state`, and transitions learnt anew.
  func merging(_ other: Int, into state: Int, _ monitor: Monitor) throws -> MachineDraft {
    var draft = self
    draft.states = states.map { merged($0, other, into: state) }
    draft.examples = examples.map {
      Example(row: $0.row, source: merged($0.source, other, into: state), target: merged($0.target, other, into: state))
    }
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
    var firsts = [Int](repeating: 0, count: count)
    for index in states.indices {
      classCounts[states[index]][sequences.labels[index]] += 1
      if index % steps == 0 { firsts[states[index]] += 1 } else { counts[states[index - 1]][states[index]] += 1 }
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
      states: named, transitions: named.indices.map(Transition.constant), initial: firsts.indexOfLargest,
      window: extraction.window, classes: extraction.classes, features: extraction.features, counts: counts,
      space: space)
  }
}

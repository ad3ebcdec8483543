public import Tensors

/// A finite machine that does what a recurrent network does: states are groups of its hidden vectors, each with a class,
/// and each state says by the inputs which state follows.
///
/// Source: Kazhdan, Dimanov, Jamnik, Liò 2020, "MEME: generating RNN model explanations via model extraction".
public struct StateMachine: Codable, Hashable, Sendable {
  public struct State: Codable, Hashable, Sendable {
    /// The class, if at least 80 % of the hidden vectors have it, else `uncertain`; with its number where others have the
    /// same name.
    public let name: String
    /// The class that most of its hidden vectors have.
    public let label: Int
    /// The share of each class in its hidden vectors.
    public let shares: [Double]
    /// The number of hidden vectors.
    public let size: Int

    public var purity: Double { shares[label] }
  }

  public let states: [State]
  /// One for each state.
  public let transitions: [Transition]
  /// Which state the first step leads to, by what is read there.
  public let start: Transition
  /// In how many sequences the network was in each state after the first step.
  public let starts: [Int]
  /// How many earlier steps the transitions look at beside the present one.
  public let window: Int
  public let classes: [String]
  /// The inputs of one step.
  public let features: [MachineFeature]
  /// How often the network went from a state to another: [from][to].
  public let counts: [[Int]]
  let space: StateSpace

  /// The state in which most sequences are after their first step.
  public var initial: Int { starts.indexOfLargest }

  /// Which state is nearest to each hidden vector of [sequences, steps, units], sequence by sequence.
  public func states(ofHidden hidden: Tensor) throws -> [Int] {
    guard hidden.rank == 3, hidden.shape[2] == space.centres.shape[1] else {
      throw LearningError.shape(
        "the hidden vectors", hidden.shape, expected: "[sequences, steps, \(space.centres.shape[1])]")
    }
    return try space.states(of: hidden.asSteps)
  }

  /// A state that the machine is put into, whatever it reads.
  public struct Forced: Codable, Hashable, Sendable {
    public var state: Int
    /// The first step at which it is, and the step from which the machine goes on by itself; nil is never.
    public var from: Int
    public var until: Int?

    public init(state: Int, from: Int, until: Int? = nil) {
      self.state = state
      self.from = from
      self.until = until
    }

    func holds(at step: Int) -> Bool { step >= from && step < until ?? .max }
  }

  /// The states of the machine running by itself over [sequences, steps, features], sequence by sequence: at each step in
  /// what the transition from the state before says, at the first in what ``start`` says.
  ///
  /// - Throws: ``LearningError`` where inputs or the forced state do not fit.
  public func run(_ inputs: Tensor, forced: Forced? = nil) throws(LearningError) -> [Int] {
    try check(inputs)
    if let forced, !states.indices.contains(forced.state) {
      throw .outOfRange("state", forced.state, range: 0...states.count - 1)
    }
    let steps = inputs.shape[1]
    var result: [Int] = []
    result.reserveCapacity(inputs.shape[0] * steps)
    inputs.values.withUnsafeBufferPointer { values in
      for index in 0..<inputs.shape[0] * steps {
        let step = index % steps
        if let forced, forced.holds(at: step) {
          result.append(forced.state)
        } else {
          result.append(next(step > 0 ? result[index - 1] : nil, values, index, step))
        }
      }
    }
    return result
  }

  /// The states that follow the given ones, step by step: what the transitions say where the network leads.
  ///
  /// - Parameter states: the states at all steps, sequence by sequence.
  public func follow(_ states: [Int], _ inputs: Tensor) throws(LearningError) -> [Int] {
    try check(inputs)
    let steps = inputs.shape[1]
    guard states.count == inputs.shape[0] * steps else {
      throw .unequalCounts("states", states.count, "steps", inputs.shape[0] * steps)
    }
    return inputs.values.withUnsafeBufferPointer { values in
      states.indices.map { index in
        next(index % steps > 0 ? states[index - 1] : nil, values, index, index % steps)
      }
    }
  }

  /// The class of each state.
  public func labels(of states: [Int]) -> [Int] { states.map { self.states[$0].label } }

  /// How much each input of a state's window matters for what follows it, or for what comes first, with its name.
  public func importances(of state: Int?) -> [(feature: MachineFeature, share: Double)] {
    let features = windowFeatures
    return zip(features, transition(from: state).importances(features: features.count)).map { ($0, $1) }
  }

  /// The features of the transitions: those of the present step, then those of the step before, ...
  public var windowFeatures: [MachineFeature] {
    (0...window).flatMap { lag in features.map { $0.earlier(lag) } }
  }

  /// What leads on from a state, or into the first one.
  public func transition(from state: Int?) -> Transition { state.map { transitions[$0] } ?? start }

  private func next(_ state: Int?, _ values: UnsafeBufferPointer<Float>, _ index: Int, _ step: Int) -> Int {
    let count = features.count
    return transition(from: state).next { feature in
      values[(index - min(feature / count, step)) * count + feature % count]
    }
  }

  func check(_ inputs: Tensor) throws(LearningError) {
    guard inputs.rank == 3, inputs.shape[2] == features.count else {
      throw .shape("the inputs", inputs.shape, expected: "[sequences, steps, \(features.count)]")
    }
  }

  func replacing(_ transitions: [Transition], start: Transition) -> StateMachine {
    StateMachine(
      states: states, transitions: transitions, start: start, starts: starts, window: window,
      classes: classes,
      features: features, counts: counts, space: space)
  }
}

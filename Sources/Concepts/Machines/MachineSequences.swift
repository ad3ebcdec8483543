public import Tensors

/// What a recurrent network read, remembered and said at each step of some sequences.
public struct MachineSequences: Sendable {
  /// The hidden vectors of a recurrent layer: [sequences, steps, units].
  public let hidden: Tensor
  /// Input values as a person reads them: [sequences, steps, features].
  public let inputs: Tensor
  /// The class that the network says at each step, sequence by sequence.
  public let labels: [Int]
  /// The class that is true at each step, where that is known.
  public let truth: [Int]?

  public var count: Int { inputs.shape[0] }
  public var steps: Int { inputs.shape[1] }
  public var features: Int { inputs.shape[2] }

  /// - Throws: ``LearningError`` where the parts do not fit, or a number is not finite.
  public init(hidden: Tensor, inputs: Tensor, labels: [Int], truth: [Int]? = nil) throws(LearningError) {
    guard hidden.rank == 3 else {
      throw .shape("the hidden vectors", hidden.shape, expected: "[sequences, steps, units]")
    }
    guard inputs.rank == 3, inputs.shape[0] == hidden.shape[0], inputs.shape[1] == hidden.shape[1] else {
      throw .shape(
        "the inputs", inputs.shape,
        expected: "[\(hidden.shape[0]), \(hidden.shape[1]), features], as the hidden vectors")
    }
    guard hidden.count > 0, inputs.count > 0 else { throw .empty("the sequences") }
    try inputs.asSteps.checkAsTable("the inputs")
    try hidden.asSteps.checkAsTable("the hidden vectors")
    let steps = hidden.shape[0] * hidden.shape[1]
    for labels in [labels, truth].compactMap({ $0 }) where labels.count != steps {
      throw .unequalCounts("labels", labels.count, "steps", steps)
    }
    self.hidden = hidden
    self.inputs = inputs
    self.labels = labels
    self.truth = truth
  }

  private init(unchecked hidden: Tensor, _ inputs: Tensor, _ labels: [Int], _ truth: [Int]?) {
    self.hidden = hidden
    self.inputs = inputs
    self.labels = labels
    self.truth = truth
  }

  /// Some of the sequences, in that order.
  public func choosing(_ indices: [Int]) -> MachineSequences {
    func part(_ labels: [Int]) -> [Int] { indices.flatMap { labels[$0 * steps..<($0 + 1) * steps] } }
    return MachineSequences(
      unchecked: hidden.rows(indices), inputs.rows(indices), part(labels), truth.map(part))
  }

  /// Parts the sequences in those to learn from and those to judge by, a seeded choice of at least one.
  ///
  /// - Returns: nil where there is only one sequence.
  public func parted(heldOut share: Double = 0.2, seed: UInt64 = 0) -> (
    learning: MachineSequences, heldOut: MachineSequences
  )? {
    guard count > 1 else { return nil }
    var random = Random(seed: seed, stream: 3)
    let order = random.shuffled(0..<count)
    let held = min(count - 1, max(1, Int((share * Double(count)).rounded())))
    return (choosing(order.dropFirst(held).sorted()), choosing(order.prefix(held).sorted()))
  }

  /// Ways of parting them in which each sequence is held out once; none where there is only one.
  func folds(_ most: Int, seed: UInt64) -> [(learning: MachineSequences, heldOut: MachineSequences)] {
    let parts = CrossValidation(strata: [Int](repeating: 0, count: count), folds: most, seed: seed)
    return parts.heldOut.indices.map { (choosing(parts.learning($0)), choosing(parts.heldOut[$0])) }
  }
}

extension Tensor {
  /// Sequences as the rows of a table, one for each step.
  var asSteps: Tensor { reshaped([shape[0] * shape[1], shape[2]]) }

  /// What is known at each step of [sequences, steps, features]: the values of the step and of so many before it.
  ///
  /// Before the first step there is only the first step again.
  func windows(_ before: Int) -> Tensor {
    let (steps, features) = (shape[1], shape[2])
    if before == 0 { return asSteps }
    var rows: [Float] = []
    rows.reserveCapacity(count * (before + 1))
    for index in 0..<shape[0] * steps {
      let step = index % steps
      for lag in 0...before {
        let first = (index - min(lag, step)) * features
        rows += values[first..<first + features]
      }
    }
    return Tensor([shape[0] * steps, (before + 1) * features], rows)
  }
}

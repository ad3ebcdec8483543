public import Programs
public import Tensors

/// A recurrent layer over the steps of a sequence: a plain one, a GRU or an LSTM, in one direction or both.
///
/// A sample is [steps, features]; the hidden states are [steps, directions, units], of which the last ones are
/// [directions, units]. With a second operand, a number for each sample, steps from that one on are no part of it:
/// the state stays as it is, and hidden states are 0.
public struct Recurrence: Operation {
  public enum Direction: Hashable, Sendable {
    case forward, backward
  }

  /// What is handed on.
  public enum Output: Hashable, Sendable {
    /// The hidden state at each step.
    case states
    /// That after the last step, in the order of the direction.
    case last
    /// What an LSTM remembers after the last step.
    case memory
  }

  public let cell: RecurrentCell
  public let directions: [Direction]
  public let output: Output
  /// Whether the units of both directions lie behind each other on one axis.
  public let isJoined: Bool
  /// W, [directions, gates · units, features], gates in ONNX's order.
  public let weights: Constant
  /// R, [directions, gates · units, units].
  public let recurrent: Constant
  /// The biases of W, then those of R: [directions, 2 · gates · units].
  public let bias: Constant?

  public var kind: LayerKind { .recurrence }
  public var parameters: [Constant] { [weights, recurrent] + (bias.map { [$0] } ?? []) }

  public var units: Int { recurrent.shape[2] }

  public init(
    cell: RecurrentCell, directions: [Direction] = [.forward], output: Output = .states,
    isJoined: Bool = true,
    weights: Constant, recurrent: Constant, bias: Constant?
  ) {
    (self.cell, self.directions, self.output, self.isJoined) = (cell, directions, output, isJoined)
    (self.weights, self.recurrent, self.bias) = (weights, recurrent, bias)
  }

  /// The same layer with its directions on one axis.
  var joined: Recurrence {
    Recurrence(
      cell: cell, directions: directions, output: output, weights: weights, recurrent: recurrent, bias: bias)
  }

  public func forward(_ operands: [Term]) -> Term {
    let x = operands[0]
    let lengths = operands.count > 1 ? operands[1].reshaped([1, 1]) : nil
    let passes = directions.indices.map { pass($0, x, lengths) }
    let steps = output == .states ? x.shape[0] : 1
    let both = Term.concatenated(passes.map { $0.reshaped([steps, 1, units]) }, axis: 1)
    let shape: [Int] = isJoined ? [directions.count * units] : [directions.count, units]
    return both.reshaped(Shape((output == .states ? [steps] : []) + shape))
  }

  /// One direction: [steps, units], or [1, units] of the last step.
  private func pass(_ index: Int, _ x: Term, _ lengths: Term?) -> Term {
    let builder = x.builder
    let (steps, size) = (x.shape[0], cell.gates * units)
    func own(_ constant: Constant, _ shape: Shape) -> Term {
      builder.constant(constant).sliced(
        constant.shape.extents.enumerated().map { .init(start: $0 == 0 ? index : 0, count: $0 == 0 ? 1 : $1) }
      ).reshaped(shape)
    }
    let matrix = own(recurrent, [size, units])
    let biases = self.bias.map { own($0, [2, size]) }
    func biasRow(_ row: Int) -> Term? {
      biases?.sliced([.init(start: row, count: 1), .init(start: 0, count: size)]).reshaped([size])
    }
    var inputs = x.matmul(own(weights, [size, x.shape[1]]), transposeRight: true)
    var stateBias = biasRow(1)
    if var bias = biasRow(0) {
      if cell.addsBiases {
        bias = stateBias.map { bias + $0 } ?? bias
        stateBias = nil
      }
      inputs = inputs + bias.reshaped([1, size])
    }
    let nothing = builder.fill(0, [1, units])
    var state = RecurrentCell.State(hidden: nothing, memory: nothing)
    var hidden = [Term](repeating: nothing, count: steps)
    let order = directions[index] == .forward ? Array(0..<steps) : Array((0..<steps).reversed())
    for step in order {
      let input = inputs.sliced([.init(start: step, count: 1), .init(start: 0, count: size)])
      let next = cell.step(input, state, recurrent: matrix, bias: stateBias)
      guard let lengths else {
        state = next
        hidden[step] = state.hidden
        continue
      }
      let counts = lengths.combined(.greater, builder.fill(Double(step)))
      hidden[step] = counts * next.hidden
      state.hidden = counts.select(next.hidden, state.hidden)
      state.memory = counts.select(next.memory, state.memory)
    }
    return switch output {
    case .states: Term.concatenated(hidden, axis: 0)
    case .last: state.hidden
    case .memory: state.memory
    }
  }
}

extension Recurrence: TrainableOperation {
  public var learnedCount: Int { parameters.count }

  public func with(_ parameters: [Constant]) -> any Operation {
    Recurrence(
      cell: cell, directions: directions, output: output, isJoined: isJoined, weights: parameters[0],
      recurrent: parameters[1], bias: parameters.count > 2 ? parameters[2] : nil)
  }

  /// All numbers from -1/√units to 1/√units, as in PyTorch.
  public func untrained(seed: UInt64, stream: UInt64) -> [Tensor] {
    let bound = 1 / Float(max(1, units)).squareRoot()
    return parameters.enumerated().map { index, parameter in
      Tensor(
        parameter.shape,
        Random.uniform(parameter.shape.count, within: bound, seed: seed, stream: stream + UInt64(index)))
    }
  }
}

extension Recurrence {
  /// Such a node has several results; see ``parts(_:)``.
  static func read(_ node: Node) throws(ImportError) -> Piece {
    throw node.refusal("hands on nothing")
  }
}

import Programs
import Tensors

/// What a recurrent layer computes at one step from the input and its state, in the order of gates that ONNX has.
public enum RecurrentCell: Hashable, Sendable {
  /// h' = f(W x + R h + b). Elman 1990.
  case plain(Function)
  /// z, r = σ(W x + R h + b); n = tanh(W x + r ⊙ (R h + b) + b), or R (r ⊙ h) where `resetsFirst`;
  /// h' = (1 - z) ⊙ n + z ⊙ h. Cho et al. 2014.
  case gru(resetsFirst: Bool)
  /// i, o, f = σ(W x + R h + b), g = tanh(W x + R h + b); c' = f ⊙ c + i ⊙ g; h' = o ⊙ tanh(c').
  /// Hochreiter and Schmidhuber 1997, with the gate to forget of Gers et al. 2000.
  case lstm

  /// What follows the sum in a plain cell.
  public enum Function: String, Hashable, Sendable, CaseIterable {
    case tanh, relu, sigmoid

    var activation: any Operation {
      switch self {
      case .tanh: Activation.tanh
      case .relu: Relu()
      case .sigmoid: Activation.sigmoid
      }
    }
  }

  /// How many sums of inputs and state there are for each unit.
  var gates: Int {
    switch self {
    case .plain: 1
    case .gru: 3
    case .lstm: 4
    }
  }

  /// The place of the sum that carries the signal, not a gate.
  var candidate: Int {
    switch self {
    case .plain: 0
    case .gru: 2
    case .lstm: 3
    }
  }

  /// Whether the biases of inputs and of states only enter as their sum.
  var addsBiases: Bool { self != .gru(resetsFirst: false) }

  /// ONNX's operator.
  var operatorName: String {
    switch self {
    case .plain: "RNN"
    case .gru: "GRU"
    case .lstm: "LSTM"
    }
  }

  /// What passes from step to step; only an LSTM's memory is apart from its output.
  struct State {
    /// [1, units]
    var hidden: Term
    var memory: Term
  }

  /// One step.
  ///
  /// - Parameters:
  ///   - input: W x + b for all gates, [1, gates · units].
  ///   - recurrent: R, [gates · units, units], and its bias [gates · units] where that is not in `input`.
  func step(_ input: Term, _ state: State, recurrent: Term, bias: Term?) -> State {
    let units = state.hidden.shape[1]
    func part(_ term: Term, _ gates: Range<Int>) -> Term {
      term.sliced([
        .init(start: 0, count: term.shape[0]),
        .init(start: gates.lowerBound * units, count: gates.count * units),
      ])
    }
    func product(_ state: Term, _ rows: Range<Int>) -> Term {
      let all = rows.lowerBound == 0 && rows.count == gates
      let matrix =
        all
        ? recurrent
        : recurrent.sliced([
          .init(start: rows.lowerBound * units, count: rows.count * units), .init(start: 0, count: units),
        ])
      let z = state.matmul(matrix, transposeRight: true)
      guard let bias else { return z }
      let own = bias.sliced([.init(start: rows.lowerBound * units, count: rows.count * units)])
      return z + own.reshaped([1, rows.count * units])
    }
    /// Gates apart from each other: all that follows their sums is then one pass over memory.
    func sum(_ gate: Int, _ fed: Term) -> Term { part(input, gate..<gate + 1) + part(fed, gate..<gate + 1) }
    switch self {
    case .plain(let function):
      let h = function.activation.forward([input + product(state.hidden, 0..<1)])
      return State(hidden: h, memory: h)
    case .gru(let resetsFirst):
      let h = state.hidden
      let update: Term
      let candidate: Term
      if resetsFirst {
        let fed = product(h, 0..<2)
        update = sum(0, fed).sigmoid
        candidate = (part(input, 2..<3) + product(sum(1, fed).sigmoid * h, 2..<3)).tanh
      } else {
        let fed = product(h, 0..<3)
        update = sum(0, fed).sigmoid
        candidate = (part(input, 2..<3) + sum(1, fed).sigmoid * part(fed, 2..<3)).tanh
      }
      let next = candidate + update * (h - candidate)
      return State(hidden: next, memory: next)
    case .lstm:
      let fed = product(state.hidden, 0..<4)
      let (enters, leaves, keeps) = (sum(0, fed).sigmoid, sum(1, fed).sigmoid, sum(2, fed).sigmoid)
      let memory = keeps * state.memory + enters * sum(3, fed).tanh
      return State(hidden: leaves * memory.tanh, memory: memory)
    }
  }
}

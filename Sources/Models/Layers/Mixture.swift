import Programs
import Tensors

/// The operands of an elementwise operation, of which some are constants.
struct Mixture: Sendable {
  /// A constant, or nil for the next signal.
  let pieces: [Constant?]

  var parameters: [Constant] { pieces.compactMap(\.self) }

  /// Whether the constants are whole numbers.
  var areWhole: Bool { parameters.allSatisfy { $0.tensor.values.allSatisfy { $0.rounded() == $0 } } }

  /// All operands in their order.
  func terms(_ signals: [Term]) -> [Term] {
    let builder = signals[0].builder
    var signals = signals.makeIterator()
    return pieces.compactMap { piece in piece.map(builder.constant) ?? signals.next() }
  }
}

extension Mixture {
  /// The node's operands, those that are signals, and the batch axis of what they make together.
  static func read(_ node: Node) throws(ImportError) -> (Mixture, signals: [Signal], batch: Int) {
    var signals: [Signal] = []
    for case .signal(let signal) in node.operands { signals.append(signal) }
    guard let first = signals.first else { throw node.refusal("can't compute with the batch size here") }
    var rank = first.rank
    var pieces: [Constant?] = []
    for position in node.operands.indices {
      switch try node.operand(position) {
      case .signal(let signal):
        _ = try node.commonBatch(first, signal)
        rank = max(rank, signal.rank)
        pieces.append(nil)
      case .literal(let literal):
        rank = max(rank, literal.shape.count)
        pieces.append(try node.besideSignal(literal, of: position, first).0)
      }
    }
    return (Mixture(pieces: pieces), signals, first.batch + rank - first.rank)
  }

  /// Writes the operands as values of the same number of axes.
  func write(_ graph: inout GraphWriter) -> [String] {
    let rank = (graph.operands.map(\.shape.rank) + parameters.map(\.shape.rank)).max() ?? 0
    var signal = 0
    var values: [String] = []
    for (position, piece) in pieces.enumerated() {
      if let piece {
        values.append(graph.constant(piece.tensor, "constant\(position)"))
      } else {
        values.append(graph.operand(signal, rank: rank))
        signal += 1
      }
    }
    return values
  }
}

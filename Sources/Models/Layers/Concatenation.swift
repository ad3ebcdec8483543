import ONNX
public import Programs
import Tensors

/// Signals, and constants between them, joined along an axis.
public struct Concatenation: Operation {
  public let axis: Int
  /// What is joined, in order: a constant, or nil for the next signal.
  let pieces: [Constant?]

  public var kind: LayerKind { .arrangement }
  public var parameters: [Constant] { pieces.compactMap(\.self) }

  public func forward(_ operands: [Term]) -> Term {
    var signals = operands.makeIterator()
    let terms = pieces.compactMap { piece in
      piece.map { operands[0].builder.constant($0) } ?? signals.next()
    }
    return .concatenated(terms, axis: axis)
  }
}

extension Concatenation {
  static func read(_ node: Node) throws(ImportError) -> Piece {
    var signals: [Signal] = []
    for case .signal(let signal) in node.operands { signals.append(signal) }
    guard let first = signals.first else {
      throw node.refusal("joins the batch size with other kinds of numbers")
    }
    let axis = try node.axis(node.integer("axis", 0), of: first)
    var pieces: [Constant?] = []
    for position in node.operands.indices {
      switch try node.operand(position) {
      case .signal(let signal):
        try node.require(
          signal.rank == first.rank && signal.batch == first.batch && signal.folding == first.folding,
          "joins signals whose batch axes differ")
        pieces.append(nil)
      case .literal(let literal):
        try node.require(literal.shape.count == first.rank, "joins tensors of different ranks")
        pieces.append(try node.besideSignal(literal, of: position, first).0)
      }
    }
    return Piece(operation: Concatenation(axis: axis, pieces: pieces), operands: signals, batch: first.batch)
  }

  /// Other programs join only what has as many samples: constants are repeated for each of them, by a layer of its
  /// own.
  public func write(_ graph: inout GraphWriter) -> String {
    var signals = graph.operands.map(\.value).makeIterator()
    let values = pieces.enumerated().compactMap { position, piece in
      piece.map { graph.repeated($0.tensor, "constant\(position)") } ?? signals.next()
    }
    return graph.node("Concat", values, ["axis": .integer(axis + 1)])
  }

  static func fold(_ node: Node) throws(ImportError) -> Literal? {
    var literals: [Literal] = []
    for position in node.operands.indices { literals.append(try node.literal(position)) }
    guard let first = literals.first else { return nil }
    let axis = try node.axis(node.integer("axis", 0), rank: first.shape.count)
    var shape = first.shape
    shape[axis] = 0
    let batch = literals.lazy.compactMap(\.batch).first
    try node.require(
      axis != batch && literals.allSatisfy { $0.batch == batch || $0.batch == nil }, "joins samples")
    for literal in literals {
      var others = literal.shape
      try node.require(others.count == shape.count, "joins constants of different ranks")
      shape[axis] += others[axis]
      others[axis] = shape[axis]
      try node.require(others == shape, "joins constants of different shapes")
    }
    try node.requireSize(shape)
    return joined(literals, axis: axis, shape: shape)?.varying(along: batch)
  }

  private static func joined(_ literals: [Literal], axis: Int, shape: [Int]) -> Literal? {
    let outer = shape[..<axis].reduce(1, *)
    /// The values of each literal in turn, for each position in front of the axis.
    func join<Number>(_ values: [[Number]]) -> [Number] {
      (0..<outer).flatMap { position in
        values.flatMap { $0[(position * ($0.count / outer))..<((position + 1) * ($0.count / outer))] }
      }
    }
    let entries = literals.compactMap { if case .entries(let entries) = $0.values { entries } else { nil } }
    if entries.count == literals.count {
      return Literal(name: "", shape: shape, values: .entries(join(entries)))
    }
    let floats = literals.compactMap(\.floats)
    return floats.count == literals.count
      ? Literal(name: "", shape: shape, values: .floats(join(floats))) : nil
  }
}

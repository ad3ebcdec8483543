import Programs
import Tensors

/// The triangle of a matrix above or below a diagonal, zeros elsewhere: what a causal mask is made from.
enum Trilu {
  /// A signal is multiplied by a triangle of ones.
  static func read(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.signal(0)
    try node.require(
      x.batch < x.rank - 2 && x.shape.rank >= 2, "needs a matrix for each sample in its last two axes")
    let shape = Array(x.shape.extents.suffix(2))
    let kept = try kept(node, shape).map { $0 ? Float(1) : 0 }
    let triangle = Constant(Tensor(Shape(shape), kept), name: "triangle")
    let operands = Mixture(pieces: [triangle, nil, Constant(Tensor(Float(0)), name: "zero")])
    return Piece(operation: Selection(operands: operands), operands: [x], batch: x.batch, content: x.content)
  }

  static func fold(_ node: Node) throws(ImportError) -> Literal? {
    let literal = try node.literal(0)
    let rank = literal.shape.count
    try node.require(rank >= 2, "needs an operand of at least two axes")
    let kept = try kept(node, Array(literal.shape.suffix(2)))
    guard !kept.isEmpty else { return literal }
    let values: Literal.Values
    func masked<Number>(_ numbers: [Number], _ zero: Number) -> [Number] {
      numbers.enumerated().map { kept[$0 % kept.count] ? $1 : zero }
    }
    switch literal.values {
    case .entries(let entries): values = .entries(masked(entries, .number(0)))
    case .booleans(let truths): values = .booleans(masked(truths, false))
    case .floats, .weights: values = .floats(masked(literal.floats ?? [], 0))
    }
    return Literal(name: literal.name, shape: literal.shape, values: values, batch: literal.batch)
  }

  private static func kept(_ node: Node, _ shape: [Int]) throws(ImportError) -> [Bool] {
    let isUpper = node.integer("upper", 1) != 0
    let diagonal = try node.optionalLiteral(1)?.integers?.first ?? 0
    return (0..<shape[0]).flatMap { row in
      (0..<shape[1]).map { isUpper ? $0 - row >= diagonal : $0 - row <= diagonal }
    }
  }
}

public import Programs
import Tensors

/// The matrix product of two signals, or of a constant and a signal, over the last two axes.
public struct MatrixProduct: Operation {
  /// A constant operand and whether it is the left one.
  let constant: (value: Constant, isLeft: Bool)?

  public var kind: LayerKind { constant == nil ? .product : .scaling }
  public var parameters: [Constant] { constant.map { [$0.value] } ?? [] }

  public func forward(_ operands: [Term]) -> Term {
    let x = operands[0]
    guard let constant else { return x.matmul(operands[1]) }
    let c = x.builder.constant(constant.value)
    return constant.isLeft ? c.matmul(x) : x.matmul(c)
  }
}

extension MatrixProduct {
  public func write(_ graph: inout GraphWriter) -> String {
    let rank = (graph.operands.map(\.shape.rank) + parameters.map(\.shape.rank)).max() ?? 0
    let x = graph.operand(0, rank: rank)
    guard let constant else { return graph.node("MatMul", [x, graph.operand(1, rank: rank)]) }
    // A matrix on the right, without an axis for the batch, would be read as a dense layer.
    let tensor = constant.value.tensor
    let isMatrix = tensor.rank == 2 && !constant.isLeft
    let c = graph.constant(isMatrix ? tensor.reshaped([1] + tensor.shape) : tensor, "constant")
    return graph.node("MatMul", constant.isLeft ? [c, x] : [x, c])
  }

  /// A product with a constant matrix on the right is a dense layer.
  static func read(_ node: Node) throws(ImportError) -> Piece {
    switch (try node.operand(0), try node.operand(1)) {
    case (.signal(let x), .literal(let literal)) where literal.shape.count == 2:
      let weights = try node.weights(1)
      try node.require(x.batch < x.rank - 1, "multiplies across samples")
      try node.require(
        x.shape.extents.last == weights.shape[0],
        "has weights of \(weights.shape), but reads \(x.shape.extents.last ?? 1) features")
      let linear =
        literal.turned.map { Linear(weights: $0, bias: nil, outputAxis: 0) }
        ?? Linear(weights: weights, bias: nil, outputAxis: 1)
      return Piece(operation: linear, operands: [x], batch: x.batch)

    case (.signal(let x), .literal(let literal)):
      let (constant, batch) = try node.besideSignal(literal, of: 1, x)
      try node.require(
        min(x.shape.rank, constant.shape.rank) >= 2 && batch < max(x.rank, literal.shape.count) - 2,
        "multiplies across samples")
      return Piece(operation: MatrixProduct(constant: (constant, false)), operands: [x], batch: batch)

    case (.literal(let literal), .signal(let x)):
      let (constant, batch) = try node.besideSignal(literal, of: 0, x)
      try node.require(
        min(x.shape.rank, constant.shape.rank) >= 2 && batch < max(x.rank, literal.shape.count) - 2,
        "multiplies across samples")
      return Piece(operation: MatrixProduct(constant: (constant, true)), operands: [x], batch: batch)

    case (.signal(let x), .signal(let y)):
      let batch = try node.commonBatch(x, y)
      try node.require(
        min(x.shape.rank, y.shape.rank) >= 2 && batch < max(x.rank, y.rank) - 2,
        "multiplies across samples")
      return Piece(operation: MatrixProduct(constant: nil), operands: [x, y], batch: batch)

    case (.literal, .literal):
      throw node.refusal("multiplies constants only: let the exporter fold constants")
    }
  }

  /// A product of constants, such as the angles of rotary position embeddings.
  static func fold(_ node: Node) throws(ImportError) -> Literal? {
    let (x, y) = (try node.literal(0), try node.literal(1))
    let rank = x.shape.count
    guard rank >= 2, y.shape.count == rank, let left = x.floats, let right = y.floats else { return nil }
    let front = try node.broadcastShape(Array(x.shape.dropLast(2)), Array(y.shape.dropLast(2)))
    let (rows, depth, columns) = (x.shape[rank - 2], x.shape[rank - 1], y.shape[rank - 1])
    try node.require(y.shape[rank - 2] == depth, "can't multiply \(x.shape) and \(y.shape)")
    try node.requireSize(front + [rows, columns])
    func starts(_ literal: Literal) -> [Int] {
      let strides = front.indices.map { literal.shape[$0] == 1 ? 0 : literal.strides[$0] }
      return Literal.positions(front, strides: strides)
    }
    var values: [Float] = []
    for (a, b) in zip(starts(x), starts(y)) {
      for row in 0..<rows {
        for column in 0..<columns {
          values.append(
            (0..<depth).reduce(Float(0)) {
              $0 + left[a + row * depth + $1] * right[b + $1 * columns + column]
            })
        }
      }
    }
    return Literal(
      name: "", shape: front + [rows, columns], values: .floats(values), batch: x.batch ?? y.batch)
  }
}

import ONNX
public import Programs
import Tensors

/// Axes in another order.
public struct Transposition: Operation {
  /// Axis i of the output is axis `order[i]` of the operand.
  public let order: [Int]

  public var kind: LayerKind { .arrangement }

  public func forward(_ operands: [Term]) -> Term { operands[0].transposed(order) }
}

extension Transposition {
  /// What only moves the batch axis moves nothing of a sample.
  static func movingNothing(_ node: Node) throws(ImportError) -> Signal? {
    guard node.message.operation == "Transpose", case .signal(let x) = node.operands.first ?? nil, !x.isFolded
    else { return nil }
    let order = try order(node, rank: x.rank)
    guard order.filter({ $0 != x.batch }) == (0..<x.rank).filter({ $0 != x.batch }) else { return nil }
    return Signal(
      operand: x.operand, shape: x.shape, batch: order.firstIndex(of: x.batch) ?? 0, content: x.content,
      isInteger: x.isInteger)
  }

  static func read(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.signal(0)
    let order = try order(node, rank: x.rank)
    return Piece(
      operation: Transposition(
        order: order.compactMap { $0 == x.batch ? (x.isFolded ? x.batch : nil) : x.axis($0) }),
      operands: [x],
      batch: order.firstIndex(of: x.batch) ?? 0)
  }

  public func write(_ graph: inout GraphWriter) -> String {
    graph.node("Transpose", [graph.operands[0].value], ["perm": .integers([0] + order.map { $0 + 1 })])
  }

  static func fold(_ node: Node) throws(ImportError) -> Literal? {
    let literal = try node.literal(0)
    let order = try order(node, rank: literal.shape.count)
    if order == Array(0..<order.count) { return literal }
    if case .weights(let matrix) = literal.values, order == [1, 0] { return turning(matrix, literal.name) }
    let shape = order.map { literal.shape[$0] }
    let strides = order.map { literal.strides[$0] }
    return literal.picking(
      Literal.positions(shape, strides: strides), shape: shape, batch: literal.batch.flatMap(order.firstIndex)
    )
  }

  /// The transpose of a matrix of weights, made when it is first read: a dense layer takes the matrix itself.
  private static func turning(_ matrix: Constant, _ name: String) -> Literal {
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    let transpose = Constant([columns, rows], name: name) {
      let values = matrix.tensor.values
      return (0..<rows * columns).map { values[$0 % rows * columns + $0 / rows] }
    }
    var literal = Literal(name: name, shape: [columns, rows], values: .weights(transpose))
    literal.turned = matrix
    return literal
  }

  private static func order(_ node: Node, rank: Int) throws(ImportError) -> [Int] {
    let order = node.integers("perm") ?? (0..<rank).reversed()
    try node.require(order.sorted() == Array(0..<rank), "has an order of axes \(order) for \(rank) axes")
    return order
  }
}

public import Programs
import Tensors

/// The sum over axes: a sum of as many branches as they have entries.
public struct Total: Operation {
  public let axes: [Int]
  /// The output's shape: without the axes, or with extent 1 there.
  let shape: Shape

  public var kind: LayerKind { .sum }

  public func forward(_ operands: [Term]) -> Term {
    operands[0].sum(axes).reshaped(shape)
  }

  static func read(_ node: Node) throws(ImportError) -> Piece {
    let reduction = try Reduction(node, axesAreOperandsFrom: 13)
    let operation = Total(axes: reduction.axes, shape: reduction.shape)
    return Piece(operation: operation, operands: [reduction.operand], batch: reduction.batch)
  }
}

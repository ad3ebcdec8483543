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
    return Piece(
      operation: operation, operands: [reduction.operand], batch: reduction.batch,
      content: reduction.operand.content == .numbers ? .numbers : .wholeNumbers)
  }

  /// A sum over no axes is new in opset 13.
  public var opsets: ClosedRange<Int> {
    axes.isEmpty ? 13...GraphWriter.opsets.upperBound : GraphWriter.opsets
  }

  public func write(_ graph: inout GraphWriter) -> String {
    Reduction.write("ReduceSum", axes, shape, axesAreOperandsFrom: 13, &graph)
  }
}

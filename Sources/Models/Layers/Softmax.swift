import ONNX
public import Programs
import Tensors

/// exp(x) / Σ exp(x) over axes, or its logarithm.
public struct Softmax: Operation {
  public let axes: [Int]
  public let isLogarithm: Bool
  /// Whether no other axis follows.
  let areLast: Bool

  init(axes: [Int], isLogarithm: Bool, areLast: Bool) {
    (self.axes, self.isLogarithm, self.areLast) = (axes, isLogarithm, areLast)
  }

  /// - Parameter axis: the last one.
  public init(axis: Int) { self.init(axes: [axis], isLogarithm: false, areLast: true) }

  public var kind: LayerKind { .softmax }

  public func forward(_ operands: [Term]) -> Term {
    // The largest entry is taken off first, so that no exponential overflows; the result does not depend on
    // it.
    let x = operands[0] - operands[0].maximum(axes).detached
    return isLogarithm ? x - x.exp.sum(axes).log : x.exp / x.exp.sum(axes)
  }
}

extension Softmax {
  static func read(_ node: Node) throws(ImportError) -> Piece { try read(node, isLogarithm: false) }
  static func logarithm(_ node: Node) throws(ImportError) -> Piece { try read(node, isLogarithm: true) }

  /// Before opset 13 the operator works over all axes from the given one on.
  private static func read(_ node: Node, isLogarithm: Bool) throws(ImportError) -> Piece {
    let x = try node.signal(0)
    let first = try node.axis(node.integer("axis", node.opset < 13 ? 1 : -1), rank: x.rank)
    var axes: [Int] = []
    for axis in first..<(node.opset < 13 ? x.rank : first + 1) { axes.append(try node.axis(axis, of: x)) }
    let operation = Softmax(axes: axes, isLogarithm: isLogarithm, areLast: axes.last == x.shape.rank - 1)
    return Piece(operation: operation, operands: [x], batch: x.batch)
  }

  /// Only before opset 13 is there a softmax over several axes, and only since then one over an axis that others
  /// follow.
  public var opsets: ClosedRange<Int> {
    let all = GraphWriter.opsets
    return axes.count > 1 ? all.lowerBound...12 : areLast ? all : 13...all.upperBound
  }

  public func write(_ graph: inout GraphWriter) -> String {
    graph.node(
      isLogarithm ? "LogSoftmax" : "Softmax", [graph.operands[0].value],
      ["axis": .integer((axes.first ?? 0) + 1)])
  }
}

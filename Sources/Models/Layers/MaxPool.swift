public import Programs
import Tensors

/// The largest entry of each window.
public struct MaxPool: Operation {
  public let window: Window

  public var kind: LayerKind { .maxPool }

  public func forward(_ operands: [Term]) -> Term {
    operands[0].asImage.maxPool(window).asImage(ofRank: operands[0].shape.rank)
  }

  static func read(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.batchFirst(0, ranks: 2...3)
    let window = try node.window(
      kernel: node.integers("kernel_shape") ?? [], over: Array(x.shape.extents[1...]),
      roundsUp: node.integer("ceil_mode", 0) != 0)
    return Piece(operation: MaxPool(window: window), operands: [x], batch: 0)
  }

  public func write(_ graph: inout GraphWriter) -> String {
    let x = graph.operands[0]
    return graph.node("MaxPool", [x.value], window.attributes(spatialRank: x.shape.rank - 1))
  }
}

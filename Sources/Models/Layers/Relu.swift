public import Programs

/// max(x, 0)
public struct Relu: Operation {
  public init() {}

  public var kind: LayerKind { .relu }

  public func forward(_ operands: [Term]) -> Term { operands[0].positive }

  static func read(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.signal(0)
    return Piece(operation: Relu(), operands: [x], batch: x.batch)
  }

  public func write(_ graph: inout GraphWriter) -> String { graph.node("Relu", [graph.operands[0].value]) }
}

public import Programs
public import Tensors

/// Entries repeated along axes of extent 1.
public struct Expansion: Operation {
  public let shape: Shape

  public var kind: LayerKind { .arrangement }

  public func forward(_ operands: [Term]) -> Term { operands[0].broadcast(to: shape) }
}

extension Expansion {
  static func read(_ node: Node) throws(ImportError) -> Piece {
    if case .literal(let literal) = try node.operand(0) { return try Repeated.expanding(literal, node) }
    let x = try node.signal(0)
    let target = try target(node)
    let rank = max(target.count, x.rank)
    let batch = x.batch + rank - x.rank
    var extents = [Int](repeating: 1, count: rank - target.count)
    for (position, entry) in target.enumerated() {
      let isBatch = rank - target.count + position == batch
      switch entry {
      case .number(let number) where isBatch:
        try node.require(
          number == 1 || number == node.samples,
          "repeats the batch axis")
      case .number(let number): extents.append(number)
      case .batch: try node.require(isBatch, "repeats entries once for each sample")
      }
    }
    // Axes that the target does not name keep their place in front; the batch is among them or was just left
    // out.
    if rank - target.count > batch { extents.removeFirst() }
    let shape = try node.broadcastShape(x.shape.extents, extents)
    try node.requireSize(shape, atMost: Importer.largestSignal)
    return Piece(operation: Expansion(shape: Shape(shape)), operands: [x], batch: batch)
  }

  public func write(_ graph: inout GraphWriter) -> String {
    let target = graph.constant([1] + shape.extents, "shape")
    return graph.node("Expand", [graph.operand(0, rank: shape.rank), target])
  }

  static func fold(_ node: Node) throws(ImportError) -> Literal? {
    let literal = try node.literal(0)
    guard let target = try node.literal(1).integers else { return nil }
    return try node.expanded(literal, to: try node.broadcastShape(literal.shape, target))
  }

  static func target(_ node: Node) throws(ImportError) -> [Literal.Entry] {
    guard case .entries(let target) = try node.literal(1).values else {
      throw node.refusal("needs whole numbers as its target")
    }
    return target
  }
}

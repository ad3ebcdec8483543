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
          number == 1 || number == node.samples, "repeats the batch axis")
        if x.isFolded { extents.append(1) }
      case .number(let number): extents.append(number)
      case .samples(let times):
        try node.require(
          isBatch && times == (x.isFolded ? x.shape[x.batch] : 1), "repeats entries once for each sample")
        if x.isFolded { extents.append(times) }
      case .index, .undetermined: throw node.refusal("repeats entries by the number of the sample")
      }
    }
    // Axes that the target does not name keep their place in front; the batch is among them or was just left
    // out.
    if rank - target.count > batch, !x.isFolded { extents.removeFirst() }
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
    return try repeating(literal, try target(node), node)
  }

  /// A constant expanded to the target, whose entry of the batch size becomes an axis that stands for the samples.
  static func repeating(_ literal: Literal, _ target: [Literal.Entry], _ node: Node) throws(ImportError)
    -> Literal
  {
    let batches = target.indices.filter { target[$0].number == nil }
    try node.require(batches.count <= 1, "makes a constant whose shape names the batch size more than once")
    try node.require(
      batches.allSatisfy { target[$0] == .batch }, "makes a constant of several numbers for each sample")
    var extents = target.map { $0.number ?? 1 }
    // A file of fixed batch size may spell it out.
    let spelled = literal.batch.map { $0 + target.count - literal.shape.count }
    if let spelled, extents.indices.contains(spelled), extents[spelled] == node.samples {
      extents[spelled] = 1
    }
    let whole = try node.broadcastShape(literal.shape, extents)
    let batch =
      batches.first.map { $0 + whole.count - target.count }
      ?? literal.batch.map { $0 + whole.count - literal.shape.count }
    if let batch { try node.require(whole[batch] == 1, "makes a constant that differs between samples") }
    return try node.expanded(literal, to: whole).varying(along: batch)
  }

  static func target(_ node: Node) throws(ImportError) -> [Literal.Entry] {
    guard case .entries(let target) = try node.literal(1).values else {
      throw node.refusal("needs whole numbers as its target")
    }
    return target
  }
}

import ONNX
public import Programs
public import Tensors

/// The same entries in another shape: Reshape, Flatten, Squeeze, Unsqueeze.
public struct Reshape: Operation {
  public let shape: Shape

  public var kind: LayerKind { .arrangement }

  public func forward(_ operands: [Term]) -> Term { operands[0].reshaped(shape) }
}

// MARK: Reshape

extension Reshape {
  public func write(_ graph: inout GraphWriter) -> String {
    let x = graph.operands[0].value
    if shape.rank == 1 { return graph.node("Flatten", [x], ["axis": .integer(1)]) }
    // A target of 0 keeps the number of samples.
    return graph.node("Reshape", [x, graph.constant([0] + shape.extents, "shape")])
  }

  static func read(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.signal(0)
    let target = try target(node, of: x.entries)
    guard let (shape, batch, folding) = x.reshaping(to: target, samples: node.samples) else {
      throw node.refusal(
        "mixes samples: a sample has shape \(x.shape), which can't become \(target.map(\.description))")
    }
    return Piece(operation: Reshape(shape: shape), operands: [x], batch: batch, folding: folding)
  }

  static func fold(_ node: Node) throws(ImportError) -> Literal? {
    let literal = try node.literal(0)
    let entries = try target(node, of: literal.entries)
    if let batch = literal.batch {
      // A constant of all samples is moved as a signal is.
      var sample = literal.shape
      sample.remove(at: batch)
      let signal = Signal(operand: .input(0), shape: Shape(sample), batch: batch)
      guard let (shape, batch, folding) = signal.reshaping(to: entries, samples: node.samples),
        folding == .none
      else { return nil }
      var extents = shape.extents
      extents.insert(1, at: batch)
      return literal.reshaped(extents, batch: batch)
    }
    let target = entries.compactMap(\.number)
    guard target.count == entries.count else { return nil }
    let known = target.filter { $0 != -1 }.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
    let shape = target.map { $0 == -1 && known > 0 ? literal.count / known : $0 }
    try node.requireSize(shape, atMost: Importer.largestSignal)
    try node.require(
      shape.reduce(1, *) == literal.count,
      "can't bring a constant of shape \(literal.shape) into shape \(target)")
    return literal.reshaped(shape)
  }

  /// The target that the file states, where 0 stands for the operand's own extent unless `allowzero` is set.
  private static func target(_ node: Node, of entries: [Literal.Entry]) throws(ImportError) -> [Literal.Entry]
  {
    guard case .entries(let target) = try node.literal(1).values else {
      throw node.refusal("needs whole numbers as its target")
    }
    if node.integer("allowzero", 0) != 0 { return target }
    var resolved: [Literal.Entry] = []
    for (axis, entry) in target.enumerated() {
      try node.require(
        entry != .number(0) || axis < entries.count, "copies axis \(axis), which its operand lacks")
      resolved.append(entry == .number(0) ? entries[axis] : entry)
    }
    return resolved
  }

  /// [axes before `axis`, axes from it on]; one sample becomes a vector.
  static func flatten(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.signal(0)
    let axis = node.integer("axis", 1)
    let split = axis < 0 ? axis + x.rank : axis
    try node.require((0...x.rank).contains(split), "has no axis \(axis): its operand has \(x.rank)")
    let before = Array(x.entries[..<split]).sample.count
    let after = Array(x.entries[split...]).sample.count
    guard split > x.batch,
      let (shape, batch, folding) = x.reshaping(to: [.samples(times: before), .number(after)], samples: nil),
      batch == 0
    else { throw node.refusal("mixes samples: it flattens the batch axis with others") }
    return Piece(operation: Reshape(shape: shape), operands: [x], batch: batch, folding: folding)
  }
}

// MARK: Squeeze and Unsqueeze

extension Reshape {
  static func squeeze(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.signal(0)
    var dropped = Set<Int>()
    if let axes = try node.integers("axes", orOperand: 1) {
      for axis in axes {
        let axis = try node.axis(axis, of: x)
        try node.require(x.shape[axis] == 1, "drops an axis of extent \(x.shape[axis]) of \(x.shape)")
        dropped.insert(axis)
      }
    } else {
      dropped = Set(x.shape.extents.indices.filter { x.shape[$0] == 1 })
    }
    let extents = x.shape.extents.indices.filter { !dropped.contains($0) }.map { x.shape[$0] }
    let batch = x.batch - dropped.count { $0 < x.batch }
    try node.require(!x.isFolded || !dropped.contains(x.batch), "drops the batch axis")
    return Piece(operation: Reshape(shape: Shape(extents)), operands: [x], batch: batch)
  }

  static func foldSqueeze(_ node: Node) throws(ImportError) -> Literal? {
    let literal = try node.literal(0)
    var dropped = Set<Int>()
    if let axes = try node.integers("axes", orOperand: 1) {
      for axis in axes {
        let axis = try node.axis(axis, rank: literal.shape.count)
        try node.require(literal.shape[axis] == 1, "drops an axis of extent \(literal.shape[axis])")
        dropped.insert(axis)
      }
    } else {
      dropped = Set(literal.shape.indices.filter { literal.shape[$0] == 1 && $0 != literal.batch })
    }
    if let batch = literal.batch { try node.require(!dropped.contains(batch), "drops the batch axis") }
    return literal.reshaped(
      literal.shape.indices.filter { !dropped.contains($0) }.map { literal.shape[$0] },
      batch: literal.batch.map { batch in batch - dropped.count { $0 < batch } })
  }

  static func unsqueeze(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.signal(0)
    let entries = try inserting(node, into: x.entries)
    let batch = entries.firstIndex { $0.number == nil } ?? 0
    return Piece(operation: Reshape(shape: entries.sample), operands: [x], batch: batch)
  }

  static func foldUnsqueeze(_ node: Node) throws(ImportError) -> Literal? {
    let literal = try node.literal(0)
    let entries = try inserting(node, into: literal.entries)
    return literal.reshaped(entries.map { $0.number ?? 1 }, batch: entries.firstIndex { $0.number == nil })
  }

  /// The entries with extents of 1 at the places that the node's axes name in the result.
  private static func inserting(
    _ node: Node, into entries: [Literal.Entry]
  ) throws(ImportError) -> [Literal.Entry] {
    let axes = try node.integers("axes", orOperand: 1) ?? []
    let rank = entries.count + axes.count
    var places = Set<Int>()
    for axis in axes { places.insert(try node.axis(axis, rank: rank)) }
    try node.require(places.count == axes.count, "names an axis twice: \(axes)")
    var rest = entries.makeIterator()
    return (0..<rank).compactMap { places.contains($0) ? .number(1) : rest.next() }
  }
}

extension Literal.Entry: CustomStringConvertible {
  var description: String {
    switch self {
    case .number(let number): "\(number)"
    case .samples(times: 1): "batch"
    case .samples(let times): "\(times) x batch"
    case .index: "sample"
    case .undetermined: "unknown"
    }
  }
}

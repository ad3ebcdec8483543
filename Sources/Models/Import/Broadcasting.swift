extension Node {
  /// Two constants, repeated to their common shape.
  func broadcast(_ x: Literal, _ y: Literal) throws(ImportError) -> (Literal, Literal) {
    let shape = try broadcastShape(x.shape, y.shape)
    let batches = [x, y].compactMap { literal in literal.batch.map { $0 + shape.count - literal.shape.count }
    }
    let batch = batches.first
    try require(
      batches.allSatisfy { $0 == batch && shape[$0] == 1 },
      "combines different samples: the batch axes of its operands differ")
    return (
      try expanded(x, to: shape).varying(along: batch), try expanded(y, to: shape).varying(along: batch)
    )
  }

  /// The shape that two shapes are broadcast to.
  func broadcastShape(_ x: [Int], _ y: [Int]) throws(ImportError) -> [Int] {
    let rank = max(x.count, y.count)
    let left = [Int](repeating: 1, count: rank - x.count) + x
    let right = [Int](repeating: 1, count: rank - y.count) + y
    var shape: [Int] = []
    for (a, b) in zip(left, right) {
      try require(a == b || a == 1 || b == 1, "can't combine shapes \(x) and \(y)")
      shape.append(a == 1 ? b : a)
    }
    return shape
  }

  /// A constant repeated to `shape`, which it can be broadcast to.
  func expanded(_ literal: Literal, to shape: [Int]) throws(ImportError) -> Literal {
    if literal.shape == shape { return literal }
    try requireSize(shape)
    let lead = shape.count - literal.shape.count
    let strides = shape.indices.map { axis in
      axis < lead || literal.shape[axis - lead] == 1 ? 0 : literal.strides[axis - lead]
    }
    return literal.picking(Literal.positions(shape, strides: strides), shape: shape)
  }

  /// Refuses shapes that nothing of this kind has, so that a damaged file can't fill the memory.
  func requireSize(_ shape: [Int], atMost limit: Int = 1 << 24) throws(ImportError) {
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: max(extent, 1))
      try require(
        extent >= 0 && !overflow && product <= limit, "makes a tensor of shape \(shape), which is too large")
      count = product
    }
  }
}

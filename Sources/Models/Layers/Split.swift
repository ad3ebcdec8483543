import ONNX
import Programs
import Tensors

/// The Split operator: pieces of an axis, each of them a slice.
enum Split {
  static func parts(_ node: Node) throws(ImportError) -> [Operator.Part] {
    switch try node.operand(0) {
    case .signal(let x):
      let number = node.integer("axis", 0)
      let axis = try node.axis(number, of: x)
      return try pieces(node, extent: x.shape[axis]).map { start, count in
        var slices = x.shape.extents.map { Primitive.Slice(start: 0, count: $0) }
        slices[axis] = Primitive.Slice(start: start, count: count)
        return .piece(Piece(operation: Slicing(slices: slices), operands: [x], batch: x.batch))
      }
    case .literal(let literal):
      let axis = try node.axis(node.integer("axis", 0), rank: literal.shape.count)
      try node.require(axis != literal.batch, "splits the batch axis")
      return try pieces(node, extent: literal.shape[axis]).map { start, count in
        var shape = literal.shape
        shape[axis] = count
        let positions = Literal.positions(
          shape, strides: literal.strides, start: start * literal.strides[axis])
        return .literal(literal.picking(positions, shape: shape, batch: literal.batch))
      }
    }
  }

  /// Where each piece starts, and how long it is.
  private static func pieces(_ node: Node, extent: Int) throws(ImportError) -> [(start: Int, count: Int)] {
    let outputs = node.message.outputs.count
    var counts = try node.integers("split", orOperand: 1) ?? []
    if counts.isEmpty {
      let each = (extent + outputs - 1) / max(1, outputs)
      counts = (0..<outputs).map { min(each, extent - $0 * each) }
    }
    try node.require(
      counts.count >= outputs && counts.allSatisfy { (1...max(1, extent)).contains($0) }
        && counts.reduce(0, +) == extent,
      "splits an axis of extent \(extent) into pieces of \(counts)")
    var start = 0
    return counts.map { count in
      defer { start += count }
      return (start, count)
    }
  }
}

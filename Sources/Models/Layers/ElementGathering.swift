import Programs
import Tensors

/// ONNX's GatherElements: entries of a constant along an axis, each by an index of its own.
enum ElementGathering {
  static func fold(_ node: Node) throws(ImportError) -> Literal? {
    let (literal, places) = (try node.literal(0), try node.literal(1))
    let axis = try node.axis(node.integer("axis", 0), rank: literal.shape.count)
    let indices = try Gathering.indices(node, extent: literal.shape[axis])
    let isSmaller = zip(places.shape, literal.shape).enumerated().allSatisfy { $0 == axis || $1.0 <= $1.1 }
    try node.require(
      places.shape.count == literal.shape.count && isSmaller && axis != literal.batch,
      "takes entries of a constant of shape \(literal.shape) by indices of shape \(places.shape)")
    var strides = literal.strides
    strides[axis] = 0
    let starts = Literal.positions(places.shape, strides: strides)
    let positions = zip(starts, indices).map { $0 + $1 * literal.strides[axis] }
    return literal.picking(positions, shape: places.shape, batch: places.batch ?? literal.batch)
  }

  /// Indices of the input into a row of constants are an embedding.
  static func read(_ node: Node) throws(ImportError) -> Piece {
    guard case .literal(let literal) = try node.operand(0) else {
      throw node.refusal(
        "takes entries of a signal, each by an index of its own, which is done of constants only")
    }
    let places = try node.signal(1)
    let axis = try node.axis(node.integer("axis", 0), rank: literal.shape.count)
    try node.require(
      literal.count == literal.shape[axis] && axis != literal.batch && places.content != .numbers,
      "takes entries of a constant of shape \(literal.shape), of which several have the same index")
    guard let row = literal.reshaped([literal.count]).constant else {
      throw node.refusal("takes entries by sample")
    }
    return Piece(
      operation: Embedding(table: row), operands: [places], batch: places.batch, content: literal.content,
      isInteger: literal.isInteger)
  }
}

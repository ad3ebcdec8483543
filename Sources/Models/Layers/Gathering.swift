import ONNX
public import Programs
import Tensors

/// Entries of an axis, chosen by index.
public struct Gathering: Operation {
  public let axis: Int
  /// The indices, of the shape that takes the axis's place.
  let indices: Constant

  public var kind: LayerKind { .arrangement }

  /// The one index, where the axis is dropped.
  var index: Int? { indices.shape.rank == 0 ? Int(indices.tensor.values[0]) : nil }

  init(axis: Int, indices: Constant) {
    (self.axis, self.indices) = (axis, indices)
  }

  /// One entry of an axis, which is dropped.
  init(axis: Int, index: Int) {
    self.init(axis: axis, indices: Constant(Tensor(Float(index)), name: "index"))
  }

  public func forward(_ operands: [Term]) -> Term {
    let x = operands[0]
    guard indices.shape.rank == 0 else { return x.gathered(x.builder.constant(indices), axis: axis) }
    var slices = x.shape.extents.map { Primitive.Slice(start: 0, count: $0) }
    slices[axis] = Primitive.Slice(start: Int(indices.tensor.values[0]), count: 1)
    var extents = x.shape.extents
    extents.remove(at: axis)
    return x.sliced(slices).reshaped(Shape(extents))
  }
}

extension Gathering {
  static func read(_ node: Node) throws(ImportError) -> Piece {
    if case .literal = try node.operand(0) { return try Embedding.piece(node) }
    let x = try node.signal(0)
    let literal = try node.literal(1)
    if let piece = try SampleGathering.ofRows(node, x, literal) { return piece }
    let axis = try node.axis(node.integer("axis", 0), of: x)
    let indices = try indices(node, extent: x.shape[axis])
    let constant = Constant(Tensor(Shape(literal.shape), indices.map(Float.init)), name: literal.name)
    return Piece(
      operation: Gathering(axis: axis, indices: constant), operands: [x],
      batch: axis < x.batch ? x.batch + literal.shape.count - 1 : x.batch)
  }

  public func write(_ graph: inout GraphWriter) -> String {
    let places = graph.constant(indices.tensor.values.map { Int($0) }, shape: indices.shape, "indices")
    return graph.node("Gather", [graph.operands[0].value, places], ["axis": .integer(axis + 1)])
  }

  static func fold(_ node: Node) throws(ImportError) -> Literal? {
    let literal = try node.literal(0)
    let axis = try node.axis(node.integer("axis", 0), rank: literal.shape.count)
    let indices = try indices(node, extent: literal.shape[axis])
    try node.require(axis != literal.batch, "works along the batch axis, across samples")
    let places = try node.literal(1)
    let shape = literal.shape[..<axis] + places.shape + literal.shape[(axis + 1)...]
    let batch =
      places.batch.map { $0 + axis } ?? literal.batch.map { $0 < axis ? $0 : $0 + places.shape.count - 1 }
    try node.requireSize(Array(shape))
    let outer = Literal.positions(Array(literal.shape[..<axis]), strides: Array(literal.strides[..<axis]))
    let inner = literal.strides[axis]
    let positions = outer.flatMap { start in
      indices.flatMap { index in (0..<inner).map { start + index * inner + $0 } }
    }
    return literal.picking(positions, shape: Array(shape), batch: batch)
  }

  /// The indices counted from the front; they must lie inside the axis.
  static func indices(_ node: Node, extent: Int) throws(ImportError) -> [Int] {
    guard let indices = try node.literal(1).integers else {
      throw node.refusal("needs whole numbers as indices")
    }
    if let outside = indices.first(where: { !(-extent..<extent).contains($0) }) {
      throw node.refusal("asks for entry \(outside) of an axis of extent \(extent)")
    }
    return indices.map { $0 < 0 ? $0 + extent : $0 }
  }
}

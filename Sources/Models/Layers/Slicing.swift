public import Programs
import Tensors

/// Every so many entries along some axes.
public struct Slicing: Operation {
  let slices: [Primitive.Slice]

  public var kind: LayerKind { .arrangement }

  public func forward(_ operands: [Term]) -> Term { operands[0].sliced(slices) }
}

extension Slicing {
  static func read(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.signal(0)
    var slices = x.shape.extents.map { Primitive.Slice(start: 0, count: $0) }
    for cut in try cuts(node, rank: x.rank) {
      guard let axis = x.axis(cut.axis) else {
        // A file with a fixed batch size may spell it out.
        let samples = node.samples ?? .max
        let keepsAll = cut.step == 1 && cut.places(extent: samples) == (0, samples)
        try node.require(keepsAll, "takes some of the samples only")
        continue
      }
      let places = cut.places(extent: x.shape[axis])
      try node.require(cut.step > 0, "walks backwards along an axis, which is not done for signals")
      try node.require(places.count > 0, "keeps nothing of axis \(cut.axis)")
      slices[axis] = Primitive.Slice(start: places.start, count: places.count, step: cut.step)
    }
    return Piece(operation: Slicing(slices: slices), operands: [x], batch: x.batch)
  }

  public func write(_ graph: inout GraphWriter) -> String {
    let axes = slices.indices.map { $0 + 1 }
    let ends = slices.map { $0.start + ($0.count - 1) * $0.step + 1 }
    let operands = [
      graph.constant(slices.map(\.start), "starts"), graph.constant(ends, "ends"),
      graph.constant(axes, "axes"),
      graph.constant(slices.map(\.step), "steps"),
    ]
    return graph.node("Slice", [graph.operands[0].value] + operands)
  }

  static func fold(_ node: Node) throws(ImportError) -> Literal? {
    let literal = try node.literal(0)
    var shape = literal.shape
    var strides = literal.strides
    var start = 0
    for cut in try cuts(node, rank: shape.count) {
      let places = cut.places(extent: shape[cut.axis])
      try node.require(
        cut.axis != literal.batch || cut.step == 1 && cut.places(extent: .max) == (0, .max),
        "takes some of the samples only")
      shape[cut.axis] = places.count
      start += places.start * strides[cut.axis]
      strides[cut.axis] *= places.count > 1 ? cut.step : 1
    }
    return literal.picking(
      Literal.positions(shape, strides: strides, start: start), shape: shape, batch: literal.batch)
  }

  /// What the node asks for along one axis; ends beyond the extent mean its end.
  private struct Cut {
    let axis: Int
    let start: Int
    let end: Int
    let step: Int

    func places(extent: Int) -> (start: Int, count: Int) {
      let lowest = step > 0 ? 0 : -1
      let highest = step > 0 ? extent : extent - 1
      func place(_ index: Int) -> Int {
        min(max(index < 0 ? index + extent : index, lowest), highest)
      }
      let (first, last) = (place(start), place(end))
      let distance = step > 0 ? last - first : first - last
      let stride = Int(clamping: step.magnitude)
      return distance > 0 ? (first, (distance - 1) / stride + 1) : (0, 0)
    }
  }

  private static func cuts(_ node: Node, rank: Int) throws(ImportError) -> [Cut] {
    guard let starts = try node.literal(1).integers, let ends = try node.literal(2).integers else {
      throw node.refusal("takes as many entries as there are samples")
    }
    let axes = try node.integers("axes", orOperand: 3) ?? Array(starts.indices)
    let steps = try node.integers("steps", orOperand: 4) ?? starts.map { _ in 1 }
    try node.require(
      starts.count == ends.count && starts.count == axes.count && starts.count == steps.count,
      "has starts, ends, axes and steps of different lengths")
    var cuts: [Cut] = []
    for position in starts.indices {
      let axis = try node.axis(axes[position], rank: rank)
      try node.require(steps[position] != 0, "has a step of 0")
      try node.require(!cuts.contains { $0.axis == axis }, "names axis \(axis) twice")
      cuts.append(Cut(axis: axis, start: starts[position], end: ends[position], step: steps[position]))
    }
    return cuts
  }
}

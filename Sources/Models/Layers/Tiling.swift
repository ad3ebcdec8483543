import ONNX
public import Programs
import Tensors

/// The whole operand, so many times along each axis.
public struct Tiling: Operation {
  /// How many times, for each axis of a sample.
  let times: [Int]

  public var kind: LayerKind { .arrangement }

  public func forward(_ operands: [Term]) -> Term {
    times.indices.reduce(operands[0]) { x, axis in
      times[axis] == 1 ? x : .concatenated([Term](repeating: x, count: times[axis]), axis: axis)
    }
  }
}

extension Tiling {
  static func read(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.signal(0)
    guard let repeats = try node.literal(1).integers else {
      throw node.refusal("repeats by the number of samples")
    }
    try node.require(repeats.count == x.rank, "has \(repeats.count) repeats for \(x.rank) axes")
    var times = [Int](repeating: 1, count: x.shape.rank)
    for (number, count) in repeats.enumerated() where count != 1 {
      try node.require((1...4096).contains(count), "repeats axis \(number) \(count) times")
      times[try node.axis(number, of: x)] = count
    }
    return Piece(operation: Tiling(times: times), operands: [x], batch: x.batch)
  }

  static func fold(_ node: Node) throws(ImportError) -> Literal? {
    let literal = try node.literal(0)
    guard case .entries(let repeats) = try node.literal(1).values else { return nil }
    try node.require(
      repeats.count == literal.shape.count, "has \(repeats.count) repeats for \(literal.shape.count) axes")
    var (shape, batch) = (literal.shape, literal.batch)
    for (axis, entry) in repeats.enumerated() {
      switch entry {
      case .number(let count):
        try node.require(count >= 0 && (axis != batch || count == 1), "repeats axis \(axis) \(count) times")
        let (extent, overflow) = shape[axis].multipliedReportingOverflow(by: count)
        try node.require(!overflow, "repeats axis \(axis) \(count) times")
        shape[axis] = extent
      case .batch where batch == nil && shape[axis] == 1: batch = axis
      default: throw node.refusal("repeats by the number of samples")
      }
    }
    try node.requireSize(shape)
    var positions = [0]
    for (axis, extent) in shape.enumerated() {
      let stride = literal.strides[axis]
      positions = positions.flatMap { start in (0..<extent).map { start + $0 % literal.shape[axis] * stride }
      }
    }
    return literal.picking(positions, shape: shape, batch: batch)
  }

  public func write(_ graph: inout GraphWriter) -> String {
    graph.node("Tile", [graph.operands[0].value, graph.constant([1] + times, "repeats")])
  }
}

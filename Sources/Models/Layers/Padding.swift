import ONNX
public import Programs
import Tensors

/// Entries added around, or taken away where their number is negative.
public struct Padding: Operation {
  public enum Fill: Sendable {
    case value(Double)
    /// By axis, which entry of the operand stands at each place: ONNX's modes `reflect`, `edge` and `wrap`.
    case entries([Int: Constant], mode: String)
  }

  let low: [Int]
  let high: [Int]
  let fill: Fill

  public var kind: LayerKind { .arrangement }

  public func forward(_ operands: [Term]) -> Term {
    let x = operands[0]
    switch fill {
    case .entries(let entries, _):
      return entries.sorted { $0.key < $1.key }.reduce(x) { x, entry in
        x.gathered(x.builder.constant(entry.value), axis: entry.key)
      }
    case .value(let value):
      let axes = 0..<x.shape.rank
      let cropped = x.sliced(
        axes.map { axis in
          let start = max(0, -low[axis])
          return Primitive.Slice(start: start, count: x.shape[axis] - start - max(0, -high[axis]))
        })
      let places = axes.map { Primitive.Slice(start: max(0, low[$0]), count: cropped.shape[$0]) }
      let shape = Shape(axes.map { x.shape[$0] + low[$0] + high[$0] })
      let padded = cropped.embedded(places, in: shape)
      if value == 0 { return padded }
      let isInside = x.builder.fill(1, cropped.shape).embedded(places, in: shape)
      return isInside.select(padded, x.builder.fill(value, shape))
    }
  }
}

extension Padding {
  static func read(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.signal(0)
    guard let pads = try node.literal(1).integers else { throw node.refusal("pads by the number of samples") }
    let axes = try node.integers("axes", orOperand: 3) ?? Array(0..<x.rank)
    try node.require(pads.count == 2 * axes.count, "has \(pads.count) pads for \(axes.count) axes")
    var low = [Int](repeating: 0, count: x.shape.rank)
    var high = low
    for (position, number) in axes.enumerated() {
      let pair = (pads[position], pads[position + axes.count])
      if pair == (0, 0) { continue }
      let axis = try node.axis(number, of: x)
      let limit = 1 << 20
      try node.require(
        abs(pair.0.clamped) <= limit && abs(pair.1.clamped) <= limit,
        "pads axis \(number) by more than \(limit)")
      (low[axis], high[axis]) = pair
      let kept = x.shape[axis] + min(0, pair.0) + min(0, pair.1)
      try node.require(kept > 0, "takes away all of axis \(number)")
    }
    let fill = try fill(node, x.shape, low, high)
    try node.requireSize(low.indices.map { x.shape[$0] + low[$0] + high[$0] }, atMost: Importer.largestSignal)
    return Piece(operation: Padding(low: low, high: high, fill: fill), operands: [x], batch: x.batch)
  }

  /// The mode `wrap` is new in opset 19.
  public var opsets: ClosedRange<Int> {
    if case .entries(_, mode: "wrap") = fill {
      19...GraphWriter.opsets.upperBound
    } else {
      GraphWriter.opsets
    }
  }

  public func write(_ graph: inout GraphWriter) -> String {
    let operands = [graph.operands[0].value, graph.constant([0] + low + [0] + high, "pads")]
    switch fill {
    case .value(let value):
      return graph.node("Pad", operands + [graph.constant(Tensor(Float(value)), "value")])
    case .entries(_, let mode):
      return graph.node("Pad", operands, ["mode": .text(mode)])
    }
  }

  private static func fill(_ node: Node, _ shape: Shape, _ low: [Int], _ high: [Int]) throws(ImportError)
    -> Fill
  {
    let mode = node.text("mode", "constant")
    if mode == "constant" { return .value(Double(try node.scalar(2) ?? 0)) }
    var entries: [Int: Constant] = [:]
    for axis in low.indices where (low[axis], high[axis]) != (0, 0) {
      let extent = shape[axis]
      if mode == "reflect" {
        try node.require(
          max(low[axis], high[axis]) < extent, "reflects more than axis \(axis) of \(shape) holds")
      }
      var indices: [Float] = []
      for place in -low[axis]..<extent + high[axis] {
        switch mode {
        case "edge": indices.append(Float(min(max(place, 0), extent - 1)))
        case "reflect":
          indices.append(Float(place < 0 ? -place : place < extent ? place : 2 * (extent - 1) - place))
        case "wrap": indices.append(Float(((place % extent) + extent) % extent))
        default: throw node.refusal("pads in mode '\(mode)', which is not known")
        }
      }
      entries[axis] = Constant(Tensor([indices.count], indices), name: "places")
    }
    return .entries(entries, mode: mode)
  }
}

extension Int {
  /// The number, or one as far from 0 that `abs` can take.
  fileprivate var clamped: Int { Swift.max(self, -Int.max) }
}

import ONNX
public import Programs
import Tensors

/// The mean over axes.
public struct Mean: Operation {
  public let axes: [Int]
  /// The output's shape: without the axes, or with extent 1 there.
  let shape: Shape

  public var kind: LayerKind { .averagePool }

  public func forward(_ operands: [Term]) -> Term {
    operands[0].mean(axes).reshaped(shape)
  }
}

extension Mean {
  static func global(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.batchFirst(0, ranks: 2...3)
    let axes = Array(1..<x.shape.rank)
    let shape = Shape([x.shape[0]] + axes.map { _ in 1 })
    return Piece(operation: Mean(axes: axes, shape: shape), operands: [x], batch: 0)
  }

  static func reduce(_ node: Node) throws(ImportError) -> Piece {
    let reduction = try Reduction(node, axesAreOperandsFrom: 18)
    return Piece(
      operation: Mean(axes: reduction.axes, shape: reduction.shape), operands: [reduction.operand],
      batch: reduction.batch)
  }
}

extension Mean {
  /// A mean over no axes is new in opset 18.
  public var opsets: ClosedRange<Int> {
    axes.isEmpty ? 18...GraphWriter.opsets.upperBound : GraphWriter.opsets
  }

  public func write(_ graph: inout GraphWriter) -> String {
    let x = graph.operands[0]
    let isGlobal =
      axes == Array(1..<x.shape.rank) && shape.rank == x.shape.rank && (2...3).contains(x.shape.rank)
    if isGlobal { return graph.node("GlobalAveragePool", [x.value]) }
    return Reduction.write("ReduceMean", axes, shape, axesAreOperandsFrom: 18, &graph)
  }
}

/// What ReduceMean and ReduceSum have in common: which axes go, and what is left.
struct Reduction {
  let operand: Signal
  let axes: [Int]
  let shape: Shape
  let batch: Int

  /// - Parameter opset: the first one in which the axes are an operand; before, they are an attribute.
  init(_ node: Node, axesAreOperandsFrom opset: Int) throws(ImportError) {
    operand = try node.signal(0)
    let given = try node.opset >= opset ? node.integers("axes", orOperand: 1) : node.integers("axes")
    let keeps = node.integer("keepdims", 1) != 0
    var axes = Set<Int>()
    if let given, !given.isEmpty {
      for axis in given { axes.insert(try node.axis(axis, of: operand)) }
    } else {
      try node.require(node.integer("noop_with_empty_axes", 0) != 0, "reduces over all axes, across samples")
    }
    self.axes = axes.sorted()
    let extents = operand.shape.extents.enumerated()
    shape = Shape(extents.compactMap { axes.contains($0.offset) ? (keeps ? 1 : nil) : $0.element })
    let batch = operand.batch
    self.batch = keeps ? batch : batch - axes.count { $0 < batch }
  }

  static func write(
    _ name: String, _ axes: [Int], _ shape: Shape, axesAreOperandsFrom opset: Int, _ graph: inout GraphWriter
  ) -> String {
    let x = graph.operands[0]
    let axes = axes.map { $0 + 1 }
    var attributes = ["keepdims": NodeDraft.Attribute.integer(shape.rank == x.shape.rank ? 1 : 0)]
    if axes.isEmpty {
      attributes["noop_with_empty_axes"] = .integer(1)
      return graph.node(name, [x.value], attributes)
    }
    if graph.opset >= opset { return graph.node(name, [x.value, graph.constant(axes, "axes")], attributes) }
    attributes["axes"] = .integers(axes)
    return graph.node(name, [x.value], attributes)
  }
}

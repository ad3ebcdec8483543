import ONNX
public import Programs
import Tensors

/// Layer normalisation: γ (x - mean) / √(variance + ε) + β over the last axes; by the root mean square, the mean stays.
///
/// Ba, Kiros and Hinton 2016; Zhang and Sennrich 2019.
public struct LayerNorm: Operation {
  /// How many of the last axes are normalised together.
  public let rank: Int
  /// γ, of the extents of these axes or to be broadcast to them; nil is 1.
  public let scale: Constant?
  /// β; nil is 0.
  public let shift: Constant?
  public let epsilon: Double
  /// Whether the mean is taken off; else x is divided by its root mean square.
  public let isCentred: Bool

  public var kind: LayerKind { .layerNorm }
  public var parameters: [Constant] { [scale, shift].compactMap(\.self) }

  public func forward(_ operands: [Term]) -> Term {
    forward(operands[0], square: square(of: operands[0]))
  }

  /// What x is divided by, squared: the variance, or the mean of squares, and ε.
  public func square(of x: Term) -> Term {
    let centred = centred(x)
    return (centred * centred).mean(axes(of: x)) + epsilon
  }

  /// The output where x is divided by the root of `square`.
  public func forward(_ x: Term, square: Term) -> Term {
    var y = centred(x) / square.sqrt
    if let scale { y = y * x.builder.constant(scale) }
    if let shift { y = y + x.builder.constant(shift) }
    return y
  }

  private func axes(of x: Term) -> [Int] { Array(max(0, x.shape.rank - rank)..<x.shape.rank) }
  private func centred(_ x: Term) -> Term { isCentred ? x - x.mean(axes(of: x)) : x }

  /// The same with a factor or a summand that the file has in a node of its own; nil where there is one already.
  func with(scale: Constant? = nil, shift: Constant? = nil) -> LayerNorm? {
    if scale != nil && (self.scale != nil || self.shift != nil) || shift != nil && self.shift != nil {
      return nil
    }
    return LayerNorm(
      rank: rank, scale: scale ?? self.scale, shift: shift ?? self.shift, epsilon: epsilon,
      isCentred: isCentred)
  }
}

extension LayerNorm {
  static func read(_ node: Node) throws(ImportError) -> Piece { try read(node, isCentred: true) }
  static func rootMeanSquare(_ node: Node) throws(ImportError) -> Piece { try read(node, isCentred: false) }

  private static func read(_ node: Node, isCentred: Bool) throws(ImportError) -> Piece {
    let x = try node.signal(0)
    let first = try node.axis(node.integer("axis", -1), rank: x.rank)
    try node.require(first > x.batch, "works along the batch axis, across samples")
    let rank = x.rank - first
    let extents = x.shape.extents.suffix(rank)
    var parameters: [Constant?] = []
    for position in 1...2 {
      guard try node.optionalLiteral(position) != nil else {
        parameters.append(nil)
        continue
      }
      let parameter = try node.weights(position)
      try node.require(
        parameter.shape.extents == Array(extents),
        "has parameters of shape \(parameter.shape) for axes of extents \(Array(extents))")
      parameters.append(parameter)
    }
    let operation = LayerNorm(
      rank: rank, scale: parameters[0], shift: parameters[1],
      epsilon: Double(try node.float("epsilon", 1e-5)),
      isCentred: isCentred)
    return Piece(operation: operation, operands: [x], batch: x.batch)
  }

  /// The operator is new in opset 17. That by the root mean square, new in opset 23, is spelled out.
  public var opsets: ClosedRange<Int> { isCentred ? 17...GraphWriter.opsets.upperBound : GraphWriter.opsets }

  public func write(_ graph: inout GraphWriter) -> String {
    let x = graph.operands[0]
    let extents = Shape(Array(x.shape.extents.suffix(rank)))
    func spread(_ constant: Constant) -> Tensor {
      constant.shape == extents ? constant.tensor : Tensor(extents, repeating: constant.tensor.values[0])
    }
    if !isCentred {
      let steps = [scale.map { ("Mul", spread($0), "weight") }, shift.map { ("Add", spread($0), "bias") }]
      return writeSpelledOut(&graph, x.value, steps.compactMap(\.self))
    }
    let weight = graph.constant(scale.map(spread) ?? Tensor(extents, repeating: 1), "weight")
    let bias = shift.map { [graph.constant(spread($0), "bias")] } ?? []
    return graph.node(
      "LayerNormalization", [x.value, weight] + bias,
      ["axis": .integer(-rank), "epsilon": .float(Float(epsilon))])
  }

  /// x / √(mean of squares + ε), and then the steps, of which the last one bears the layer's name.
  private func writeSpelledOut(
    _ graph: inout GraphWriter, _ x: String, _ steps: [(operation: String, constant: Tensor, role: String)]
  ) -> String {
    let squares = graph.preparation("Mul", [x, x])
    let axes = (0..<rank).map { $0 - rank }
    let mean =
      graph.opset >= 18
      ? graph.preparation("ReduceMean", [squares, graph.constant(axes, "axes")])
      : graph.preparation("ReduceMean", [squares], ["axes": .integers(axes)])
    let shifted = graph.preparation("Add", [mean, graph.constant(Tensor(Float(epsilon)), "epsilon")])
    let root = graph.preparation("Sqrt", [shifted])
    if steps.isEmpty { return graph.node("Div", [x, root]) }
    var value = graph.preparation("Div", [x, root])
    for (index, step) in steps.enumerated() {
      let operands = [value, graph.constant(step.constant, step.role)]
      value =
        index == steps.count - 1
        ? graph.node(step.operation, operands) : graph.preparation(step.operation, operands)
    }
    return value
  }
}

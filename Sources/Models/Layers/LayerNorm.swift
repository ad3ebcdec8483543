import ONNX
public import Programs
import Tensors

/// Layer normalisation: γ (x - mean) / √(variance + ε) + β over the last axes.
///
/// Ba, Kiros and Hinton 2016.
public struct LayerNorm: Operation {
  /// How many of the last axes are normalised together.
  public let rank: Int
  /// γ, of the extents of these axes or to be broadcast to them; nil is 1.
  public let scale: Constant?
  /// β; nil is 0.
  public let shift: Constant?
  public let epsilon: Double

  public var kind: LayerKind { .layerNorm }
  public var parameters: [Constant] { [scale, shift].compactMap(\.self) }

  public func forward(_ operands: [Term]) -> Term {
    let x = operands[0]
    let axes = Array(max(0, x.shape.rank - rank)..<x.shape.rank)
    let centred = x - x.mean(axes)
    var y = centred / ((centred * centred).mean(axes) + epsilon).sqrt
    if let scale { y = y * x.builder.constant(scale) }
    if let shift { y = y + x.builder.constant(shift) }
    return y
  }

  /// The same with a factor or a summand that the file has in a node of its own; nil where there is one already.
  func with(scale: Constant? = nil, shift: Constant? = nil) -> LayerNorm? {
    if scale != nil && (self.scale != nil || self.shift != nil) || shift != nil && self.shift != nil {
      return nil
    }
    return LayerNorm(rank: rank, scale: scale ?? self.scale, shift: shift ?? self.shift, epsilon: epsilon)
  }
}

extension LayerNorm {
  static func read(_ node: Node) throws(ImportError) -> Piece {
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
      rank: rank, scale: parameters[0], shift: parameters[1], epsilon: Double(try node.float("epsilon", 1e-5))
    )
    return Piece(operation: operation, operands: [x], batch: x.batch)
  }

  /// The operator is new in opset 17.
  public var opsets: ClosedRange<Int> { 17...GraphWriter.opsets.upperBound }

  public func write(_ graph: inout GraphWriter) -> String {
    let x = graph.operands[0]
    let extents = Shape(Array(x.shape.extents.suffix(rank)))
    func spread(_ constant: Constant) -> Tensor {
      constant.shape == extents ? constant.tensor : Tensor(extents, repeating: constant.tensor.values[0])
    }
    let weight = graph.constant(scale.map(spread) ?? Tensor(extents, repeating: 1), "weight")
    let bias = shift.map { [graph.constant(spread($0), "bias")] } ?? []
    return graph.node(
      "LayerNormalization", [x.value, weight] + bias,
      ["axis": .integer(-rank), "epsilon": .float(Float(epsilon))])
  }
}

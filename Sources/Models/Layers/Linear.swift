import ONNX
public import Programs
import Tensors

/// A dense layer along the last axis: y = x wᵀ + b.
public struct Linear: AffineOperation {
  /// [output features, input features], or the other way round where `outputAxis` is 1: as the file has them.
  public let weights: Constant
  public let bias: Constant?
  public let outputAxis: Int
  /// Whether training keeps the bias at 0 or below, which deep Taylor decomposition asks for. Montavon et al. 2017.
  public var hasNonPositiveBias = false

  public init(weights: Constant, bias: Constant?, outputAxis: Int, hasNonPositiveBias: Bool = false) {
    (self.weights, self.bias, self.outputAxis) = (weights, bias, outputAxis)
    self.hasNonPositiveBias = hasNonPositiveBias
  }

  public var kind: LayerKind { .linear }
  private var outputs: Int { weights.shape[outputAxis] }

  public func linear(_ operand: Term, weights: Term) -> Term {
    let shape = operand.shape
    let features = shape.extents.last ?? 1
    let rows = shape.extents.dropLast().reduce(1, *)
    return operand.reshaped([rows, features]).matmul(weights, transposeRight: outputAxis == 0)
      .reshaped(Shape(Array(shape.extents.dropLast())) + [weights.shape[outputAxis]])
  }

  public func aligned(_ bias: Term) -> Term { bias }

  public func replacing(weights: Constant, bias: Constant?) -> Linear {
    Linear(weights: weights, bias: bias, outputAxis: outputAxis, hasNonPositiveBias: hasNonPositiveBias)
  }
}

extension Linear {
  /// α x wᵀ + β b; the factors go into weights and bias.
  static func gemm(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.signal(0)
    try node.require(x.rank == 2, "needs an operand of 2 axes, not \(x.rank)")
    try node.require(x.batch == node.integer("transA", 0), "multiplies across samples")
    let matrix = try node.weights(1)
    try node.require(matrix.shape.rank == 2, "has weights of \(matrix.shape), not a matrix")
    let outputAxis = node.integer("transB", 0) == 0 ? 1 : 0
    try node.require(
      matrix.shape[1 - outputAxis] == x.shape.extents.last,
      "has weights for \(matrix.shape[1 - outputAxis]) features, but reads \(x.shape.extents.last ?? 1)")
    let weights = matrix.scaled(by: try node.float("alpha", 1))

    var bias: Constant?
    if try node.optionalLiteral(2) != nil {
      let given = try node.weights(2)
      let outputs = matrix.shape[outputAxis]
      try node.require(
        given.shape.count == 1 || given.shape.isVector(of: outputs),
        "has a bias of \(given.shape) for \(outputs) features")
      let spread =
        given.shape.count == 1
        ? Constant(Tensor([outputs], repeating: given.tensor.values[0]), name: given.name)
        : given.shape == [outputs] ? given : given.reshaped([outputs])
      bias = spread.scaled(by: try node.float("beta", 1))
    }
    return Piece(
      operation: Linear(weights: weights, bias: bias, outputAxis: outputAxis), operands: [x], batch: 0)
  }

  /// Gemm for vectors; along the last of several axes a product and a sum.
  public func write(_ graph: inout GraphWriter) -> String {
    let x = graph.operands[0]
    let matrix = graph.constant(weights, "weight")
    let bias = bias.map { graph.constant($0, "bias") }
    if x.shape.rank == 1 {
      return graph.node(
        "Gemm", [x.value, matrix] + (bias.map { [$0] } ?? []), ["transB": .integer(outputAxis == 0 ? 1 : 0)])
    }
    let turned =
      outputAxis == 1 ? matrix : graph.preparation("Transpose", [matrix], ["perm": .integers([1, 0])])
    let product = graph.node("MatMul", [x.value, turned])
    return bias.map { graph.node("Add", [product, $0]) } ?? product
  }

  /// The same layer with a bias that the file adds in a node of its own, or nil where that is no bias.
  func adding(_ literal: Literal) -> Linear? {
    guard bias == nil, Shape(literal.shape).isVector(of: outputs),
      let constant = literal.reshaped([outputs]).constant
    else { return nil }
    return Linear(weights: weights, bias: constant, outputAxis: outputAxis)
  }
}

extension Constant {
  fileprivate func scaled(by factor: Float) -> Constant {
    factor == 1 ? self : Constant(tensor.map { $0 * factor }, name: name)
  }
}

extension Shape {
  /// Whether all entries lie along the last axis, as many as `count`.
  fileprivate func isVector(of count: Int) -> Bool {
    self.count == count && extents.last == count
  }
}

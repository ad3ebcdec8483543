import ONNX
public import Programs
import Tensors

/// A dense layer along the last axis: y = x wᵀ + b.
public struct Linear: AffineOperation {
  /// [output features, input features]
  public let weights: Constant
  public let bias: Constant?

  public var kind: LayerKind { .linear }
  public var outputAxis: Int { 0 }

  public func linear(_ operand: Term, weights: Term) -> Term {
    let shape = operand.shape
    let features = shape.extents.last ?? 1
    let rows = shape.extents.dropLast().reduce(1, *)
    return operand.reshaped([rows, features]).matmul(weights, transposeRight: true)
      .reshaped(Shape(Array(shape.extents.dropLast())) + [weights.shape[0]])
  }

  public func aligned(_ bias: Term) -> Term { bias }

  public func replacing(weights: Constant, bias: Constant?) -> Linear {
    Linear(weights: weights, bias: bias)
  }
}

extension Linear {
  /// α x wᵀ + β b; the factors go into weights and bias.
  static func gemm(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.signal(0)
    try node.require(x.shape.rank == 1, "needs an operand of 2 axes, not \(x.rank)")
    try node.require(x.batch == node.integer("transA", 0), "multiplies across samples")
    let matrix = try node.weights(1)
    try node.require(matrix.tensor.rank == 2, "has weights of \(matrix.tensor.shape), not a matrix")
    let weights = matrix.tensor.scaled(by: try node.float("alpha", 1))
    let oriented = node.integer("transB", 0) == 0 ? weights.transposed : weights
    try node.require(
      oriented.shape[1] == x.shape[0],
      "has weights for \(oriented.shape[1]) features, but reads \(x.shape[0])")

    var bias: Constant?
    if try node.optionalLiteral(2) != nil {
      let given = try node.weights(2)
      let outputs = oriented.shape[0]
      try node.require(
        given.tensor.count == 1 || given.tensor.isVector(of: outputs),
        "has a bias of \(given.tensor.shape) for \(outputs) features")
      let values =
        given.tensor.count == 1
        ? [Float](repeating: given.tensor.values[0], count: outputs) : given.tensor.values
      bias = Constant(Tensor([outputs], values).scaled(by: try node.float("beta", 1)), name: given.name)
    }
    return Piece(
      operation: Linear(weights: Constant(oriented, name: matrix.name), bias: bias), operands: [x], batch: 0)
  }

  /// Gemm for vectors; along the last of several axes a product and a sum.
  public func write(_ graph: inout GraphWriter) -> String {
    let x = graph.operands[0]
    let matrix = graph.constant(weights.tensor, "weight")
    let bias = bias.map { graph.constant($0.tensor, "bias") }
    if x.shape.rank == 1 {
      return graph.node("Gemm", [x.value, matrix] + (bias.map { [$0] } ?? []), ["transB": .integer(1)])
    }
    let turned = graph.preparation("Transpose", [matrix], ["perm": .integers([1, 0])])
    let product = graph.node("MatMul", [x.value, turned])
    return bias.map { graph.node("Add", [product, $0]) } ?? product
  }

  /// The same layer with a bias that the file adds in a node of its own, or nil where that is no bias.
  func adding(_ literal: Literal) -> Linear? {
    guard bias == nil, let tensor = literal.tensor, tensor.isVector(of: weights.tensor.shape[0]) else {
      return nil
    }
    return Linear(weights: weights, bias: Constant(tensor.reshaped([tensor.count]), name: literal.name))
  }
}

extension Tensor {
  func scaled(by factor: Float) -> Tensor {
    factor == 1 ? self : map { $0 * factor }
  }

  /// Whether all entries lie along the last axis, as many as `count`.
  func isVector(of count: Int) -> Bool {
    self.count == count && shape.extents.last == count
  }
}

import ONNX
public import Programs
import Tensors

/// Convolution over images [channels, height, width] or sequences [channels, length].
public struct Convolution: AffineOperation {
  /// [output channels, input channels / groups, rows, columns]; sequences have one row.
  public let weights: Constant
  public let bias: Constant?
  public let window: Window
  public let groups: Int
  /// 2 for images, 1 for sequences.
  let spatialRank: Int
  /// Whether training keeps the bias at 0 or below, as in ``Linear``.
  public var hasNonPositiveBias = false

  public var kind: LayerKind { .convolution }
  public var outputAxis: Int { 0 }

  public func linear(_ operand: Term, weights: Term) -> Term {
    operand.asImage.convolution(weights, window, groups: groups).asImage(ofRank: spatialRank + 1)
  }

  public func aligned(_ bias: Term) -> Term {
    bias.reshaped([bias.shape.count] + (spatialRank == 2 ? [1, 1] : [1]))
  }

  public func replacing(weights: Constant, bias: Constant?) -> Convolution {
    Convolution(
      weights: weights, bias: bias, window: window, groups: groups, spatialRank: spatialRank,
      hasNonPositiveBias: hasNonPositiveBias)
  }
}

extension Convolution {
  static func read(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.batchFirst(0, ranks: 2...3)
    var weights = try node.weights(1)
    let shape = weights.shape
    try node.require(
      shape.rank == x.rank && shape.count > 0, "has weights of \(shape) for an operand of \(x.rank) axes")
    let kernel = Array(shape.extents[2...])
    let declared = node.integers("kernel_shape") ?? kernel
    try node.require(declared == kernel, "says kernel_shape \(declared), but its weights are \(shape)")
    let groups = node.integer("group", 1)
    try node.require(
      (1...shape[0]).contains(groups), "can't split \(shape[0]) channels into \(groups) groups")
    if x.shape.rank == 2 {
      weights = weights.reshaped([shape[0], shape[1], 1, shape[2]])
    }
    let bias = try node.optionalLiteral(2) == nil ? nil : try node.weights(2)
    if let bias {
      try node.require(
        bias.shape == [shape[0]], "has a bias of \(bias.shape) for \(shape[0]) channels")
    }
    let window = try node.window(kernel: kernel, over: Array(x.shape.extents[1...]))
    let operation = Convolution(
      weights: weights, bias: bias, window: window, groups: groups, spatialRank: x.shape.rank - 1)
    return Piece(operation: operation, operands: [x], batch: 0)
  }

  public func write(_ graph: inout GraphWriter) -> String {
    let shape = weights.shape
    let kernel = spatialRank == 1 ? weights.tensor.reshaped([shape[0], shape[1], shape[3]]) : weights.tensor
    let weight =
      spatialRank == 1 ? graph.constant(kernel, "weight") : graph.constant(weights, "weight")
    let constants = [weight] + (bias.map { [graph.constant($0, "bias")] } ?? [])
    var attributes = window.attributes(spatialRank: spatialRank)
    if groups > 1 { attributes["group"] = .integer(groups) }
    return graph.node("Conv", [graph.operands[0].value] + constants, attributes)
  }
}

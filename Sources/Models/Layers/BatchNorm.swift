import ONNX
public import Programs
import Tensors

/// Batch normalisation as it is used for evaluation: γ (x - mean) / √(variance + ε) + β for each channel.
///
/// Ioffe and Szegedy 2015.
public struct BatchNorm: Operation {
  /// γ, β, mean and variance.
  public let parameters: [Constant]
  let epsilon: Double
  /// γ / √(variance + ε)
  let scales: [Double]
  /// β - mean · scale
  let shifts: [Double]
  let scale: Constant
  let shift: Constant

  public var kind: LayerKind { .batchNorm }

  init(gamma: Constant, beta: Constant, mean: Constant, variance: Constant, epsilon: Double) {
    parameters = [gamma, beta, mean, variance]
    self.epsilon = epsilon
    scales = zip(gamma.tensor.values, variance.tensor.values).map { gamma, variance in
      Double(gamma) / (Double(variance) + epsilon).squareRoot()
    }
    shifts = zip(zip(beta.tensor.values, mean.tensor.values), scales).map { pair, scale in
      Double(pair.0) - Double(pair.1) * scale
    }
    scale = Constant(Tensor([scales.count], scales.map { Float($0) }), name: gamma.name)
    shift = Constant(Tensor([shifts.count], shifts.map { Float($0) }), name: beta.name)
  }

  public func forward(_ operands: [Term]) -> Term {
    let x = operands[0]
    let aligned = [scale.shape.count] + [Int](repeating: 1, count: x.shape.rank - 1)
    return x * x.builder.constant(scale).reshaped(.init(aligned))
      + x.builder.constant(shift).reshaped(.init(aligned))
  }
}

extension BatchNorm {
  /// A node that was exported in training mode is read as one for evaluation; what else it hands on is
  /// ignored.
  static func read(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.batchFirst(0, ranks: 1...3)
    var parameters: [Constant] = []
    for position in 1...4 {
      let parameter = try node.weights(position)
      try node.require(
        parameter.shape == [x.shape[0]],
        "has parameters of shape \(parameter.shape) for \(x.shape[0]) channels")
      parameters.append(parameter)
    }
    let operation = BatchNorm(
      gamma: parameters[0], beta: parameters[1], mean: parameters[2], variance: parameters[3],
      epsilon: Double(try node.float("epsilon", 1e-5)))
    return Piece(operation: operation, operands: [x], batch: 0)
  }

  public func write(_ graph: inout GraphWriter) -> String {
    let roles = ["weight", "bias", "running_mean", "running_var"]
    let constants = zip(parameters, roles).map { graph.constant($0.tensor, $1) }
    return graph.node(
      "BatchNormalization", [graph.operands[0].value] + constants, ["epsilon": .float(Float(epsilon))])
  }
}

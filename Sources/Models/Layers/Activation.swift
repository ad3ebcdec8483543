import ONNX
public import Programs
import Tensors

/// Elementwise functions other than ReLU.
public enum Activation: Operation {
  /// x where x > 0, else slope · x
  case leakyRelu(slope: Double)
  /// x where x > 0, else scale · (exp(x) - 1)
  case elu(scale: Double)
  case sigmoid
  /// x · sigmoid(x), also known as swish. Ramachandran et al. 2017.
  case silu
  case tanh
  /// x · Φ(x), with the distribution function Φ of the normal distribution. Hendrycks and Gimpel 2016.
  case gelu
  /// x / 2 · (1 + tanh(√(2/π) (x + 0.044715 x³))), which is close to the one before.
  case geluByTanh
  /// slope · x + offset, clipped to 0...1
  case hardSigmoid(slope: Double, offset: Double)
  /// x · hardSigmoid(x) with slope 1/6 and offset 1/2
  case hardSwish
  /// log(1 + exp(x)). Dugas et al. 2001.
  case softplus
  case clip(low: Double, high: Double)

  public var kind: LayerKind { .activation }

  public func forward(_ operands: [Term]) -> Term {
    let x = operands[0]
    return switch self {
    case .leakyRelu(let slope): x.positive + slope * x.negative
    case .elu(let scale): x.positive + scale * (x.negative.exp - 1)
    case .sigmoid: x.sigmoid
    case .silu: x * x.sigmoid
    case .tanh: x.tanh
    case .gelu: x * (0.5 * (x * 0.5.squareRoot()).unary(.erf) + 0.5)
    case .geluByTanh: x * (0.5 * ((2 / Double.pi).squareRoot() * (x + 0.044715 * (x * x * x))).tanh + 0.5)
    case .hardSigmoid(let slope, let offset): (slope * x + offset).clipped(0, 1)
    case .hardSwish: x * (x / 6 + 0.5).clipped(0, 1)
    case .softplus: x.softplus
    case .clip(let low, let high): x.clipped(low, high)
    }
  }
}

extension Activation {
  public func write(_ graph: inout GraphWriter) -> String {
    let x = graph.operands[0].value
    switch self {
    case .leakyRelu(let slope): return graph.node("LeakyRelu", [x], ["alpha": .float(Float(slope))])
    case .elu(let scale): return graph.node("Elu", [x], ["alpha": .float(Float(scale))])
    case .sigmoid: return graph.node("Sigmoid", [x])
    case .silu: return graph.node("Mul", [x, graph.node("Sigmoid", [x])])
    case .tanh: return graph.node("Tanh", [x])
    case .gelu: return graph.node("Gelu", [x])
    case .geluByTanh: return graph.node("Gelu", [x], ["approximate": .text("tanh")])
    case .hardSigmoid(let slope, let offset): return hardSigmoid(&graph, slope, offset)
    case .hardSwish where graph.opset < 14: return graph.node("Mul", [x, hardSigmoid(&graph, 1 / 6, 0.5)])
    case .hardSwish: return graph.node("HardSwish", [x])
    case .softplus: return graph.node("Softplus", [x])
    case .clip(let low, let high):
      // A bound that bounds nothing is left out.
      let most = Double(Float.greatestFiniteMagnitude)
      let bounds = [
        low > -most ? graph.constant(Tensor(Float(low)), "min") : "",
        high < most ? graph.constant(Tensor(Float(high)), "max") : "",
      ]
      return graph.node("Clip", [x] + bounds)
    }
  }

  private func hardSigmoid(_ graph: inout GraphWriter, _ slope: Double, _ offset: Double) -> String {
    graph.node(
      "HardSigmoid", [graph.operands[0].value],
      ["alpha": .float(Float(slope)), "beta": .float(Float(offset))])
  }

  /// x · f(x) for this function f, where that has a name.
  var gatingItsOperand: Activation? {
    switch self {
    case .sigmoid: .silu
    case .hardSigmoid(let slope, offset: 0.5) where abs(slope - 1 / 6) < 1e-6: .hardSwish
    default: nil
    }
  }

  static func leakyRelu(_ node: Node) throws(ImportError) -> Piece {
    try Activation.leakyRelu(slope: Double(try node.float("alpha", 0.01))).piece(node)
  }

  static func elu(_ node: Node) throws(ImportError) -> Piece {
    try Activation.elu(scale: Double(try node.float("alpha", 1))).piece(node)
  }

  static func sigmoid(_ node: Node) throws(ImportError) -> Piece { try Activation.sigmoid.piece(node) }
  static func tanh(_ node: Node) throws(ImportError) -> Piece { try Activation.tanh.piece(node) }

  static func gelu(_ node: Node) throws(ImportError) -> Piece {
    switch node.text("approximate", "none") {
    case "none": return try Activation.gelu.piece(node)
    case "tanh": return try Activation.geluByTanh.piece(node)
    case let other: throw node.refusal("has approximate='\(other)', which is not known")
    }
  }

  static func hardSwish(_ node: Node) throws(ImportError) -> Piece { try Activation.hardSwish.piece(node) }
  static func softplus(_ node: Node) throws(ImportError) -> Piece { try Activation.softplus.piece(node) }

  static func hardSigmoid(_ node: Node) throws(ImportError) -> Piece {
    let slope = Double(try node.float("alpha", 0.2))
    return try Activation.hardSigmoid(slope: slope, offset: Double(try node.float("beta", 0.5))).piece(node)
  }

  /// GELU is new in opset 20.
  public var opsets: ClosedRange<Int> {
    switch self {
    case .gelu, .geluByTanh: 20...GraphWriter.opsets.upperBound
    default: GraphWriter.opsets
    }
  }

  static func clip(_ node: Node) throws(ImportError) -> Piece {
    let low = Double(try node.scalar(1) ?? -Float.greatestFiniteMagnitude)
    let high = Double(try node.scalar(2) ?? Float.greatestFiniteMagnitude)
    return try Activation.clip(low: low, high: high).piece(node)
  }

  private func piece(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.signal(0)
    return Piece(operation: self, operands: [x], batch: x.batch)
  }
}

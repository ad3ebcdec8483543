import Glibc
import ONNX
public import Programs
import Tensors

/// The larger or the smaller of two operands, or one of them to the power of the other.
public struct Combination: Operation {
  public enum Function: String, Sendable, CaseIterable {
    case maximum = "Max"
    case minimum = "Min"
    case power = "Pow"

    func apply(_ x: Double, _ y: Double) -> Double {
      switch self {
      case .maximum: x.isNaN || y.isNaN ? .nan : max(x, y)
      case .minimum: x.isNaN || y.isNaN ? .nan : min(x, y)
      case .power: pow(x, y)
      }
    }
  }

  public let function: Function
  let operands: Mixture

  public var kind: LayerKind { .other }
  public var parameters: [Constant] { operands.parameters }

  public func forward(_ signals: [Term]) -> Term {
    let terms = operands.terms(signals)
    switch function {
    case .maximum: return terms[0].maximum(terms[1])
    case .minimum: return terms[0].minimum(terms[1])
    case .power:
      guard let exponent else { return terms[0].combined(.power, terms[1]) }
      let x = terms[0]
      return switch exponent {
      case 1: x
      case 2: x * x
      case 3: x * x * x
      case 0.5: x.sqrt
      case -0.5: x.builder.fill(1) / x.sqrt
      case -1: x.builder.fill(1) / x
      default: x.combined(.power, x.builder.fill(exponent))
      }
    }
  }

  /// The one exponent of a power.
  var exponent: Double? {
    guard function == .power, let constant = operands.pieces.last ?? nil, constant.shape.count == 1,
      constant.shape.rank == 0 || operands.pieces[0] == nil
    else { return nil }
    return Double(constant.tensor.values[0])
  }
}

extension Combination {
  static func operation(_ function: Function) -> Operator {
    Operator(
      name: function.rawValue,
      layer: { (node) throws(ImportError) in
        try node.require(node.operands.count == 2, "has \(node.operands.count) operands, where it needs two")
        let (operands, signals, batch) = try Mixture.read(node)
        let areWhole = signals.allSatisfy { $0.content != .numbers } && operands.areWhole
        return Piece(
          operation: Combination(function: function, operands: operands), operands: signals, batch: batch,
          content: areWhole && function != .power ? .wholeNumbers : .numbers)
      },
      folding: { (node) throws(ImportError) in try fold(node, function) })
  }

  private static func fold(_ node: Node, _ function: Function) throws(ImportError) -> Literal? {
    try node.require(node.operands.count == 2, "has \(node.operands.count) operands, where it needs two")
    let (x, y) = try node.broadcast(try node.literal(0), try node.literal(1))
    if function == .power, y.scalar == 1 { return x }
    if case .entries(let left) = x.values, case .entries(let right) = y.values {
      // Some exporters compute a common shape as that of a maximum, whatever its values are.
      let entries = zip(left, right).map { x, y -> Literal.Entry in
        guard case .number(let x) = x, case .number(let y) = y else { return .undetermined }
        return Int(exactly: function.apply(Double(x), Double(y))).map(Literal.Entry.number) ?? .undetermined
      }
      return Literal(name: "", shape: x.shape, values: .entries(entries), batch: x.batch)
    }
    guard let left = x.floats, let right = y.floats else { return nil }
    let values = zip(left, right).map { Float(function.apply(Double($0), Double($1))) }
    return Literal(name: "", shape: x.shape, values: .floats(values), batch: x.batch)
  }

  public func write(_ graph: inout GraphWriter) -> String {
    graph.node(function.rawValue, operands.write(&graph))
  }
}

import ONNX
public import Programs
import Tensors

/// A constant that every sample gets: a class token, a first state.
///
/// It has an operand, whose values don't matter, since a layer has at least one.
public struct Repeated: Operation {
  let constant: Constant

  public var kind: LayerKind { .other }
  public var parameters: [Constant] { [constant] }

  public func forward(_ operands: [Term]) -> Term { operands[0].builder.constant(constant) }
}

extension Repeated {
  static func read(_ node: Node) throws(ImportError) -> Piece {
    throw node.refusal("holds a constant of a kind that is not read")
  }

  static func readOfShape(_ node: Node) throws(ImportError) -> Piece {
    throw node.refusal("needs a shape that is known at import")
  }

  static func foldConstant(_ node: Node) throws(ImportError) -> Literal? {
    let literal: Literal? =
      switch node.message.attributes.first(where: { $0.key.hasPrefix("value") })?.value {
      case .tensor(let message): try Literal(message, in: node.file)
      case .float(let value): Literal(name: "", shape: [], values: .floats([value]))
      case .floats(let values): Literal(name: "", shape: [values.count], values: .floats(values))
      case .integer(let value): Literal(name: "", shape: [], values: .entries([.number(value)]))
      case .integers(let values): Literal(entries: values.map { .number($0) })
      default: nil
      }
    return literal
  }

  public func write(_ graph: inout GraphWriter) -> String {
    let target = graph.batched(constant.shape)
    return graph.node(
      "Expand", [graph.constant(constant.tensor.reshaped([1] + constant.shape), "constant"), target])
  }

  static func foldOfShape(_ node: Node) throws(ImportError) -> Literal? {
    guard case .entries(let target) = try node.literal(0).values else {
      throw node.refusal("needs whole numbers as a shape")
    }
    return try Expansion.repeating(try value(node), target, node)
  }

  private static func value(_ node: Node) throws(ImportError) -> Literal {
    let literal = try node.tensor("value") ?? Literal(name: "", shape: [], values: .floats([0]))
    try node.require(literal.count == 1, "fills a shape with \(literal.count) values instead of one")
    return literal.reshaped([])
  }
}

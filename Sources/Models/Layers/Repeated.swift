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

  // MARK: Constants repeated for each sample

  static func readOfShape(_ node: Node) throws(ImportError) -> Piece {
    guard case .entries(let target) = try node.literal(0).values else {
      throw node.refusal("needs whole numbers as a shape")
    }
    return try repeating(try value(node), target, node)
  }

  static func foldOfShape(_ node: Node) throws(ImportError) -> Literal? {
    guard let shape = try node.literal(0).integers else { return nil }
    return try node.expanded(try value(node), to: shape)
  }

  static func expanding(_ literal: Literal, _ node: Node) throws(ImportError) -> Piece {
    try repeating(literal, try Expansion.target(node), node)
  }

  /// A layer that holds `literal`, expanded to the target but for its one entry of the batch size.
  private static func repeating(
    _ literal: Literal, _ target: [Literal.Entry], _ node: Node
  ) throws(ImportError) -> Piece {
    let batches = target.indices.filter { target[$0] == .batch }
    try node.require(batches.count == 1, "makes a constant whose shape names the batch size more than once")
    let batch = batches[0]
    let whole = try node.broadcastShape(literal.shape, target.map { $0.number ?? 1 })
    let axis = batch + whole.count - target.count
    try node.require(whole[axis] == 1, "makes a constant that differs between samples")
    var shape = whole
    shape.remove(at: axis)
    guard let constant = try node.expanded(literal, to: whole).reshaped(shape).constant else {
      throw node.refusal("can't use the batch size as a number")
    }
    return Piece(operation: Repeated(constant: constant), operands: [node.input], batch: axis)
  }

  private static func value(_ node: Node) throws(ImportError) -> Literal {
    let literal = try node.tensor("value") ?? Literal(name: "", shape: [], values: .floats([0]))
    try node.require(literal.count == 1, "fills a shape with \(literal.count) values instead of one")
    return literal.reshaped([])
  }
}

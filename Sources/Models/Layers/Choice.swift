import ONNX
public import Programs
import Tensors

/// One of two numbers where a condition holds, else the other one: ONNX's Where.
public struct Choice: Operation {
  /// The condition, what stands where it holds, and what stands elsewhere.
  let operands: Mixture

  public var kind: LayerKind { .other }
  public var parameters: [Constant] { operands.parameters }

  public func forward(_ signals: [Term]) -> Term {
    let terms = operands.terms(signals)
    return terms[0].select(terms[1], terms[2])
  }
}

extension Choice {
  static func read(_ node: Node) throws(ImportError) -> Piece {
    try node.require(node.operands.count == 3, "needs three operands")
    let (operands, signals, batch) = try Mixture.read(node)
    let branches = [try node.operand(1), try node.operand(2)]
    let areTruths = branches.allSatisfy { $0.content == .truths }
    let areWhole = branches.allSatisfy { $0.content != .numbers }
    return Piece(
      operation: Choice(operands: operands), operands: signals, batch: batch,
      content: areTruths ? .truths : areWhole ? .wholeNumbers : .numbers,
      isInteger: branches.allSatisfy(\.isInteger))
  }

  static func fold(_ node: Node) throws(ImportError) -> Literal? {
    var (condition, yes) = try node.broadcast(try node.literal(0), try node.literal(1))
    var no = try node.literal(2)
    (yes, no) = try node.broadcast(yes, no)
    (condition, yes) = try node.broadcast(condition, yes)
    (yes, no) = try node.broadcast(yes, no)
    guard let truths = condition.truths else { return nil }
    func chosen<Number>(_ x: [Number], _ y: [Number]) -> [Number] {
      truths.indices.map { truths[$0] ? x[$0] : y[$0] }
    }
    let values: Literal.Values
    switch (yes.values, no.values) {
    case (.entries(let x), .entries(let y)): values = .entries(chosen(x, y))
    case (.booleans(let x), .booleans(let y)): values = .booleans(chosen(x, y))
    default:
      guard let x = yes.floats, let y = no.floats else { return nil }
      values = .floats(chosen(x, y))
    }
    return Literal(name: "", shape: condition.shape, values: values, batch: yes.batch)
  }

  public func write(_ graph: inout GraphWriter) -> String {
    var values = operands.write(&graph)
    values[0] = graph.preparation("Cast", [values[0]], ["to": .integer(9)])
    return graph.node("Where", values)
  }
}

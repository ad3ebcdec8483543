import ONNX
public import Programs
import Tensors

/// Truth values, 1 and 0, of numbers and of truth values: what masks are computed with.
public struct Comparison: Operation {
  public enum Relation: String, Sendable, CaseIterable {
    case equal = "Equal"
    case greater = "Greater"
    case greaterOrEqual = "GreaterOrEqual"
    case less = "Less"
    case lessOrEqual = "LessOrEqual"
    case and = "And"
    case or = "Or"
    case exclusiveOr = "Xor"
    case not = "Not"
    case isNaN = "IsNaN"
    case isInfinite = "IsInf"
    /// Not 0: what a cast to truth values asks.
    case isNotZero = "Cast"

    /// For truth values, of which there are two but for relations that take one.
    func holds(_ x: Float, _ y: Float) -> Bool {
      switch self {
      case .equal: x == y
      case .greater: x > y
      case .greaterOrEqual: x >= y
      case .less: x < y
      case .lessOrEqual: x <= y
      case .and: x != 0 && y != 0
      case .or: x != 0 || y != 0
      case .exclusiveOr: (x != 0) != (y != 0)
      case .not: x == 0
      case .isNaN: x.isNaN
      case .isInfinite: x.isInfinite
      case .isNotZero: x != 0
      }
    }

    /// Whether the operands are truth values.
    var takesTruths: Bool { [.and, .or, .exclusiveOr, .not].contains(self) }
  }

  public let relation: Relation
  let operands: Mixture

  public var kind: LayerKind { .other }
  public var parameters: [Constant] { operands.parameters }

  public func forward(_ signals: [Term]) -> Term {
    let terms = operands.terms(signals)
    let (x, y) = (terms[0], terms.last ?? terms[0])
    return switch relation {
    case .equal: x.combined(.equal, y)
    case .greater: x.combined(.greater, y)
    case .greaterOrEqual: x.combined(.greater, y).maximum(x.combined(.equal, y))
    case .less: y.combined(.greater, x)
    case .lessOrEqual: y.combined(.greater, x).maximum(x.combined(.equal, y))
    case .and: x * y
    case .or: x.maximum(y)
    case .exclusiveOr: (x - y).absolute
    case .not: 1 - x
    case .isNaN: 1 - x.combined(.equal, x)
    case .isInfinite: x.absolute.combined(.equal, x.builder.fill(.infinity))
    case .isNotZero: 1 - x.combined(.equal, x.builder.fill(0))
    }
  }
}

extension Comparison {
  static func operation(_ relation: Relation) -> Operator {
    Operator(
      name: relation.rawValue,
      layer: { (node) throws(ImportError) in try read(node, relation) },
      folding: { (node) throws(ImportError) in try fold(node, relation) })
  }

  /// 1 where a signal is not 0.
  static func isNotZero(_ x: Signal) -> Piece {
    Piece(
      operation: Comparison(relation: .isNotZero, operands: Mixture(pieces: [nil])), operands: [x],
      batch: x.batch, content: .truths, isInteger: false)
  }

  private static func read(_ node: Node, _ relation: Relation) throws(ImportError) -> Piece {
    let (operands, signals, batch) = try Mixture.read(node)
    return Piece(
      operation: Comparison(relation: relation, operands: operands), operands: signals, batch: batch,
      content: .truths, isInteger: false)
  }

  private static func fold(_ node: Node, _ relation: Relation) throws(ImportError) -> Literal? {
    var x = try node.literal(0)
    var y = try node.optionalLiteral(1) ?? x
    (x, y) = try node.broadcast(x, y)
    if let left = x.floats, let right = y.floats {
      return Literal(
        name: "", shape: x.shape, values: .booleans(zip(left, right).map(relation.holds)), batch: x.batch)
    }
    guard case .entries(let left) = x.values, case .entries(let right) = y.values else { return nil }
    var truths: [Bool] = []
    for pair in zip(left, right) {
      guard let truth = holds(relation, pair.0, pair.1) else { return nil }
      truths.append(truth)
    }
    return Literal(name: "", shape: x.shape, values: .booleans(truths), batch: x.batch)
  }

  /// What holds for every number of samples and for every sample, of which there is at least one.
  private static func holds(_ relation: Relation, _ x: Literal.Entry, _ y: Literal.Entry) -> Bool? {
    switch (relation, x, y) {
    case (_, .number(let x), .number(let y)): relation.holds(Float(x), Float(y))
    case (.equal, .samples, .samples), (.equal, .index, .index): x == y ? true : nil
    case (.equal, .samples, .number(let number)), (.equal, .number(let number), .samples):
      number < 1 ? false : nil
    case (.greaterOrEqual, .index(let times, let plus), .number(let number)):
      times >= 0 && plus >= number ? true : nil
    case (.less, .index(let times, let plus), .number(let number)):
      times >= 0 && plus >= number ? false : nil
    case (.greater, .samples(let times), .number(let number)): times > number ? true : nil
    default: nil
    }
  }

  /// Other programs keep truth values apart from numbers.
  public func write(_ graph: inout GraphWriter) -> String {
    var values = operands.write(&graph)
    if relation == .isNotZero {
      let truths = graph.node("Cast", values, ["to": .integer(9)])
      return graph.node("Cast", [truths], ["to": .integer(1)])
    }
    if relation.takesTruths {
      values = values.map { graph.preparation("Cast", [$0], ["to": .integer(9)]) }
    }
    let truths = graph.node(relation.rawValue, values)
    return graph.node("Cast", [truths], ["to": .integer(1)])
  }
}

import Glibc
import ONNX
public import Programs
import Tensors

/// Elementary functions of each entry, of which larger functions are made.
public struct Elementary: Operation {
  public enum Function: String, Sendable, CaseIterable {
    case absolute = "Abs"
    case ceiling = "Ceil"
    case cosine = "Cos"
    case erf = "Erf"
    case exp = "Exp"
    case floor = "Floor"
    case log = "Log"
    case negate = "Neg"
    case reciprocal = "Reciprocal"
    case round = "Round"
    case sign = "Sign"
    case sine = "Sin"
    case sqrt = "Sqrt"

    func apply(_ x: Double) -> Double {
      switch self {
      case .absolute: abs(x)
      case .ceiling: x.rounded(.up)
      case .cosine: cos(x)
      case .erf: Glibc.erf(x)
      case .exp: Glibc.exp(x)
      case .floor: x.rounded(.down)
      case .log: Glibc.log(x)
      case .negate: -x
      case .reciprocal: 1 / x
      case .round: x.rounded(.toNearestOrEven)
      case .sign: x > 0 ? 1 : x < 0 ? -1 : x
      case .sine: sin(x)
      case .sqrt: x.squareRoot()
      }
    }

    func apply(_ x: Term) -> Term? {
      switch self {
      case .absolute: x.absolute
      case .erf: x.unary(.erf)
      case .exp: x.exp
      case .log: x.log
      case .negate: -x
      case .reciprocal: x.builder.fill(1) / x
      case .sign: x.sign
      case .sqrt: x.sqrt
      // Programs have no primitive for these: they are computed at import, of constants.
      case .ceiling, .cosine, .floor, .round, .sine: nil
      }
    }
  }

  public let function: Function

  public var kind: LayerKind { function == .negate ? .scaling : .other }

  public func forward(_ operands: [Term]) -> Term { function.apply(operands[0]) ?? operands[0] }

  public func write(_ graph: inout GraphWriter) -> String {
    graph.node(function.rawValue, [graph.operands[0].value])
  }
}

extension Elementary {
  static func operation(_ function: Function) -> Operator {
    Operator(
      name: function.rawValue,
      layer: { (node) throws(ImportError) in
        let x = try node.signal(0)
        switch function {
        case .ceiling, .cosine, .floor, .round, .sine:
          throw node.refusal(
            "computes \(function.rawValue) of what depends on the input, which is done of constants only")
        default: break
        }
        let keeps = [.absolute, .negate, .sign].contains(function) && x.content != .numbers
        return Piece(
          operation: Elementary(function: function), operands: [x], batch: x.batch,
          content: keeps ? .wholeNumbers : .numbers)
      },
      folding: { (node) throws(ImportError) in
        let x = try node.literal(0)
        if let integers = x.integers {
          guard integers.allSatisfy({ $0 > .min }), [.absolute, .negate, .sign].contains(function) else {
            return nil
          }
          let values = integers.map { Literal.Entry.number(Int(function.apply(Double($0)))) }
          return Literal(name: x.name, shape: x.shape, values: .entries(values), batch: x.batch)
        }
        guard let values = x.floats else { return nil }
        return Literal(
          name: x.name, shape: x.shape, values: .floats(values.map { Float(function.apply(Double($0))) }),
          batch: x.batch)
      })
  }
}

import Language
import Tensors

// Numbers calculate with numbers; tensors element by element with numbers and with tensors of the same shape.
// Nothing else calculates.

extension Value {
  func applying(_ sign: Expression.Operator, to other: Value) throws(Mistake) -> Value {
    switch (self, other) {
    case (.number(let left), .number(let right)):
      if sign == .over && right == 0 { throw .divisionByZero }
      return .number(sign.calculate(left, right))
    case (.tensor(let left), .number(let right)):
      return .tensor(left.map { Float(sign.calculate(Double($0), right)) })
    case (.number(let left), .tensor(let right)):
      return .tensor(right.map { Float(sign.calculate(left, Double($0))) })
    case (.tensor(let left), .tensor(let right)):
      guard left.shape == right.shape else { throw .differentShapes(left.shape, right.shape) }
      let values = zip(left.values, right.values).map { Float(sign.calculate(Double($0), Double($1))) }
      return .tensor(Tensor(left.shape, values))
    default:
      throw .notCalculable(kind, sign.rawValue, other.kind)
    }
  }

  func negated() throws(Mistake) -> Value {
    switch self {
    case .number(let value): return .number(-value)
    case .tensor(let tensor): return .tensor(tensor.map { -$0 })
    default: throw .wrongKind(expected: "a number or a tensor", found: kind)
    }
  }

  func truth() throws(Mistake) -> Bool {
    guard case .bool(let value) = self else { throw .wrongKind(expected: "true or false", found: kind) }
    return value
  }

  /// `tolerance` is how far numbers that count as equal may lie apart.
  func compared(_ comparison: Expression.Comparison, to other: Value, within tolerance: Double)
    throws(Mistake) -> Bool
  {
    switch comparison {
    case .equal: return try equals(other, within: tolerance)
    case .unequal: return try !equals(other, within: tolerance)
    case .less: return try difference(to: other) < tolerance
    case .lessOrEqual: return try difference(to: other) <= tolerance
    case .greater: return try difference(to: other) > -tolerance
    case .greaterOrEqual: return try difference(to: other) >= -tolerance
    }
  }

  private func difference(to other: Value) throws(Mistake) -> Double {
    guard case .number(let left) = self, case .number(let right) = other else {
      throw .notOrdered(kind, other.kind)
    }
    return left == right ? 0 : left - right
  }

  private func equals(_ other: Value, within tolerance: Double) throws(Mistake) -> Bool {
    switch (self, other) {
    case (.number(let left), .number(let right)): return left == right || abs(left - right) <= tolerance
    case (.tensor(let left), .tensor(let right)):
      guard left.shape == right.shape else { throw .differentShapes(left.shape, right.shape) }
      return zip(left.values, right.values).allSatisfy {
        $0 == $1 || abs(Double($0) - Double($1)) <= tolerance
      }
    case (.text(let left), .text(let right)): return left == right
    case (.bool(let left), .bool(let right)): return left == right
    case (.unit(let left), .unit(let right)): return left == right
    case (.nothing, .nothing): return true
    case (.nothing, _), (_, .nothing): return false
    case (.result, _), (_, .result): throw .notComparable(kind, other.kind)
    default:
      guard let left = elements, let right = other.elements else { throw .notComparable(kind, other.kind) }
      guard left.count == right.count else { return false }
      for (mine, theirs) in zip(left, right) where try !mine.equals(theirs, within: tolerance) {
        return false
      }
      return true
    }
  }
}

extension Expression.Operator {
  fileprivate func calculate(_ left: Double, _ right: Double) -> Double {
    switch self {
    case .plus: left + right
    case .minus: left - right
    case .times: left * right
    case .over: left / right
    }
  }
}

/// What stands after `expect` and `if`, in `( )` and in index brackets.
public struct Expression: Hashable, Sendable {
  public var kind: Kind
  public var span: Span

  /// Chains of one precedence are flat, so that a long script never makes a deep tree.
  public indirect enum Kind: Hashable, Sendable {
    case or([Expression])
    case and([Expression])
    case not(Expression)
    case compare(Expression, Comparison, Expression)
    /// A chain of `+ -` or of `* /`, calculated from left to right.
    case arithmetic(Expression, [Step])
    case negate(Expression)
    case datum(Datum)
  }

  public struct Step: Hashable, Sendable {
    public var sign: Operator
    public var operand: Expression
  }

  public enum Comparison: String, Hashable, Sendable {
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  public enum Operator: String, Hashable, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
  }
}

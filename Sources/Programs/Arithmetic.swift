import Glibc

extension Primitive.Unary {
  /// What the operation means for one number.
  public func apply(_ x: Double) -> Double {
    switch self {
    case .negate: -x
    case .absolute: abs(x)
    case .sign: x > 0 ? 1 : x < 0 ? -1 : 0
    case .exp: Glibc.exp(x)
    case .log: Glibc.log(x)
    case .sqrt: x.squareRoot()
    case .tanh: Glibc.tanh(x)
    case .sigmoid: 1 / (1 + Glibc.exp(-x))
    case .erf: Glibc.erf(x)
    // Not the logarithm of an exponential, which may be infinite.
    case .softplus: max(x, 0) + Glibc.log1p(Glibc.exp(-abs(x)))
    case .positive: max(x, 0)
    case .negative: min(x, 0)
    case .step: x > 0 ? 1 : 0
    }
  }
}

extension Primitive.Binary {
  /// What the operation means for two numbers.
  public func apply(_ x: Double, _ y: Double) -> Double {
    switch self {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .maximum: max(x, y)
    case .minimum: min(x, y)
    case .power: pow(x, y)
    case .stabilize: x + (x < 0 ? -y : y)
    case .greater: x > y ? 1 : 0
    case .equal: x == y ? 1 : 0
    }
  }
}

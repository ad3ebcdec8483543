import CVector
import Glibc
import Programs

/// Elementwise functions over rows of numbers. A result may lie where an operand lies, entry on entry.
enum VectorMath {
  static func apply(_ operation: Primitive.Unary, _ x: Floats, to y: Floats, _ count: Int) {
    switch operation {
    case .negate: xpl_negate(x, y, count)
    case .absolute: xpl_absolute(x, y, count)
    case .sign: xpl_sign(x, y, count)
    case .exp: xpl_exp(x, y, count)
    case .log: for index in 0..<count { y[index] = logf(x[index]) }
    case .sqrt: xpl_sqrt(x, y, count)
    case .tanh: xpl_tanh(x, y, count)
    case .sigmoid: xpl_sigmoid(x, y, count)
    case .erf: xpl_erf(x, y, count)
    case .softplus: softplus(x, to: y, count)
    case .positive: xpl_positive(x, y, count)
    case .negative: xpl_negative(x, y, count)
    case .step: xpl_step(x, y, count)
    }
  }

  static func apply(_ operation: Primitive.Binary, _ x: Floats, _ y: Floats, to z: Floats, _ count: Int) {
    switch operation {
    case .add: xpl_add(x, y, z, count)
    case .subtract: xpl_subtract(x, y, z, count)
    case .multiply: xpl_multiply(x, y, z, count)
    case .divide: xpl_divide(x, y, z, count)
    case .maximum: xpl_maximum(x, y, z, count)
    case .minimum: xpl_minimum(x, y, z, count)
    case .power: for index in 0..<count { z[index] = powf(x[index], y[index]) }
    case .stabilize: xpl_stabilize(x, y, z, count)
    case .greater: xpl_greater(x, y, z, count)
    case .equal: xpl_equal(x, y, z, count)
    }
  }

  static func select(_ condition: Floats, _ x: Floats, _ y: Floats, to z: Floats, _ count: Int) {
    xpl_select(condition, x, y, z, count)
  }

  /// max(x, 0) + ln(1 + exp(-|x|)), which never overflows.
  private static func softplus(_ x: Floats, to y: Floats, _ count: Int) {
    for index in 0..<count {
      var (size, power) = (-x[index].magnitude, Float(0))
      xpl_exp(&size, &power, 1)
      y[index] = (x[index] < 0 ? 0 : x[index]) + log1pf(power)
    }
  }
}

import Glibc
import Programs

/// Elementwise functions over rows of numbers, written so that the compiler vectorises them.
enum VectorMath {
  static func apply(_ operation: Primitive.Unary, _ x: Floats, to y: Floats, _ count: Int) {
    switch operation {
    case .negate: each(x, y, count) { -$0 }
    case .absolute: each(x, y, count) { $0.magnitude }
    case .sign: each(x, y, count) { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
    case .exp: each(x, y, count) { exponential($0) }
    case .log: each(x, y, count) { logf($0) }
    case .sqrt: each(x, y, count) { $0.squareRoot() }
    case .tanh: each(x, y, count) { hyperbolicTangent($0) }
    case .sigmoid: each(x, y, count) { 1 / (1 + exponential(-$0)) }
    case .erf: each(x, y, count) { errorFunction($0) }
    case .softplus: each(x, y, count) { ($0 < 0 ? 0 : $0) + log1pf(exponential(-$0.magnitude)) }
    // Written so that NaN stays NaN.
    case .positive: each(x, y, count) { $0 < 0 ? 0 : $0 }
    case .negative: each(x, y, count) { $0 > 0 ? 0 : $0 }
    case .step: each(x, y, count) { $0 > 0 ? 1 : 0 }
    }
  }

  static func apply(_ operation: Primitive.Binary, _ x: Floats, _ y: Floats, to z: Floats, _ count: Int) {
    switch operation {
    case .add: each(x, y, z, count) { $0 + $1 }
    case .subtract: each(x, y, z, count) { $0 - $1 }
    case .multiply: each(x, y, z, count) { $0 * $1 }
    case .divide: each(x, y, z, count) { $0 / $1 }
    case .maximum: each(x, y, z, count) { $1 >= $0 ? $1 : $0 }
    case .minimum: each(x, y, z, count) { $1 < $0 ? $1 : $0 }
    case .power: each(x, y, z, count) { powf($0, $1) }
    case .stabilize: each(x, y, z, count) { $0 + ($0 < 0 ? -$1 : $1) }
    case .greater: each(x, y, z, count) { $0 > $1 ? 1 : 0 }
    case .equal: each(x, y, z, count) { $0 == $1 ? 1 : 0 }
    }
  }

  static func select(_ condition: Floats, _ x: Floats, _ y: Floats, to z: Floats, _ count: Int) {
    for index in 0..<count {
      // Both are loaded, so that there is no branch in the way of vector instructions.
      let (yes, no) = (x[index], y[index])
      z[index] = condition[index] != 0 ? yes : no
    }
  }

  @inline(__always)
  private static func each(_ x: Floats, _ y: Floats, _ count: Int, _ function: (Float) -> Float) {
    for index in 0..<count { y[index] = function(x[index]) }
  }

  @inline(__always)
  private static func each(
    _ x: Floats, _ y: Floats, _ z: Floats, _ count: Int, _ function: (Float, Float) -> Float
  ) {
    for index in 0..<count { z[index] = function(x[index], y[index]) }
  }

  /// e to the power x, by the reduction and polynomial of the Cephes library (Moshier 1989).
  @inline(__always)
  static func exponential(_ x: Float) -> Float {
    let low: Float = x < -87.3 ? -87.3 : x
    let inside: Float = low > 88.72283 ? 88.72283 : low
    // Adding 1.5 · 2^23 rounds to a whole number, which then stands in the lowest bits.
    let shifted = inside * 1.442_695_04 + 12_582_912
    let whole = shifted - 12_582_912
    let rest = (inside - whole * 0.693_359_375) + whole * 2.121_944_4e-4
    var polynomial: Float = 1.987_569_2e-4
    polynomial = polynomial * rest + 1.398_199_9e-3
    polynomial = polynomial * rest + 8.333_452e-3
    polynomial = polynomial * rest + 4.166_579_6e-2
    polynomial = polynomial * rest + 1.666_666_5e-1
    polynomial = polynomial * rest + 0.5
    polynomial = polynomial * rest * rest + rest + 1
    // One factor of 2 apart, because 2^128 is out of range where the result is not.
    let power = Float(bitPattern: (shifted.bitPattern &+ 126) &<< 23)
    let result = polynomial * power * 2
    return x > 88.72283 ? .infinity : x < -87.3 ? 0 : result
  }

  /// Cephes again: a polynomial near 0, the exponential elsewhere.
  @inline(__always)
  private static func hyperbolicTangent(_ x: Float) -> Float {
    let square = x * x
    var polynomial: Float = -5.704_988_7e-3
    polynomial = polynomial * square + 2.063_908_9e-2
    polynomial = polynomial * square - 5.373_971_6e-2
    polynomial = polynomial * square + 1.333_144_2e-1
    polynomial = polynomial * square - 3.333_328_2e-1
    let near = polynomial * square * x + x
    let far = 1 - 2 / (exponential(2 * x.magnitude) + 1)
    return x.magnitude < 0.625 ? near : x < 0 ? -far : far
  }

  /// A polynomial near 0; elsewhere 1 - exp(-p), with a polynomial p for the logarithm of what is missing to 1.
  ///
  /// Fitted for the least largest error in what it is of Float32: 4e-10 and 2e-9 before rounding.
  @inline(__always)
  private static func errorFunction(_ x: Float) -> Float {
    let square = x * x
    var near: Float = 8.382_390_7e-5
    near = near * square - 8.145_597_5e-4
    near = near * square + 5.201_286_2e-3
    near = near * square - 2.685_949_95e-2
    near = near * square + 1.128_369_72e-1
    near = near * square - 3.761_263_49e-1
    near = near * square + 1.283_792_26e-1
    // 2/√π is more than 1 by the last coefficient.
    near = near * x + x
    // From 4 on nothing is missing.
    let size = x.magnitude > 4 ? 4 : x.magnitude
    var missing: Float = -1.959_374_06e-4
    missing = missing * size + 3.043_218_98e-3
    missing = missing * size - 2.222_692_78e-2
    missing = missing * size + 1.039_316_13e-1
    missing = missing * size + 6.371_822_36e-1
    missing = missing * size + 1.127_675_55
    missing = missing * size + 1.956_734_77e-4
    let far = 1 - exponential(-missing)
    return x.magnitude < 0.92 ? near : x < 0 ? -far : far
  }
}

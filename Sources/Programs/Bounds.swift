import Tensors

/// An interval that every entry of a term lies in, as far as its operations tell; NaN lies in all of them.
///
/// What follows a ReLU is not negative, so that the negative half of a relevance rule is zero and disappears.
struct Bounds: Hashable {
  let low: Double
  let high: Double

  static let all = Bounds(-.infinity, .infinity)
  static let notNegative = Bounds(0, .infinity)

  init(_ low: Double, _ high: Double) {
    (self.low, self.high) = (low, high)
  }

  init(_ value: Double) {
    self = value.isNaN ? .all : Bounds(value, value)
  }

  /// The interval around both.
  func joined(_ other: Bounds) -> Bounds {
    Bounds(min(low, other.low), max(high, other.high))
  }

  static prefix func - (x: Bounds) -> Bounds { Bounds(-x.high, -x.low) }

  static func + (x: Bounds, y: Bounds) -> Bounds { Bounds(x.low + y.low, x.high + y.high).orAll }

  static func * (x: Bounds, y: Bounds) -> Bounds {
    around([(x.low, y.low), (x.low, y.high), (x.high, y.low), (x.high, y.high)]) { a, b in
      a == 0 || b == 0 ? 0 : a * b
    }
  }

  static func / (x: Bounds, y: Bounds) -> Bounds {
    // A quotient by what may be zero may be anything of its sign; 0 / 0 is NaN.
    if y.low > 0 || y.high < 0 {
      return around([(x.low, y.low), (x.low, y.high), (x.high, y.low), (x.high, y.high)]) { a, b in
        a == 0 ? 0 : a / b
      }
    }
    return x.low >= 0 && y.low >= 0 ? .notNegative : .all
  }

  private static func around(
    _ pairs: [(Double, Double)], _ combine: (Double, Double) -> Double
  ) -> Bounds {
    let values = pairs.map { combine($0.0, $0.1) }
    return Bounds(values.reduce(.infinity, min), values.reduce(-.infinity, max)).orAll
  }

  /// The sum of at most `count` such entries.
  func summed(_ count: Int) -> Bounds {
    Bounds(low >= 0 ? 0 : low * Double(count), high <= 0 ? 0 : high * Double(count)).orAll
  }

  /// Infinities of either sign may have met.
  private var orAll: Bounds { low.isNaN || high.isNaN ? .all : self }
}

extension Program {
  /// For each node, whether none of its entries is negative, as far as its operations tell.
  public var isNotNegative: [Bool] { bounds.map { $0.low >= 0 } }

  /// Where the entries of each node lie.
  var bounds: [Bounds] {
    var bounds: [Bounds] = []
    for node in nodes {
      bounds.append(
        node.primitive.bounds(node.operands.map { bounds[$0] }, node.operands.map { nodes[$0].type.shape }))
    }
    return bounds
  }
}

extension Primitive {
  /// Where the results lie, given where the operands do.
  func bounds(_ operands: [Bounds], _ shapes: [Shape]) -> Bounds {
    let x = operands.first ?? .all
    switch self {
    case .input: return .all
    case .constant(let constant): return constant.bounds
    case .fill(let number, _): return Bounds(number.value)
    case .unary(let operation): return operation.bounds(x)
    case .binary(let operation): return operation.bounds(x, operands[1])
    case .select: return operands[1].joined(operands[2])

    case .reshape, .transpose, .broadcast, .slice, .gather, .poolGather, .maxPool, .maximum, .detach: return x
    case .embed: return x.joined(Bounds(0))
    case .concatenate: return operands.reduce(x) { $0.joined($1) }
    case .maxPoolIndex: return .notNegative

    // How many entries are added here depends on indices or on leading extents.
    case .scatter, .poolScatter, .sumLeading: return x.summed(.max)
    case .sum(let axes): return x.summed(axes.map { shapes[0][$0] }.reduce(1, *))
    case .sumPool(let window), .sumPoolTranspose(let window, _): return x.summed(window.kernel.reduce(1, *))
    case .matmul, .convolution, .convolutionTranspose, .convolutionWeights:
      return (x * operands[1]).summed(.max)
    }
  }
}

extension Primitive.Unary {
  fileprivate func bounds(_ x: Bounds) -> Bounds {
    switch self {
    case .negate: -x
    case .absolute:
      x.low >= 0 ? x : x.high <= 0 ? -x : Bounds(0, max(-x.low, x.high))
    case .exp, .sqrt: .notNegative
    case .log: .all
    case .sigmoid, .step: Bounds(0, 1)
    case .softplus: .notNegative
    case .sign, .tanh, .erf: Bounds(x.low >= 0 ? 0 : -1, x.high <= 0 ? 0 : 1)
    case .positive: Bounds(max(x.low, 0), max(x.high, 0))
    case .negative: Bounds(min(x.low, 0), min(x.high, 0))
    }
  }
}

extension Primitive.Binary {
  fileprivate func bounds(_ x: Bounds, _ y: Bounds) -> Bounds {
    switch self {
    case .add: x + y
    case .subtract: x + -y
    case .multiply: x * y
    case .divide: x / y
    case .maximum: Bounds(max(x.low, y.low), max(x.high, y.high))
    case .minimum: Bounds(min(x.low, y.low), min(x.high, y.high))
    case .power: x.low >= 0 ? .notNegative : .all
    case .stabilize: x.low >= 0 && y.low >= 0 ? x + y : .all
    case .greater, .equal: Bounds(0, 1)
    }
  }
}

extension Constant {
  /// Of small constants such as the sizes of windows; large ones are not read for it.
  fileprivate var bounds: Bounds {
    guard shape.count <= 4096 else { return .all }
    let values = tensor.values
    guard let low = values.min(), let high = values.max(), !values.contains(where: \.isNaN) else {
      return .all
    }
    return Bounds(Double(low), Double(high))
  }
}

import Glibc
public import Tensors

/// What targets were made of: y = Σ_p c_p t(x_i, x_j) over pairs p = (i, j), divided by a number that gives y
/// a deviation of 1.
public struct Simulation: Hashable, Sendable {
  /// What two features make together.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case multiply, maximum, minimum
    /// cos(x_i + x_j)
    case cosine
    /// tanh(x_i + x_j)
    case tanh

    func term(_ x: Float, _ y: Float) -> Double {
      switch self {
      case .multiply: Double(x) * Double(y)
      case .maximum: Double(max(x, y))
      case .minimum: Double(min(x, y))
      case .cosine: Glibc.cos(Double(x) + Double(y))
      case .tanh: Glibc.tanh(Double(x) + Double(y))
      }
    }
  }

  public struct Term: Hashable, Sendable {
    public let first: Int
    public let second: Int
    public let coefficient: Double
  }

  public let kind: Kind
  public let features: Int
  public let terms: [Term]
  /// What the sum of terms was divided by.
  public let scale: Double

  /// How a pair is taken out of a target.
  public enum Ablation: String, Hashable, Sendable, CaseIterable {
    /// Its term is multiplied by a random number of the standard normal distribution, and by the largest of
    /// all coefficients in place of its own.
    case noise
    /// Its term is that of two new features.
    case redraw
  }

  /// The coefficient of each pair: [features, features], symmetric.
  public var coefficients: Tensor {
    var matrix = Tensor([features, features], repeating: 0)
    for term in terms {
      matrix.values[term.first * features + term.second] = Float(term.coefficient)
      matrix.values[term.second * features + term.first] = Float(term.coefficient)
    }
    return matrix
  }

  /// What each pair puts into the target of each sample: [samples, features, features], symmetric.
  ///
  /// - Parameter samples: [samples, features]
  public func contributions(_ samples: Tensor) -> Tensor {
    let count = samples.shape[0]
    var result = Tensor([count, features, features], repeating: 0)
    for row in 0..<count {
      let x = samples.values[row * features..<(row + 1) * features]
      for term in terms {
        let value = Float(value(of: term, x) / scale)
        result.values[(row * features + term.first) * features + term.second] = value
        result.values[(row * features + term.second) * features + term.first] = value
      }
    }
    return result
  }

  /// Targets without some pairs.
  ///
  /// - Parameters:
  ///   - samples: [samples, features]
  ///   - pairs: for each sample the pairs that are taken out, the smaller feature first; such as have no term do
  ///     nothing.
  ///   - seed: what the random numbers follow from. Those of a sample and a term are the same whichever pairs are
  ///     taken out.
  public func targets(
    _ samples: Tensor, without pairs: [Set<[Int]>], by ablation: Ablation, seed: UInt64
  ) -> [Float] {
    let largest = terms.map { abs($0.coefficient) }.max() ?? 0
    return pairs.enumerated().map { row, pairs in
      let x = samples.values[row * features..<(row + 1) * features]
      var random = Random(seed: seed, stream: UInt64(row))
      let sum = terms.reduce(0.0) { sum, term in
        let draws = [random.normal(), random.normal()]
        guard pairs.contains([term.first, term.second]) else { return sum + value(of: term, x) }
        return switch ablation {
        case .noise:
          sum + Double(draws[0]) * largest
            * kind.term(x[x.startIndex + term.first], x[x.startIndex + term.second])
        case .redraw: sum + term.coefficient * kind.term(draws[0], draws[1])
        }
      }
      return Float(sum / scale)
    }
  }

  /// "the target is a sum of 20 terms multiply(x, x') of 10 features, scaled to a deviation of 1"
  var text: String {
    "the target is a sum of \(terms.count) terms \(kind.rawValue)(x, x') of \(features) features, "
      + "scaled to a deviation of 1"
  }

  private func value(of term: Term, _ x: ArraySlice<Float>) -> Double {
    term.coefficient * kind.term(x[x.startIndex + term.first], x[x.startIndex + term.second])
  }
}

extension Simulation {
  /// What a simulation follows from.
  public struct Options: Hashable, Sendable {
    public var kind: Kind?
    public var features: Int?
    public var pairs: Int?
    public var samples: Int?
    public var seed: UInt64 = 0

    public init() {}

    var form: Kind { kind ?? .multiply }
    var width: Int { features ?? 10 }
    var count: Int { samples ?? 5000 }
    private var most: Int { width * (width - 1) / 2 }
    fileprivate var pairCount: Int { pairs ?? min(20, most) }

    func check() throws(DataError) {
      if pairCount > most {
        throw .badKey(key: "pairs", value: "\(pairCount)", reason: "\(width) features make \(most) pairs")
      }
    }

    /// The keys of what is given, as the language calls them.
    var keys: [(key: String, value: String)] {
      let given = [
        ("kind", kind?.rawValue), ("features", features.map(String.init)), ("pairs", pairs.map(String.init)),
        ("n", samples.map(String.init)),
      ]
      return given.compactMap { key, value in value.map { (key, $0) } }
    }
  }

  /// Draws pairs and coefficients, then samples, all of the standard normal distribution.
  ///
  /// - Returns: the simulation, samples [n, features] and their targets.
  /// - Throws: ``DataError/badKey(key:value:reason:)``
  static func drawn(
    _ options: Options, check: () throws -> Void
  ) throws -> (simulation: Simulation, samples: Tensor, targets: [Float]) {
    try options.check()
    let (features, count) = (options.width, options.count)
    let all = (0..<features).flatMap { first in (first + 1..<features).map { [first, $0] } }
    var random = Random(seed: options.seed, stream: 0)
    let terms = random.shuffled(all).prefix(options.pairCount).sorted { $0.lexicographicallyPrecedes($1) }.map
    {
      Term(first: $0[0], second: $0[1], coefficient: Double(random.normal()))
    }
    var values: [Float] = []
    values.reserveCapacity(count * features)
    for row in 0..<count {
      if row % 1000 == 0 { try check() }
      var random = Random(seed: options.seed, stream: UInt64(row) + 1)
      for _ in 0..<features { values.append(random.normal()) }
    }
    let samples = Tensor([count, features], values)
    let plain = Simulation(kind: options.form, features: features, terms: terms, scale: 1)
    let sums = (0..<count).map { row in
      terms.reduce(0.0) { $0 + plain.value(of: $1, values[row * features..<(row + 1) * features]) }
    }
    let mean = sums.reduce(0, +) / Double(max(1, count))
    let deviation = (sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, count))).squareRoot()
    // All that is the same for every sample can't be scaled.
    let scale = deviation > 0 ? deviation : 1
    return (
      Simulation(kind: plain.kind, features: features, terms: terms, scale: scale), samples,
      sums.map { Float($0 / scale) }
    )
  }
}

import Programs
import Tensors

extension Rule {
  /// Every rule by its name in the language.
  public static let all: [(name: String, make: @Sendable (RuleSettings) -> Rule)] = [
    ("alpha-beta", alphaBeta),
    ("beta-smooth", betaSmooth),
    ("deconvnet", deconvnet),
    ("epsilon", epsilon),
    ("flat", flat),
    ("gamma", gamma),
    ("gradient", gradient),
    ("guided-backprop", guidedBackprop),
    ("norm", norm),
    ("pass", pass),
    ("w-square", wSquare),
    ("z-box", zBox),
    ("z-plus", zPlus),
  ]
}

/// The numbers that rules depend on, with the reference's defaults (zennit 1.0).
public struct RuleSettings: Hashable, Sendable {
  /// ε of the epsilon rule.
  public var epsilon: Stabilizer = 1e-6
  /// What keeps the denominators of the other rules from zero.
  public var stabilizer: Stabilizer = 1e-6
  public var gamma = 0.25
  public private(set) var alpha = 2.0
  public private(set) var beta = 1.0
  /// The bounds of the z-box rule.
  public var low = Bound(0)
  public var high = Bound(1)
  /// Whether biases count as zero in the rules.
  public var zeroBias = false

  public init() {}

  /// - Throws: ``RuleError/alphaBeta(_:_:)`` unless both are at least 0 and α - β = 1.
  public mutating func set(alpha: Double, beta: Double) throws(RuleError) {
    guard alpha >= 0, beta >= 0, abs(alpha - beta - 1) < 1e-9 else { throw .alphaBeta(alpha, beta) }
    (self.alpha, self.beta) = (alpha, beta)
  }

  /// A bound of the input: one number, or one for each channel.
  public struct Bound: Hashable, Sendable {
    public var values: [Double]

    public init(_ values: Double...) { self.values = values }
    public init(_ values: [Double]) { self.values = values }

    /// The bound in the shape of the input [channels, ...].
    func term(like input: Term) -> Term {
      let builder = input.builder
      guard values.count > 1 else { return builder.fill(values.first ?? 0, input.shape) }
      let rows = values.map { builder.fill($0, Shape([1] + input.shape.extents.dropFirst())) }
      return Term.concatenated(rows, axis: 0)
    }
  }
}

public enum RuleError: Error, Hashable, Sendable, CustomStringConvertible {
  case alphaBeta(Double, Double)

  public var description: String {
    switch self {
    case .alphaBeta(let alpha, let beta):
      "alpha=\(alpha) beta=\(beta) does not conserve relevance: both must be at least 0, and alpha - beta must be 1"
    }
  }
}

extension Rule {
  /// The rule of that name, or nil.
  public static func named(_ name: String, _ settings: RuleSettings = RuleSettings()) -> Rule? {
    all.first { $0.name == name }?.make(settings)
  }
}

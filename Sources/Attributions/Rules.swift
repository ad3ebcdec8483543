public import Models
import Programs
import Tensors

extension Rule {
  /// Every rule by its name in the language, with the layers that it has a meaning for.
  public static let all: [(name: String, fits: Fit, make: @Sendable (RuleSettings) -> Rule)] = [
    ("alpha-beta", .affine, alphaBeta),
    ("beta-smooth", .activation, betaSmooth),
    ("deconvnet", .activation, deconvnet),
    ("epsilon", .affine, epsilon),
    ("fixed-scale", .of(.layerNorm), fixedScale),
    ("flat", .affine, flat),
    ("gamma", .affine, gamma),
    ("gradient", .any, gradient),
    ("guided-backprop", .activation, guidedBackprop),
    ("norm", .any, norm),
    ("pass", .sameShape, pass),
    ("signal-take-all", .of(.gate), signalTakeAll),
    ("softmax", .of(.softmax), softmax),
    ("uniform", .factors, uniform),
    ("w-square", .affine, wSquare),
    ("z-box", .affine, zBox),
    ("z-plus", .affine, zPlus),
  ]
}

extension Rule {
  /// The layers that a rule has a meaning for.
  public enum Fit: Sendable {
    /// Convolutions and dense layers.
    case affine
    /// ReLUs and other elementwise functions of one operand.
    case activation
    /// Layers whose operands have the shape of their output.
    case sameShape
    case of(LayerKind)
    /// Products of signals, or of a signal and a gate.
    case factors
    case any

    public func contains(_ layer: Int, of model: Model) -> Bool {
      let layer = model.layers[layer]
      let keepsShape = layer.operands.allSatisfy { operand in
        switch operand {
        case .input(let input): model.inputs[input].shape == layer.shape
        case .layer(let lower): model.layers[lower].shape == layer.shape
        }
      }
      return switch self {
      case .affine: layer.operation is any AffineOperation
      case .activation:
        [.relu, .activation].contains(layer.operation.kind) && layer.operands.count == 1 && keepsShape
      case .sameShape: keepsShape
      case .of(let kind): layer.operation.kind == kind
      case .factors: [.product, .gate].contains(layer.operation.kind)
      case .any: true
      }
    }
  }

  /// The names of the rules that fit a layer.
  public static func names(fitting layer: Int, of model: Model) -> [String] {
    all.filter { $0.fits.contains(layer, of: model) }.map(\.name)
  }
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

  /// - Throws: ``RuleError`` unless each bound has one number, or one for each channel, and low is not above high.
  public func checkBounds(channels: Int) throws(RuleError) {
    for (name, bound) in [("low", low), ("high", high)] where ![1, channels].contains(bound.values.count) {
      throw .boundCount(name, bound.values.count, channels: channels)
    }
    for channel in 0..<max(low.values.count, high.values.count) {
      let (low, high) = (low[channel], high[channel])
      if low > high { throw .crossedBounds(low: low, high: high) }
    }
  }

  /// A bound of the input: one number, or one for each channel.
  public struct Bound: Hashable, Sendable {
    public var values: [Double]

    public init(_ values: Double...) { self.values = values }
    public init(_ values: [Double]) { self.values = values }

    /// The bound of a channel.
    subscript(channel: Int) -> Double { values.count == 1 ? values[0] : values[channel] }

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
  case boundCount(String, Int, channels: Int)
  case crossedBounds(low: Double, high: Double)

  public var description: String {
    switch self {
    case .alphaBeta(let alpha, let beta):
      "alpha=\(alpha) beta=\(beta) does not conserve relevance: both must be at least 0, and alpha - beta must be 1"
    case .boundCount(let name, let count, let channels):
      "\(name)= has \(count) numbers for an input of \(channels) channels: give one number, or one for each channel"
    case .crossedBounds(let low, let high):
      "low=\(low) is above high=\(high): low= is the smallest value that the input can have, high= the largest"
    }
  }
}

extension Rule {
  /// The rule of that name, or nil.
  public static func named(_ name: String, _ settings: RuleSettings = RuleSettings()) -> Rule? {
    all.first { $0.name == name }?.make(settings)
  }
}

/// A rule by which weights follow their gradients.
public protocol Optimizer: Sendable {
  /// How many numbers are remembered for each weight; they begin with 0.
  var memory: Int { get }

  /// Changes weights by one step.
  ///
  /// - Parameters:
  ///   - memory: `memory` numbers for each weight: the first ones of all weights, then the second ones.
  ///   - count: how many weights there are.
  ///   - step: the number of the step, from 1.
  func update(
    _ weights: UnsafeMutablePointer<Float>, _ gradients: UnsafePointer<Float>,
    _ memory: UnsafeMutablePointer<Float>, count: Int, step: Int)
}

/// The numbers that optimizers depend on; each has a rate of its own where none is given.
public struct OptimizerSettings: Hashable, Sendable {
  public var rate: Double?
  public var momentum = 0.0
  public var isNesterov = false
  /// The share of a weight that is taken away, for each unit of the rate.
  public var decay: Double?

  public init() {}
}

/// An optimizer's line in the registry.
public struct NamedOptimizer: Sendable {
  public let name: String
  public let summary: String
  /// The keys of the language that matter to it, beside `rate`.
  public let keys: [String]
  public let make: @Sendable (OptimizerSettings) -> any Optimizer

  /// Every optimizer by its name in the language.
  public static let all: [NamedOptimizer] = [
    .adam,
    .adamW,
    .sgd,
  ]

  public static func named(_ name: String) -> NamedOptimizer? { all.first { $0.name == name } }
}

public import Tensors

/// How much pairs of groups of values at a place mattered together.
public struct Interactions: Sendable {
  /// [samples, groups, groups]
  public var values: Tensor
  /// How much each group mattered, of methods that say that, too: [samples, groups].
  public var attributions: Tensor?
  public var completeness: Completeness?
  /// The standard error of each value, where it was estimated.
  public var errors: Tensor?
  /// What else a reader should know.
  public var facts: [String]

  public init(
    _ values: Tensor, attributions: Tensor? = nil, completeness: Completeness? = nil, errors: Tensor? = nil,
    facts: [String] = []
  ) {
    self.values = values
    self.attributions = attributions
    self.completeness = completeness
    self.errors = errors
    self.facts = facts
  }
}

/// A way of saying how much pairs of groups mattered together.
public protocol InteractionMethod: Sendable {
  func interact(_ question: Question, groups: FeatureGroups) throws -> Interactions
}

extension FeatureGroups {
  /// How many groups pairs are looked at of: a matrix of 16 MB for each sample.
  static let mostInPairs = 2048

  /// - Throws: ``AttributionError/tooManyPairs(_:most:)``
  func checkPairs() throws(AttributionError) {
    if count > Self.mostInPairs { throw .tooManyPairs(count, most: Self.mostInPairs) }
  }
}

/// An interaction method's line in the registry.
public struct NamedInteraction: Sendable {
  public let name: String
  public let summary: String
  /// The keys of the language that matter to it, beside `y`, `sample` and `groups`.
  public let keys: [String]
  public let make: @Sendable (MethodSettings) -> any InteractionMethod

  /// Every method by its name in the language.
  public static let all: [NamedInteraction] = [
    .archipelago,
    .faithShapley,
    .neuralInteractionDetection,
    .shapleyInteraction,
    .shapleyTaylor,
    .smoothHessian,
  ]
}

public import Tensors

/// How much groups of values mattered together: entry a, b is what group b adds to what group a contributes.
public struct Interactions: Codable, Sendable {
  /// [samples, groups, groups]; with one group of interest, [samples, 1, groups].
  public var values: Tensor
  /// Whether what a pair does together is split into its two entries, so that rows sum to attributions; else each of the two
  /// holds all of it.
  public var splitsPairs = true
  /// What each group contributes on its own account and by its interactions: [samples, groups].
  public var attributions: Tensor?
  /// How far all entries are from summing to a difference of outputs.
  public var completeness: Completeness?
  /// The standard error of each entry, where it was estimated.
  public var errors: Tensor?
  /// What was explained in the network's place, if it was not the network itself, and how complete that is.
  public var surrogate: Surrogate?
  /// What else a reader should know.
  public var facts: [String]

  /// A network with ln(1 + exp(β s)) / β in place of each max(s, 0).
  public struct Surrogate: Codable, Sendable {
    public let sharpness: Double
    public let completeness: Completeness
  }

  public init(
    _ values: Tensor, attributions: Tensor? = nil, completeness: Completeness? = nil, errors: Tensor? = nil,
    surrogate: Surrogate? = nil, facts: [String] = []
  ) {
    (self.values, self.attributions, self.completeness) = (values, attributions, completeness)
    (self.errors, self.surrogate, self.facts) = (errors, surrogate, facts)
  }
}

/// A way of saying how much groups of values mattered together.
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
  /// The keys of the language that matter to it, beside `y`, `sample`, `groups` and those of a place.
  public let keys: [String]
  public let make: @Sendable (MethodSettings) -> any InteractionMethod

  /// Every method by its name in the language.
  public static let all: [NamedInteraction] = [
    .archipelago,
    .expectedHessians,
    .faithShapley,
    .hessian,
    .hessianXInput,
    .integratedHessians,
    .neuralInteractionDetection,
    .shapleyInteraction,
    .shapleyTaylor,
    .smoothHessian,
  ]
}

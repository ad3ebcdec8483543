/// A way of saying how much each value at a place mattered for a target.
public protocol AttributionMethod: Sendable {
  /// - Returns: a value for each value at the question's place.
  func attribute(_ question: Question) throws -> Explanation
}

/// The numbers that methods depend on, with the reference's defaults (zennit 1.0).
public struct MethodSettings: Sendable {
  public var composite: Composite
  public var initial: InitialRelevance?
  /// How many random draws a method makes; each has its own number where it is not given.
  public var count: Int?
  /// The noise of SmoothGrad and SmoothHess, as a share of each sample's range of values.
  public var noise = 0.1
  public var seed: UInt64 = 0
  /// The extents of an occlusion's window and of its steps: one number for all axes, or one for each trailing axis.
  public var window = [8]
  public var stride = [8]
  /// Whether the window is hidden instead of all that is outside it.
  public var hidesWindow = false

  /// What samples are compared with; zeros where it is not given.
  public var baseline: Baseline?
  /// How many references are drawn from a baseline of many, at most.
  public var references: Int?
  /// The rule of integrals along paths, and how many nodes or cells it gets; chosen where they are not given.
  public var quadrature: NamedQuadrature?
  public var steps: Int?
  /// Which values are explained as one.
  public var grouping = Grouping.elements
  /// The weight of LIME's L1 penalty.
  public var penalty = 0.01
  /// How far attributions may be from complete, as a share of what they explain.
  public var tolerance: Double?

  /// The sharpness β of the softplus that takes each ReLU's place; the network itself where it is not given.
  public var smooth: Double?
  /// The one group whose interactions are wanted; all where it is not given.
  public var group: Int?

  public init(composite: Composite) {
    self.composite = composite
  }
}

/// A method's line in the registry.
public struct NamedMethod: Sendable {
  public let name: String
  public let summary: String
  /// The keys of the language that matter to it, beside `y` and `sample`.
  public let keys: [String]
  public let make: @Sendable (MethodSettings) -> any AttributionMethod

  /// Every method by its name in the language.
  public static let all: [NamedMethod] = [
    .deconvnet,
    .expectedGradients,
    .featureAblation,
    .featurePermutation,
    .gradient,
    .guidedBackprop,
    .inputXGradient,
    .integratedGradients,
    .kernelShap,
    .lime,
    .lrp,
    .occlusion,
    .shapley,
    .shapleySampling,
    .smoothGrad,
  ]
}

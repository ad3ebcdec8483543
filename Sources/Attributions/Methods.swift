import Execution

/// A way of saying how much each value at a place mattered for a target.
public protocol AttributionMethod: Sendable {
  /// - Returns: a value for each value at the question's place.
  func attribute(_ question: Question) throws -> Explanation

  /// The same of several questions about the same values of the same samples, whose targets differ.
  func attribute(_ questions: [Question]) throws -> [Explanation]

  /// What its values say; contributions unless it says otherwise.
  var meaning: Meaning { get }
}

extension AttributionMethod {
  public var meaning: Meaning { .contributions }

  public func attribute(_ questions: [Question]) throws -> [Explanation] {
    try oneByOne(questions)
  }

  func oneByOne(_ questions: [Question]) throws -> [Explanation] {
    let share = 1 / Double(questions.count)
    return try questions.enumerated().map { index, question in
      var question = question
      question.monitor = question.monitor.part(from: Double(index) * share, share: share)
      return try attribute(question)
    }
  }
}

/// The numbers that methods depend on, with the reference's defaults (zennit 1.0).
public struct MethodSettings: Sendable {
  public var composite: Composite
  public var initial: InitialRelevance?
  /// The numbers of the rules of a method that has a composite of its own.
  public var rules = RuleSettings()
  /// How many random draws a method makes, and its noise as a share of the sample's range of values; each method has its own
  /// numbers where they are not given.
  public var count: Int?
  public var noise: Double?
  public var seed: UInt64 = 0
  /// What SmoothGrad makes of the gradients of its copies.
  public var kind = GradientStatistic.mean
  /// The extents of an occlusion's window and of its steps: one number for all axes, or one for each trailing axis.
  public var window = [8]
  public var stride = [8]
  /// Whether the window is hidden instead of all that is outside it.
  public var hidesWindow = false

  /// The layer that a method looks at which explains the input.
  public var layer: Place?
  /// The unit that a method follows which explains the input.
  public var unit: Unit?
  /// Whether Grad-CAM keeps only what is positive.
  public var isRectified = false

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
  /// The groups whose interactions with all others are wanted; all where they are not given.
  public var only: [Int]?

  public init() {
    self.init(composite: .gradient(RuleSettings()))
  }

  public init(composite: Composite) {
    self.composite = composite
  }
}

/// A method's line in the registry.
public struct NamedMethod: Sendable {
  /// What a layer, or a unit of one, is to a method.
  public enum Site: Hashable, Sendable {
    /// The values of the layer are explained, or of the input where none is named. Baselines are values there.
    case anywhere
    /// The values of a layer are explained, which has to be named. Baselines are values of the input.
    case layer
    /// The input is explained by a layer, which has to be named.
    case inputByLayer
    /// The input is explained by what passes a unit, which has to be named.
    case inputThroughUnit
  }

  public let name: String
  public let summary: String
  /// The keys of the language that matter to it, beside `y` and `sample`.
  public let keys: [String]
  public var site = Site.anywhere
  /// Whether what several values have can be added up to what they have together.
  public var addsUp = false
  public let make: @Sendable (MethodSettings) -> any AttributionMethod

  /// Every method by its name in the language.
  public static let all: [NamedMethod] = [
    .conductance,
    .deconvnet,
    .deepLift,
    .deepLiftShap,
    .dtd,
    .expectedGradients,
    .featureAblation,
    .featurePermutation,
    .gradCAM,
    .gradient,
    .gradientShap,
    .guidedBackprop,
    .guidedGradCAM,
    .inputXGradient,
    .integratedGradients,
    .internalInfluence,
    .kernelShap,
    .lime,
    .lrp,
    .neuronConductance,
    .occlusion,
    .saliency,
    .sensitivity,
    .shapley,
    .shapleySampling,
    .smoothGrad,
  ]
}

public import Execution
public import Models
public import Tensors

/// A way of saying how much each input element mattered for a target.
public protocol AttributionMethod: Sendable {
  /// - Parameters:
  ///   - samples: [samples] + the shape of the model's input.
  ///   - target: the classes whose logits are explained; several are added.
  /// - Returns: the attribution, of the shape of `samples`.
  func attribute(
    _ model: Model, samples: Tensor, target: Condition.Target, executor: Executor, monitor: Monitor
  ) throws -> Tensor
}

/// The numbers that methods depend on, with the reference's defaults (zennit 1.0).
public struct MethodSettings: Sendable {
  public var composite: Composite
  public var initial: InitialRelevance?
  /// Samples drawn by SmoothGrad, and its noise as a share of each sample's range of values.
  public var count = 20
  public var noise = 0.1
  public var seed: UInt64 = 0
  /// The extents of an occlusion's window and of its steps: one number for all axes, or one for each trailing axis.
  public var window = [8]
  public var stride = [8]
  /// Whether the window is hidden instead of all that is outside it.
  public var hidesWindow = false

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
    .gradient,
    .guidedBackprop,
    .inputXGradient,
    .lrp,
    .occlusion,
    .smoothGrad,
  ]
}

import Attributions
public import Execution
public import Tensors

/// A network made to speak through concepts: how far its layer's output goes along the direction of each value of each
/// concept, and a sparse linear model from there to the classes.
///
/// The direction of a value is the normal, of length 1, of the plane that parts it from the other values in the standardised
/// layer. Source: Yuksekgonul, Wang, Zou 2023, "Post-hoc concept bottleneck models", which parts by a support vector machine.
public struct PostHocBottleneck: Codable, Hashable, Sendable {
  /// A value of a concept with its direction; of a concept with two values only the second has one.
  public struct Direction: Codable, Hashable, Sendable {
    public let concept: Int
    public let value: Int
    /// What samples go along it before they are brought to mean 0 and deviation 1.
    let normal: [Double]
  }

  public let layer: LayerActivations.Layer
  public let directions: [Direction]
  /// From the distances along the directions to the classes. A coefficient set to 0 takes a concept from a class.
  public var head: SparseLogisticRegression
  private let view: FittedView
  private let scale: Standardization

  /// - Parameters:
  ///   - concepts: with labels of the rows of `bank`, which may be few.
  ///   - bank: the layer's outputs for these rows; the first layer is taken.
  ///   - samples: the layer's outputs for the samples from which the head is learnt.
  ///   - labels: the class of each of these.
  ///   - penalty: of the head, divided by the number of directions.
  /// - Throws: ``LearningError``, what reading throws, `CancellationError`.
  public init(
    concepts: [LabelledConcept], bank: LayerActivations, samples: LayerActivations, labels: [Int],
    classes: Int,
    penalty: Double = 0.01, sparsity: Double = 0.99, monitor: Monitor = .silent
  ) throws {
    guard let layer = bank.layers.first else { throw LearningError.empty("the layers") }
    for concept in concepts { try concept.check(rows: bank.count) }
    let output = try bank.all(of: layer.index, monitor.part(from: 0, share: 0.2))
    guard let (view, rows) = try FittedView.all(of: output, components: .max).first else {
      throw LearningError.empty("the views")
    }
    var directions: [Direction] = []
    for (number, concept) in concepts.enumerated() {
      let labelled = concept.labelled
      let table = rows.rows(labelled)
      for value in concept.values.indices where concept.values.count != 2 || value == 1 {
        let isValue = labelled.map { concept.labels[$0] == value ? 1 : 0 }
        guard Set(isValue).count == 2 else { continue }
        let plane = try LogisticRegression(
          table, labels: isValue, classes: 2, balanced: true, monitor: monitor.quiet
        ).coefficients[0]
        let length = plane.reduce(0) { $0 + $1 * $1 }.squareRoot()
        if length > 0 {
          directions.append(Direction(concept: number, value: value, normal: plane.map { $0 / length }))
        }
      }
    }
    guard !directions.isEmpty else {
      throw LearningError.empty("the concepts with two values among their labels")
    }
    let learning = try Self.distances(samples, layer, view, directions, monitor.part(from: 0.2, share: 0.3))
    let scale = Standardization(learning)
    head = try SparseLogisticRegression(
      scale.scaled(learning), labels: labels, classes: classes, penalty: penalty / Double(directions.count),
      sparsity: sparsity, monitor: monitor.part(from: 0.5, share: 0.5))
    self.layer = layer
    self.directions = directions
    self.view = view
    self.scale = scale
  }

  /// How far samples go along each direction: [samples, directions], with mean 0 and deviation 1 over those learnt from.
  public func strengths(_ samples: LayerActivations, monitor: Monitor = .silent) throws -> Tensor {
    scale.scaled(try Self.distances(samples, layer, view, directions, monitor))
  }

  /// The class of each sample.
  public func predict(_ samples: LayerActivations, monitor: Monitor = .silent) throws -> [Int] {
    head.probabilities(try strengths(samples, monitor: monitor)).rowArgmax
  }

  private static func distances(
    _ samples: LayerActivations, _ layer: LayerActivations.Layer, _ view: FittedView,
    _ directions: [Direction],
    _ monitor: Monitor
  ) throws -> Tensor {
    let normals = Tensor(
      [directions.count, view.features], directions.flatMap { $0.normal.map { Float($0) } })
    var parts: [Tensor] = []
    try samples.forEachStretch([layer.index], monitor) { _, outputs in
      parts.append(try LinearAlgebra.multiply(view.rows(of: outputs[0]), normals, transposeRight: true))
    }
    return .joined(parts)
  }
}

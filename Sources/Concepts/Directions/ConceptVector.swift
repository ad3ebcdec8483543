public import Execution
public import Tensors

/// The direction in a layer's output that leads from other samples to those with a concept: the normal, of length 1, of the
/// plane by which a linear classifier parts them.
///
/// Source: Kim et al. 2018, "Interpretability beyond feature attribution: quantitative testing with concept activation
/// vectors (TCAV)". Entries are brought to one deviation before the plane is learned.
public struct ConceptVector: Codable, Hashable, Sendable {
  /// [entries of the layer]
  public let direction: [Double]
  /// The share of right answers on a third of the examples, which the plane was not learned from; a half is chance.
  public let accuracy: Double

  /// - Parameters:
  ///   - concept: the layer's outputs for samples with the concept: [samples, entries].
  ///   - others: and for as many without.
  /// - Throws: ``LearningError``, `CancellationError`.
  public init(concept: Tensor, others: Tensor, seed: UInt64, monitor: Monitor = .silent) throws {
    for table in [concept, others] {
      try table.checkAsTable("the examples")
      guard table.shape[0] >= 3 else {
        throw LearningError.setting("the number of examples", Double(table.shape[0]), expected: "3 or more")
      }
    }
    guard concept.shape[1] == others.shape[1] else {
      throw LearningError.shape("the other examples", others.shape, expected: "\(concept.shape[1]) columns")
    }
    var random = Random(seed: seed, stream: 11)
    var (learned, held): ((Tensor, [Int]), (Tensor, [Int])) = ((Tensor([0, 0], []), []), (Tensor([0, 0], []), []))
    var parts: (learned: [Tensor], held: [Tensor]) = ([], [])
    for (label, table) in [others, concept].enumerated() {
      let order = random.shuffled(0..<table.shape[0])
      let size = max(1, table.shape[0] / 3)
      parts.held.append(table.rows(Array(order.prefix(size))))
      parts.learned.append(table.rows(Array(order.dropFirst(size))))
      held.1 += [Int](repeating: label, count: size)
      learned.1 += [Int](repeating: label, count: table.shape[0] - size)
    }
    (learned.0, held.0) = (Tensor.joined(parts.learned), Tensor.joined(parts.held))
    func plane(_ rows: Tensor, _ labels: [Int]) throws -> (scale: Standardization, model: LogisticRegression) {
      let scale = Standardization(rows)
      return (
        scale,
        try LogisticRegression(
          scale.scaled(rows), labels: labels, classes: 2, balanced: true, tolerance: 1e-4, monitor: monitor)
      )
    }
    let judged = try plane(learned.0, learned.1)
    let said = try judged.model.predict(judged.scale.scaled(held.0))
    accuracy = Double(zip(said, held.1).count { $0 == $1 }) / Double(said.count)
    // All examples make the direction.
    let (scale, model) = try plane(
      Tensor.joined([others, concept]),
      [Int](repeating: 0, count: others.shape[0]) + [Int](repeating: 1, count: concept.shape[0]))
    let normal = zip(model.coefficients.first ?? [], scale.deviations).map { $0 / $1 }
    let length = normal.reduce(0) { $0 + $1 * $1 }.squareRoot()
    direction = length > 0 ? normal.map { $0 / length } : normal
  }

  /// How much an output changes along the direction, by its gradient in each sample: ∇f · v.
  ///
  /// - Parameter gradients: [samples, entries]
  public func derivatives(_ gradients: Tensor) throws(LearningError) -> [Double] {
    guard gradients.rank == 2, gradients.shape[1] == direction.count else {
      throw .shape("the gradients", gradients.shape, expected: "[samples, \(direction.count)]")
    }
    return (0..<gradients.shape[0]).map { sample in
      let first = sample * direction.count
      return direction.indices.reduce(0) { $0 + direction[$1] * Double(gradients.values[first + $1]) }
    }
  }
}

public import Tensors

/// Concepts found in a layer, and how strong each is in every sample.
public struct DiscoveredConcepts: Codable, Hashable, Sendable {
  public let layer: Int
  public let basis: ConceptBasis
  /// The share of the layer's activation (its squared sum; for principal components its variance) that would be lost
  /// without the concept, descending.
  public let shares: [Double]
  /// The share that all of them explain together.
  public let explained: Double
  /// Each sample's mean over positions: [samples, concepts].
  public let strengths: Tensor
  /// The strength that 19 of 20 of the samples that have the concept stay below: what "1" means to an intervention.
  public let typical: [Float]
  /// How a strong concept is spread over the positions: the mean over the sixteen samples in which it is strongest,
  /// [concepts, positions].
  public let patterns: Tensor
  public let iterations: Int
  public let tolerance: Double
  public let converged: Bool
  public let seed: UInt64
  /// The number of samples that were factorised.
  public let fittedOn: Int
  /// The share of the variance around the mean that is rebuilt, by which all methods can be compared.
  public let variance: Double
  /// The mean number of concepts that are not 0 at a position.
  public let active: Double
  /// Hoyer's sparsity of the strengths at a position, the mean: 0 where all are as strong, 1 where there is one.
  public let hoyer: Double
  /// How many concepts are 0 everywhere.
  public let dead: Int
  /// How many units of an autoencoder were begun anew in training.
  public let revived: Int

  public var count: Int { basis.count }

  /// The samples in which the concept is strongest, first the strongest.
  public func examples(of concept: Int, _ number: Int) -> [Int] {
    let values = strength(of: concept)
    return Array(values.indices.sorted { (-values[$0], $0) < (-values[$1], $1) }.prefix(number))
  }

  /// The concept's strength in each sample.
  public func strength(of concept: Int) -> [Float] {
    stride(from: concept, to: strengths.count, by: count).map { strengths.values[$0] }
  }

  /// The mean strength in the samples of each class, over the mean in all samples; 1 says that the class does not matter.
  public func classRatios(of concept: Int, labels: [Int], classes: Int) -> [Double] {
    let values = strength(of: concept)
    var sums = [Double](repeating: 0, count: classes)
    var counts = [Double](repeating: 0, count: classes)
    for (value, label) in zip(values, labels) where (0..<classes).contains(label) {
      sums[label] += Double(value)
      counts[label] += 1
    }
    // Strengths of either sign cancel out: their size is what a class is compared with.
    let mean = values.reduce(0) { $0 + abs(Double($1)) } / Double(max(1, values.count))
    return zip(sums, counts).map { sum, count in count > 0 && mean != 0 ? sum / count / mean : 0 }
  }

  /// Where in one output of the layer each concept is: [concepts] + the positions' shape.
  public func maps(_ activation: Tensor) throws -> Tensor {
    let positions = Shape(Array(activation.shape.extents.dropFirst(1)))
    return try basis.strengths(of: activation.reshaped([1] + activation.shape).channelRows).transposed
      .reshaped([count] + positions)
  }
}

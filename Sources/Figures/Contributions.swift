public import Tensors

/// How much each feature, alone and together with each other one, contributed to the output for some samples.
public struct Contributions: Sendable {
  /// [N, F]
  public let attributions: Tensor
  /// [N, F, F], where each pair is split into two equal entries; nil where only single features were looked at.
  public let interactions: Tensor?
  /// What each feature is called; for text, the words.
  public let features: [String]
  /// The features' values: [N, F].
  public let values: Tensor?
  /// How each sample is called where it was taken from: its index there.
  public let samples: [Int]
  /// The output at the baseline, for each sample.
  public let baseValues: [Double]?
  /// The output at each sample.
  public let outputs: [Double]?
  /// Whether the features are the words of a text.
  public let isText: Bool
  /// The words among them that are none of the text's, such as those that mark its ends.
  public let special: Set<Int>

  /// Throws where something is empty or does not fit `attributions`.
  public init(
    attributions: Tensor, interactions: Tensor? = nil, features: [String], values: Tensor? = nil,
    samples: [Int],
    baseValues: [Double]? = nil, outputs: [Double]? = nil, isText: Bool = false, special: Set<Int> = []
  ) throws(FigureError) {
    guard attributions.rank == 2 else {
      throw .wrongShape("the attribution", attributions.shape, expected: "[samples, features]")
    }
    if attributions.count == 0 { throw .empty("the attribution") }
    let (count, width) = (attributions.shape[0], attributions.shape[1])
    if let interactions, interactions.shape != [count, width, width] {
      throw .wrongShape("the interactions", interactions.shape, expected: "[\(count), \(width), \(width)]")
    }
    if let values, values.shape != attributions.shape {
      throw .wrongShape("the features' values", values.shape, expected: "[\(count), \(width)]")
    }
    let counts = [
      ("the features' names", features.count, "each sample", width),
      ("the samples", samples.count, "the attribution", count),
      ("the base values", baseValues?.count ?? count, "the attribution", count),
      ("the outputs", outputs?.count ?? count, "the attribution", count),
    ]
    for (name, found, other, expected) in counts where found != expected {
      throw .unequalCounts(name, found, other, expected)
    }
    self.attributions = attributions
    self.interactions = interactions
    self.features = features
    self.values = values
    self.samples = samples
    self.baseValues = baseValues
    self.outputs = outputs
    self.isText = isText
    self.special = special
  }

  public var count: Int { attributions.shape[0] }
  public var width: Int { attributions.shape[1] }

  /// The attribution of a feature in each sample.
  public func attributions(of feature: Int) -> [Float] { column(feature, of: attributions) }

  /// The value of a feature in each sample, where values are known.
  public func values(of feature: Int) -> [Float]? { values.map { column(feature, of: $0) } }

  /// What two features contribute together in each sample: both entries of the pair. Of a feature with itself, its
  /// main effect.
  public func pairs(_ first: Int, _ second: Int) -> [Float]? {
    interactions.map { interactions in
      (0..<count).map { sample in
        let block = sample * width * width
        let one = interactions.values[block + first * width + second]
        return first == second ? one : one + interactions.values[block + second * width + first]
      }
    }
  }

  /// Over the samples in which they are finite, the means of all pairs, [F, F]: both entries of a pair are half of its
  /// mean, or of its mean magnitude where signs are not asked for.
  public func meanInteractions(signed: Bool) -> Tensor? {
    guard let interactions else { return nil }
    var means = Tensor([width, width], repeating: 0)
    for first in 0..<width {
      for second in first..<width {
        var (sum, found) = (0.0, 0)
        for sample in 0..<count {
          let block = sample * width * width
          let value =
            (Double(interactions.values[block + first * width + second])
              + Double(interactions.values[block + second * width + first])) / 2
          if value.isFinite { (sum, found) = (sum + (signed ? value : abs(value)), found + 1) }
        }
        let mean = Float(sum / Double(found))
        means.values[first * width + second] = mean
        means.values[second * width + first] = mean
      }
    }
    return means
  }

  /// The features that there is something to say of: all but special ones with nothing but zeros, in their order.
  public var shown: [Int] {
    (0..<width).filter { feature in
      guard special.contains(feature), width > special.count else { return true }
      return attributions(of: feature).contains { $0 != 0 }
        || (0..<width).contains { pairs(feature, $0)?.contains { $0 != 0 } ?? false }
    }
  }

  /// Those of them by mean |attribution| over the samples, the largest first.
  public var order: [Int] {
    let means = meanMagnitudes
    return shown.sorted { (means[$0], $1) > (means[$1], $0) }
  }

  /// Mean |attribution| of each feature over the samples in which it is finite.
  public var meanMagnitudes: [Double] { (0..<width).map { attributions(of: $0).meanMagnitude } }

  /// The feature that a feature interacts with most: by mean magnitude of the pair over the samples.
  public func strongestPartner(of feature: Int) -> Int? {
    guard interactions != nil else { return nil }
    return (0..<width).filter { $0 != feature }.map { ($0, pairs(feature, $0)?.meanMagnitude ?? 0) }
      .max { ($0.1, $1.0) < ($1.1, $0.0) }?.0
  }

  private func column(_ feature: Int, of table: Tensor) -> [Float] {
    (0..<count).map { table.values[$0 * width + feature] }
  }
}

extension [Float] {
  /// The mean of |x| over the finite values; 0 where there are none.
  package var meanMagnitude: Double {
    let finite = lazy.filter(\.isFinite)
    let sum = finite.reduce(0) { $0 + Double(abs($1)) }
    return sum == 0 ? 0 : sum / Double(finite.count)
  }
}

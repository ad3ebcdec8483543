public import Execution
public import Models
public import Tensors

/// How much worse networks do that learn from data without what explanations say matters.
///
/// What is taken out is taken out of the samples for training and of those for testing, and each network
/// begins anew, so that a fall in quality is not an effect of samples such as the network has never seen.
/// Hooker et al. 2019 (ROAR) for features; Janizek et al. 2021 for interactions in simulated data.
public struct RemoveAndRetrain: Sendable {
  /// The layers that are trained.
  public let model: Model
  public let training: Training
  /// How many networks are trained on each version of the data; they differ in their first weights and in the
  /// order of samples.
  public let count: Int
  public let seed: UInt64
  /// The share of the samples that networks are judged by, and of the others that which tells when to stop; 0
  /// for none, so that all epochs are run.
  public let testShare: Double
  public let heldOutShare: Double

  public init(
    _ model: Model, _ training: Training, count: Int, seed: UInt64, testShare: Double = 0.2,
    heldOutShare: Double = 0.2
  ) {
    (self.model, self.training, self.count, self.seed) = (model, training, count, seed)
    (self.testShare, self.heldOutShare) = (testShare, heldOutShare)
  }

  /// How good the networks are that were trained on one version of the data, one by one: on its samples for
  /// testing.
  public struct Point: Codable, Sendable {
    public let losses: [Double]
    /// The share of classes that are right; nil for numbers.
    public let accuracies: [Double]?
  }

  /// Trains networks on each version of the data, all with the same split.
  ///
  /// - Parameter versions: of as many samples each.
  /// - Returns: a point for each version.
  public func points(
    _ versions: [Examples], executor: Executor, monitor: Monitor = .silent
  ) throws -> [Point] {
    let parts = versions.map { version -> (learned: Examples, heldOut: Examples?, test: Examples) in
      let (rest, test) = version.split(holdingOut: testShare, seed: seed)
      let (learned, heldOut) = rest.split(holdingOut: heldOutShare, seed: seed &+ 1)
      return (learned, heldOutShare > 0 ? heldOut : nil, test)
    }
    let lessons = parts.flatMap { part in
      (0..<count).map { Training.Lesson(part.learned, heldOut: part.heldOut, seed: seed &+ UInt64($0)) }
    }
    let outcomes = try training.train(
      model, lessons, executor: executor, monitor: monitor.part(from: 0, share: 0.99))
    let tests = outcomes.enumerated().map { (parameters: $1.parameters, examples: parts[$0 / count].test) }
    let qualities = try training.qualities(
      model, tests, executor: executor, monitor: monitor.part(from: 0.99, share: 0.01))
    return versions.indices.map { version in
      let own = version * count..<(version + 1) * count
      return Point(
        losses: qualities[own].map(\.loss),
        accuracies: training.loss == .squaredError
          ? nil : zip(qualities[own], tests[own]).map { $0.accuracy($1.examples) })
    }
  }
}

// MARK: What is taken out

extension RemoveAndRetrain {
  /// Samples whose values that mattered most are replaced by means, in each sample its own.
  ///
  /// - Parameters:
  ///   - share: of the values of a sample, how many are replaced, rounded.
  ///   - samples: [samples] + a shape.
  ///   - importance: of as many entries; their magnitude counts, of equals the first.
  ///   - means: of the samples, of as many entries as one has.
  public static func removing(
    _ share: Double, of samples: Tensor, by importance: Tensor, replacing means: [Float]
  ) -> Tensor {
    var result = samples
    let count = Int((share * Double(means.count)).rounded())
    for row in 0..<samples.shape[0] {
      let start = row * means.count
      let order = means.indices.sorted {
        let (left, right) = (abs(importance.values[start + $0]), abs(importance.values[start + $1]))
        return left != right ? left > right : $0 < $1
      }
      for index in order.prefix(count) { result.values[start + index] = means[index] }
    }
    return result
  }

  /// For each sample its pairs of features, those that interact most first; of equals the first ones.
  ///
  /// - Parameter interactions: [samples, features, features]; the magnitude of the sum of a pair's two
  ///   entries counts.
  public static func pairs(by interactions: Tensor) -> [[[Int]]] {
    let width = interactions.shape[1]
    let pairs = (0..<width).flatMap { first in (first + 1..<width).map { [first, $0] } }
    return (0..<interactions.shape[0]).map { row in
      let start = row * width * width
      let strengths = pairs.map {
        abs(
          interactions.values[start + $0[0] * width + $0[1]]
            + interactions.values[start + $0[1] * width + $0[0]])
      }
      return pairs.indices.sorted { strengths[$0] != strengths[$1] ? strengths[$0] > strengths[$1] : $0 < $1 }
        .map { pairs[$0] }
    }
  }
}

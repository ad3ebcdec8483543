public import Tensors

/// A way of judging explanations.
public protocol Score: Sendable {
  /// - Returns: a value for each sample of the question.
  func judge(_ explained: Explained) throws -> Judgement
}

/// An explanation with the question that it answers and the method that gave it.
public struct Explained: Sendable {
  public var question: Question
  public let explanation: Explanation
  public let method: any AttributionMethod

  public init(_ question: Question, _ explanation: Explanation, by method: any AttributionMethod) {
    (self.question, self.explanation, self.method) = (question, explanation, method)
  }

  /// What its values say.
  public var meaning: Meaning { method.meaning }
}

/// What a score found.
public struct Judgement: Codable, Sendable {
  /// Of each sample; NaN where the definition says nothing of it.
  public var values: [Double]
  public var chance: Chance
  public var curves: Curves?
  /// The share of relevance in the parts that make the class, where these are known; NaN without any relevance.
  public var inside: [Double]?
  /// What else a reader should know: seeds, what was replaced by what.
  public var facts: [String]

  public init(_ values: [Double], chance: Chance, curves: Curves? = nil, facts: [String] = []) {
    (self.values, self.chance, self.curves, self.facts) = (values, chance, curves, facts)
  }

  /// The same score of explanations that say nothing.
  public struct Chance: Codable, Sendable {
    /// [samples][draws]
    public var values: [[Double]]
    /// What was drawn: "its values in random order".
    public var what: String

    public init(_ values: [[Double]], of what: String) {
      (self.values, self.what) = (values, what)
    }

    /// The number of draws for each sample.
    public var count: Int { values.first?.count ?? 0 }
    /// Of each sample.
    public var means: [Double] { values.map { $0.reduce(0, +) / Double($0.count) } }
    /// How far draws are spread, for each sample; NaN for a single draw.
    public var deviations: [Double] {
      zip(values, means).map { draws, mean in
        (draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws.count - 1)).squareRoot()
      }
    }
  }

  /// Numbers that a value is an area or a mean of.
  public struct Curves: Codable, Sendable {
    /// What runs along the horizontal axis, and what is drawn over it.
    public var across: String
    public var up: String
    public var places: [Double]
    /// What each place is called, where it has a name.
    public var names: [String]?
    /// [samples][places]
    public var values: [[Double]]
    /// The mean over the draws of ``Chance``: [samples][places].
    public var chance: [[Double]]
  }
}

/// The numbers that scores depend on.
public struct ScoreSettings: Sendable {
  /// What the network's answer is measured by.
  public enum Measure: String, Hashable, Sendable, CaseIterable {
    /// The softmax of the logits. Where a unit is explained, or there is one logit only, it is that.
    case probability
    case logit
  }

  /// How infidelity changes samples.
  public enum Perturbation: String, Hashable, Sendable, CaseIterable {
    case noise, removal
  }

  /// What stands for "missing"; each score has its own where it is not given.
  public var baseline: Baseline?
  /// What a reader would call it, where that says more than it does itself: "set to the mean of the data".
  public var baselineWords: String?
  /// What is removed as one; pixels with all their channels where it is not given, else each value.
  public var grouping: Grouping?
  public var steps: Int?
  public var measure: Measure?
  /// How many changed samples an explanation is tried with.
  public var count: Int?
  /// How far values move, as a share of their range.
  public var radius = 0.02
  /// The deviation of normal noise, as a share of the range of values.
  public var noise = 0.1
  /// The range of each value of the input over the data; that of each sample's values where it is not given.
  public var ranges: Tensor?
  public var perturbation = Perturbation.removal
  /// Whether infidelity is that of the attributions times the number that makes it least.
  public var isNormalized = false
  /// Whether explanations are compared without their signs.
  public var comparesMagnitudes = true
  /// How many explanations that say nothing are judged for comparison.
  public var chance = 10
  public var seed: UInt64 = 0
  /// Which parts of the samples make their classes, where that is known.
  public var truth: KnownParts?

  public init() {}

  /// What becomes of values that are missing, as a reader would say it.
  ///
  /// - Parameter usual: where no baseline is given.
  func words(_ usual: Baseline) -> String { baselineWords ?? (baseline ?? usual).words }
}

/// The parts of samples, and which of them an explanation should name.
public struct KnownParts: Hashable, Sendable {
  /// The part of each value of a sample, row by row.
  public let owners: [Int]
  /// Of each sample, 1 for a part that makes its class, else 0.
  public let masks: [[Float]]
  /// The class of each sample.
  public let labels: [Int]

  public init(owners: [Int], masks: [[Float]], labels: [Int]) {
    (self.owners, self.masks, self.labels) = (owners, masks, labels)
  }
}

/// A score's line in the registry.
public struct NamedScore: Sendable {
  public enum Better: String, Hashable, Sendable {
    case lower = "lower is better"
    case higher = "higher is better"
    case nearerZero = "nearer 0 is better"
    /// A property, not a merit.
    case higherIsSparser = "higher is sparser"
  }

  public let name: String
  public let summary: String
  /// The keys of the language that matter to it.
  public let keys: [String]
  public let better: Better
  /// Whether it is defined only for values that say what each part has contributed, and not for derivatives.
  public var needsContributions = false
  /// Whether it compares with ``ScoreSettings/truth``, which then has to be given.
  public var needsTruth = false
  public let make: @Sendable (ScoreSettings) -> any Score

  /// Every score by its name in the language.
  public static let all: [NamedScore] = [
    .completeness,
    .cosine,
    .deletion,
    .infidelity,
    .insertion,
    .pixelFlipping,
    .randomization,
    .sensitivity,
    .sparseness,
  ]
}

extension Explained {
  /// What is removed as one where nothing else is said.
  func groups(_ grouping: Grouping?, of question: Question) throws -> FeatureGroups {
    // A pixel is all of its channels.
    let usual = question.shape.rank == 3 ? Grouping.grid(1) : .elements
    return try (grouping ?? usual).groups(for: question)
  }

  /// What each group got in a sample: the sum over its values, or, where the method explained the same
  /// groups, their numbers. Of other groups that it explained, each value has an even share.
  package func relevance(of groups: FeatureGroups, row: Int) -> [Double] {
    let shape = question.shape
    if let numbers = explanation.byGroup?.values, numbers.shape[1] == groups.count {
      let own = numbers.rows([row])
      if groups.spread(own).values == explanation.values[row].values { return own.values.map(Double.init) }
    }
    return groups.sum(spread(row, shape))
  }

  /// What each group contributed between a reference and the sample, as far as the explanation says:
  /// derivatives times how far values are from the reference, and contributions as they are.
  ///
  /// - Parameter references: their mean counts.
  func contributions(of groups: FeatureGroups, row: Int, from references: Tensor) -> [Double] {
    guard meaning == .rates else { return relevance(of: groups, row: row) }
    let sample = question.values[row].values
    var ways = sample.map(Double.init)
    for (index, value) in references.values.enumerated() {
      ways[index % ways.count] -= Double(value) / Double(references.shape[0])
    }
    return groups.sum(zip(spread(row, question.shape), ways).map { $0 * $1 })
  }

  /// What each value of a sample at the place has, so that what several have together counts once: an even
  /// share of its group's number, or of a map's for all channels.
  private func spread(_ row: Int, _ shape: Shape) -> [Double] {
    let values = (explanation.shares ?? explanation.values)[row].values
    let channels = Double(shape.count / max(1, values.count))
    return (0..<shape.count).map { Double(values[$0 % values.count]) / channels }
  }
}

extension [Double] {
  /// Where each entry stands in descending order, the first of equals first.
  var descendingRanks: [Int] {
    let order = indices.sorted { (self[$0], $1) > (self[$1], $0) }
    var ranks = [Int](repeating: 0, count: count)
    for (rank, index) in order.enumerated() { ranks[index] = rank }
    return ranks
  }
}

public import Tensors

/// What a method found: how much each value at the place mattered, and how exact that is.
public struct Explanation: Codable, Sendable {
  /// [samples] + the shape of the place.
  public var values: Tensor
  /// For methods whose attributions are to sum to a difference of outputs.
  public var completeness: Completeness?
  /// The standard error of each value, where it was estimated from a part of what it is a mean of.
  public var errors: Tensor?
  /// Of methods that explain groups of values: what each group got, which all its values have in ``values``.
  public var byGroup: ByGroup?
  /// Of the same methods: the number of each value's group, divided by how many values are in it.
  public var shares: Tensor?
  /// What else a reader should know: nodes, seeds, what was chosen.
  public var facts: [String]

  public init(
    _ values: Tensor, completeness: Completeness? = nil, errors: Tensor? = nil, facts: [String] = []
  ) {
    self.values = values
    self.completeness = completeness
    self.errors = errors
    self.facts = facts
  }
}

/// What each group of values got.
public struct ByGroup: Codable, Hashable, Sendable {
  public let names: [String]
  /// [samples, groups]
  public var values: Tensor

  public init(names: [String], values: Tensor) {
    (self.names, self.values) = (names, values)
  }
}

/// How far attributions are from summing to what they explain: Σ φ = f(x) - f(x').
public struct Completeness: Codable, Hashable, Sendable {
  /// The output at the baseline, or its mean over the references, for each sample.
  public var base: [Double]
  /// The output at the sample.
  public var outputs: [Double]
  /// What the attributions sum to.
  public var sums: [Double]

  public init(base: [Double], outputs: [Double], sums: [Double]) {
    (self.base, self.outputs, self.sums) = (base, outputs, sums)
  }

  /// f(x) - f(x'), for each sample.
  public var differences: [Double] { zip(outputs, base).map { $0 - $1 } }
  /// Σ φ - (f(x) - f(x')), for each sample.
  public var residuals: [Double] { zip(sums, differences).map { $0 - $1 } }
}

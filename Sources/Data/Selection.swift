import Tensors

/// Which samples of the data are loaded.
public struct Selection: Hashable, Sendable {
  /// The part of a named data set, such as `train` or `test`.
  public var subset: String?
  /// At most so many samples: the first ones, or with a seed a random choice in the order of the data.
  public var limit: Int?
  public var seed: UInt64?

  public init(subset: String? = nil, limit: Int? = nil, seed: UInt64? = nil) {
    self.subset = subset
    self.limit = limit
    self.seed = seed
  }

  /// The kept samples among `count`; nil if all are.
  func indices(of count: Int) throws(DataError) -> [Int]? {
    guard let limit else { return nil }
    guard limit > 0 else {
      throw .badKey(key: "limit", value: "\(limit)", reason: "keep at least one sample")
    }
    guard limit < count else { return nil }
    guard let seed else { return Array(0..<limit) }
    var random = Random(seed: seed)
    return random.shuffled(0..<count).prefix(limit).sorted()
  }
}

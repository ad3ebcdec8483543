/// Which parts of the input make the class, where that is known of data: the truth that relevance is judged by.
public struct Parts: Hashable, Sendable {
  /// What the parts are called.
  public let names: [String]
  /// The number of the part that each element of a sample belongs to, row by row.
  public let owners: [Int]
  /// 1 where a part makes the class of the sample, else 0: [N, parts], row by row.
  public let masks: [Float]

  public init(names: [String], owners: [Int], masks: [Float]) {
    (self.names, self.owners, self.masks) = (names, owners, masks)
  }

  /// The masks of one sample.
  public func mask(ofSample index: Int) -> ArraySlice<Float> {
    masks[index * names.count..<(index + 1) * names.count]
  }

  func rows(_ indices: [Int]) -> Parts {
    Parts(names: names, owners: owners, masks: indices.flatMap { mask(ofSample: $0) })
  }
}

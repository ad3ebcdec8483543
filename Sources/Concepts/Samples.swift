public import Models

/// A data set as concept discovery reads it: a stretch of samples at a time.
public struct Samples: Sendable {
  public let count: Int
  public let labels: [Int]?
  let read: @Sendable (Range<Int>) throws -> Inputs

  /// - Parameter read: the samples of a range.
  public init(count: Int, labels: [Int]?, read: @escaping @Sendable (Range<Int>) throws -> Inputs) {
    self.count = count
    self.labels = labels
    self.read = read
  }

  /// Stretches that cover all samples in order; a stretch of 256 keeps the activations of large layers in memory.
  func forEachStretch(_ body: (Range<Int>, Inputs) throws -> Void) throws {
    for start in stride(from: 0, to: count, by: 256) {
      let range = start..<min(start + 256, count)
      try body(range, read(range))
    }
  }
}

public import Tensors

/// The two axes that every value may have in front of its shape, each an independent problem.
///
/// An activation varies with the sample, a mask with the condition, relevance with both, a weight with neither.
/// What does not vary along an axis is stored once and broadcast by index.
public struct Leading: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  public static let sample = Leading(rawValue: 1)
  public static let condition = Leading(rawValue: 2)
}

/// What is known of a term before it has a value: along which leading axes it varies, and the shape behind them.
public struct Type: Hashable, Sendable {
  public var leading: Leading
  public var shape: Shape

  public init(_ shape: Shape, varying leading: Leading = []) {
    self.leading = leading
    self.shape = shape
  }

  /// The whole shape once the leading axes have their extents: sample, then condition, then the rest.
  public func shape(samples: Int, conditions: Int) -> Shape {
    var extents: [Int] = []
    if leading.contains(.sample) { extents.append(samples) }
    if leading.contains(.condition) { extents.append(conditions) }
    return Shape(extents) + shape
  }
}

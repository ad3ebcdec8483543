/// Numbers in a box as a file holds them: single bytes and whole numbers stay exact.
public struct NumericArray: Hashable, Sendable {
  public enum Elements: Hashable, Sendable {
    case floats([Float])
    /// Whole numbers of any width, and truth values as 0 and 1.
    case integers([Int64])
    /// Unsigned bytes, the usual form of pictures.
    case bytes([UInt8])

    public var count: Int {
      switch self {
      case .floats(let values): values.count
      case .integers(let values): values.count
      case .bytes(let values): values.count
      }
    }
  }

  public let shape: Shape
  public let elements: Elements

  public init(_ shape: Shape, _ elements: Elements) {
    precondition(elements.count == shape.count, "\(elements.count) values do not fill \(shape)")
    self.shape = shape
    self.elements = elements
  }

  public init(_ tensor: Tensor) {
    self.init(tensor.shape, .floats(tensor.values))
  }

  /// The values as they are, rounded to Float32.
  public var tensor: Tensor {
    switch elements {
    case .floats(let values): Tensor(shape, values)
    case .integers(let values): Tensor(shape, values.map { Float($0) })
    case .bytes(let values): Tensor(shape, values.map { Float($0) })
    }
  }

  /// The values as whole numbers, if all of them are.
  public var integers: [Int]? {
    switch elements {
    case .integers(let values): return values.map { Int($0) }
    case .bytes(let values): return values.map { Int($0) }
    case .floats(let values):
      let integers = values.compactMap { Int(exactly: $0) }
      return integers.count == values.count ? integers : nil
    }
  }
}

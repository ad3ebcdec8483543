/// The extents of a tensor, outermost axis first; `[]` is a single number.
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
  public var extents: [Int]

  public init(_ extents: [Int]) {
    precondition(extents.allSatisfy { $0 >= 0 }, "a shape has no negative extent: \(extents)")
    self.extents = extents
  }

  public init(arrayLiteral extents: Int...) {
    self.init(extents)
  }

  public var rank: Int { extents.count }

  /// The number of elements: the product of the extents.
  public var count: Int { extents.reduce(1, *) }

  /// How far apart neighbours lie along each axis in row-major order.
  public var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * extents[axis + 1]
    }
    return strides
  }

  public subscript(axis: Int) -> Int {
    get { extents[axis] }
    set { extents[axis] = newValue }
  }

  public static func + (left: Shape, right: Shape) -> Shape {
    Shape(left.extents + right.extents)
  }

  public var description: String {
    "[" + extents.map(String.init).joined(separator: ", ") + "]"
  }
}

/// Numbers in a box: contiguous Float32 in row-major order.
///
/// A tensor is a value. Copies share their storage until one of them is changed.
public struct Tensor: Hashable, Sendable {
  public private(set) var shape: Shape
  /// As many as the shape counts. Entries may be changed in place, their number may not: an observer that checked it
  /// would copy the whole array at each change from another module.
  public var values: [Float]

  public init(_ shape: Shape, _ values: [Float]) {
    precondition(values.count == shape.count, "\(values.count) values do not fill \(shape)")
    self.shape = shape
    self.values = values
  }

  public init(_ shape: Shape, repeating value: Float) {
    self.init(shape, [Float](repeating: value, count: shape.count))
  }

  /// A single number, of shape `[]`.
  public init(_ value: Float) {
    self.init([], [value])
  }

  public var rank: Int { shape.rank }
  public var count: Int { values.count }

  /// The same values under another shape with as many elements.
  public func reshaped(_ shape: Shape) -> Tensor {
    Tensor(shape, values)
  }

  /// Entry `index` along the first axis, without that axis.
  public subscript(index: Int) -> Tensor {
    precondition(rank > 0 && index >= 0 && index < shape[0], "index \(index) is outside \(shape)")
    let inner = Shape(Array(shape.extents.dropFirst()))
    return Tensor(inner, Array(values[index * inner.count..<(index + 1) * inner.count]))
  }

  /// Entries `indices` along the first axis, in that order.
  public func rows(_ indices: some Collection<Int>) -> Tensor {
    let inner = Shape(Array(shape.extents.dropFirst()))
    var values: [Float] = []
    values.reserveCapacity(indices.count * inner.count)
    for index in indices {
      precondition(index >= 0 && index < shape[0], "row \(index) is outside \(shape)")
      values += self.values[index * inner.count..<(index + 1) * inner.count]
    }
    return Tensor([indices.count] + inner, values)
  }

  /// Tensors of one shape, joined along a new first axis.
  public static func stacked(_ tensors: [Tensor]) -> Tensor {
    let inner = tensors.first?.shape ?? []
    precondition(tensors.allSatisfy { $0.shape == inner }, "only tensors of one shape can be stacked")
    return Tensor([tensors.count] + inner, tensors.flatMap(\.values))
  }

  /// Tensors that differ at most in their first extent, joined along it.
  public static func joined(_ tensors: [Tensor]) -> Tensor {
    let inner = tensors.first?.shape.extents.dropFirst() ?? []
    precondition(tensors.allSatisfy { $0.shape.extents.dropFirst() == inner }, "rows of different shapes can't be joined")
    return Tensor(Shape([tensors.map { $0.shape[0] }.reduce(0, +)] + inner), tensors.flatMap(\.values))
  }

  public func map(_ transform: (Float) -> Float) -> Tensor {
    Tensor(shape, values.map(transform))
  }

  /// Where the first NaN or infinity lies, if there is one.
  public var firstNonFinite: Int? {
    values.firstIndex { !$0.isFinite }
  }
}

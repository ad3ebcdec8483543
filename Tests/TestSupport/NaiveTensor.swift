public import Tensors

/// Numbers in a box, as `Tensor`, but of any floating-point type: the tests judge in Float64.
public struct NaiveTensor<Scalar: BinaryFloatingPoint & Sendable>: Equatable, Sendable {
  public var shape: Shape
  public var values: [Scalar]

  public init(_ shape: Shape, _ values: [Scalar]) {
    precondition(values.count == shape.count, "\(values.count) values do not fill \(shape)")
    self.shape = shape
    self.values = values
  }

  public init(_ shape: Shape, repeating value: Scalar) {
    self.init(shape, [Scalar](repeating: value, count: shape.count))
  }

  public init(_ tensor: Tensor) {
    self.init(tensor.shape, tensor.values.map { Scalar($0) })
  }
}

extension NaiveTensor {
  /// Numbers spread over `range`, the same for the same seed (a linear congruential generator, Knuth's MMIX).
  public static func random(_ shape: Shape, seed: UInt64, in range: ClosedRange<Double> = -1...1) -> Self {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    let values = (0..<shape.count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let unit = Double(state >> 11) / Double(UInt64(1) << 53)
      return Scalar(range.lowerBound + unit * (range.upperBound - range.lowerBound))
    }
    return Self(shape, values)
  }
}

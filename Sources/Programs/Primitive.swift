public import Tensors

/// The operations that every explanation is made of.
///
/// Shapes in the comments are those behind the leading axes. An executor needs to know how to compute these and nothing else.
public enum Primitive: Hashable, Sendable {
  // Leaves
  case input(String, Type)
  case constant(Constant)
  /// One number everywhere.
  case fill(Number, Shape)

  // Elementwise: operands have the same rank; an extent of 1 is broadcast.
  case unary(Unary)
  case binary(Binary)
  /// (condition, a, b): a where the condition is not 0, else b.
  case select

  // Arrangement
  case reshape(Shape)
  /// Axis i of the result is axis `order[i]` of the operand.
  case transpose([Int])
  case broadcast(Shape)
  /// Along each axis, `count` entries from `start` in steps of `step`.
  case slice([Slice])
  /// The adjoint of `slice`: zeros of the given shape, the operand at the places that the slice names.
  case embed([Slice], Shape)
  case concatenate(axis: Int)
  /// (x, indices): the axis is replaced by the axes of `indices`, whose values are whole numbers.
  case gather(axis: Int)
  /// (y, indices): the adjoint of `gather`, into an axis of the given extent; entries of one index are added.
  case scatter(axis: Int, extent: Int)

  // Reductions: reduced axes stay, with extent 1.
  case sum([Int])
  case maximum([Int])
  /// The sum over leading axes, which the result no longer has. An operand that does not vary along one of them counts
  /// once for each of its entries.
  case sumLeading(Leading)

  // Products
  /// [..., m, k] times [..., k, n]; an operand that is marked transposed has its last two axes swapped.
  case matmul(transposeLeft: Bool, transposeRight: Bool)
  /// (x [C, H, W], weights [O, C/groups, kh, kw]) to [O, H', W'].
  case convolution(Window, groups: Int)
  /// (y [O, H', W'], weights) to [C, H, W]: the adjoint of `convolution` in x.
  case convolutionTranspose(Window, groups: Int, extent: [Int])
  /// (x, y) to [O, C/groups, kh, kw]: the adjoint of `convolution` in the weights.
  case convolutionWeights(Window, groups: Int)

  // Pools over [C, H, W]
  case maxPool(Window)
  /// Which entry of its window (row-major, counted from 0) is the first maximum: [C, H', W'].
  case maxPoolIndex(Window)
  /// (x [C, H, W], index [C, H', W']) to [C, H', W']: the entry of each window that the index names.
  case poolGather(Window)
  /// (y [C, H', W'], index) to [C, H, W]: the adjoint of `poolGather`.
  case poolScatter(Window, extent: [Int])
  case sumPool(Window)
  /// The adjoint of `sumPool`: [C, H', W'] to [C, H, W].
  case sumPoolTranspose(Window, extent: [Int])

  /// The operand itself, which derivatives take for a constant.
  case detach

  /// A number known by its bits: NaN equals itself, and -0 is not 0.
  public struct Number: Hashable, Sendable {
    public let value: Double

    public init(_ value: Double) { self.value = value }

    public static func == (left: Number, right: Number) -> Bool {
      left.value.bitPattern == right.value.bitPattern
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(value.bitPattern) }
  }

  public enum Unary: String, Hashable, Sendable, CaseIterable {
    case negate, absolute, sign, exp, log, sqrt, tanh, sigmoid, erf
    /// ln(1 + exp(x))
    case softplus
    /// max(x, 0)
    case positive
    /// min(x, 0)
    case negative
    /// 1 where x > 0, else 0
    case step
  }

  public enum Binary: String, Hashable, Sendable, CaseIterable {
    case add, subtract, multiply, divide, maximum, minimum, power
    /// left + sgn(left) · right, with sgn(0) = 1: away from zero
    case stabilize
    /// 1 where left > right, else 0
    case greater
    /// 1 where left = right, else 0
    case equal
  }

  public struct Slice: Hashable, Sendable {
    public var start: Int
    public var count: Int
    public var step: Int

    public init(start: Int, count: Int, step: Int = 1) {
      self.start = start
      self.count = count
      self.step = step
    }
  }
}

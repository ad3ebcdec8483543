public import Tensors

/// A value that a program under construction will compute. Arithmetic on terms writes the program.
///
/// Ranks are aligned at the last axis, and extents of 1 are broadcast, as in NumPy.
public struct Term {
  public let builder: Builder
  let id: Int

  public var type: Type { builder.nodes[id].type }
  public var shape: Shape { type.shape }
  public var primitive: Primitive { builder.nodes[id].primitive }
  var operands: [Term] { builder.nodes[id].operands.map { Term(builder: builder, id: $0) } }

  public func isSame(as other: Term) -> Bool {
    builder === other.builder && id == other.id
  }
}

// MARK: Elementwise

extension Term {
  public static func + (left: Term, right: Term) -> Term { left.combined(.add, right) }
  public static func - (left: Term, right: Term) -> Term { left.combined(.subtract, right) }
  public static func * (left: Term, right: Term) -> Term { left.combined(.multiply, right) }
  public static func / (left: Term, right: Term) -> Term { left.combined(.divide, right) }
  public static prefix func - (term: Term) -> Term { term.unary(.negate) }

  public static func + (left: Term, right: Double) -> Term { left + left.builder.fill(right) }
  public static func - (left: Term, right: Double) -> Term { left - left.builder.fill(right) }
  public static func * (left: Term, right: Double) -> Term { left * left.builder.fill(right) }
  public static func / (left: Term, right: Double) -> Term { left / left.builder.fill(right) }
  public static func * (left: Double, right: Term) -> Term { right * left }
  public static func - (left: Double, right: Term) -> Term { right.builder.fill(left) - right }

  public func unary(_ operation: Primitive.Unary) -> Term {
    builder.term(.unary(operation), [self])
  }

  public func combined(_ operation: Primitive.Binary, _ other: Term) -> Term {
    let rank = max(shape.rank, other.shape.rank)
    return builder.term(.binary(operation), [raised(to: rank), other.raised(to: rank)])
  }

  /// max(x, 0), the positive part.
  public var positive: Term { unary(.positive) }
  /// min(x, 0), the negative part.
  public var negative: Term { unary(.negative) }
  public var exp: Term { unary(.exp) }
  public var log: Term { unary(.log) }
  public var sqrt: Term { unary(.sqrt) }
  public var tanh: Term { unary(.tanh) }
  public var sigmoid: Term { unary(.sigmoid) }
  /// ln(1 + exp(x))
  public var softplus: Term { unary(.softplus) }
  public var absolute: Term { unary(.absolute) }
  public var sign: Term { unary(.sign) }
  /// 1 where x > 0, else 0.
  public var step: Term { unary(.step) }
  /// The same value, which derivatives take for a constant.
  public var detached: Term { builder.term(.detach, [self]) }

  public func maximum(_ other: Term) -> Term { combined(.maximum, other) }
  public func minimum(_ other: Term) -> Term { combined(.minimum, other) }
  public func clipped(_ low: Double, _ high: Double) -> Term {
    maximum(builder.fill(low)).minimum(builder.fill(high))
  }

  /// `yes` where this term is not 0, else `no`.
  public func select(_ yes: Term, _ no: Term) -> Term {
    let rank = max(shape.rank, yes.shape.rank, no.shape.rank)
    return builder.term(.select, [raised(to: rank), yes.raised(to: rank), no.raised(to: rank)])
  }

  /// The same entries with axes of extent 1 in front, up to `rank` axes.
  func raised(to rank: Int) -> Term {
    rank > shape.rank ? reshaped(Shape(Array(repeating: 1, count: rank - shape.rank)) + shape) : self
  }
}

// MARK: Arrangement and reduction

extension Term {
  public func reshaped(_ shape: Shape) -> Term { builder.term(.reshape(shape), [self]) }

  public func transposed(_ order: [Int]) -> Term { builder.term(.transpose(order), [self]) }

  public func broadcast(to shape: Shape) -> Term {
    builder.term(.broadcast(shape), [raised(to: shape.rank)])
  }

  public func sliced(_ slices: [Primitive.Slice]) -> Term { builder.term(.slice(slices), [self]) }

  /// Zeros of `shape` with this term at the places that the slices name.
  public func embedded(_ slices: [Primitive.Slice], in shape: Shape) -> Term {
    builder.term(.embed(slices, shape), [self])
  }

  public static func concatenated(_ terms: [Term], axis: Int) -> Term {
    precondition(!terms.isEmpty, "nothing to concatenate")
    return terms[0].builder.term(.concatenate(axis: axis), terms)
  }

  public func gathered(_ indices: Term, axis: Int) -> Term {
    builder.term(.gather(axis: axis), [self, indices])
  }

  /// The adjoint of `gathered`: entries go to where the indices say in an axis of `extent`; those of one are added.
  public func scattered(_ indices: Term, axis: Int, extent: Int) -> Term {
    builder.term(.scatter(axis: axis, extent: extent), [self, indices])
  }

  /// The sum over `axes`, which stay with extent 1.
  public func sum(_ axes: [Int]) -> Term { builder.term(.sum(axes.sorted()), [self]) }

  /// The mean over `axes`, which stay with extent 1.
  public func mean(_ axes: [Int]) -> Term {
    let extents = axes.filter(shape.extents.indices.contains).map { shape[$0] }
    return sum(axes) / Double(max(1, extents.reduce(1, *)))
  }

  public func maximum(_ axes: [Int]) -> Term { builder.term(.maximum(axes.sorted()), [self]) }

  /// The sum over leading axes; what does not vary along one counts once for each of its entries.
  public func sumLeading(_ axes: Leading) -> Term {
    axes.isEmpty || filled == 0 ? self : builder.term(.sumLeading(axes), [self])
  }

  /// The sum of all entries behind the leading axes, a single number.
  public var total: Term { sum(Array(0..<shape.rank)).reshaped([]) }
}

// MARK: Products and pools

extension Term {
  /// [..., m, k] times [..., k, n], each operand swapped first where it is marked transposed.
  public func matmul(_ right: Term, transposeLeft: Bool = false, transposeRight: Bool = false) -> Term {
    let rank = max(shape.rank, right.shape.rank)
    return builder.term(
      .matmul(transposeLeft: transposeLeft, transposeRight: transposeRight),
      [raised(to: rank), right.raised(to: rank)])
  }

  public func convolution(_ weights: Term, _ window: Window, groups: Int) -> Term {
    builder.term(.convolution(window, groups: groups), [self, weights])
  }

  public func convolutionTranspose(_ weights: Term, _ window: Window, groups: Int, extent: [Int]) -> Term {
    builder.term(.convolutionTranspose(window, groups: groups, extent: extent), [self, weights])
  }

  public func maxPool(_ window: Window) -> Term { builder.term(.maxPool(window), [self]) }

  /// The sum of each window's entries; padding counts 0.
  public func sumPool(_ window: Window) -> Term { builder.term(.sumPool(window), [self]) }
}

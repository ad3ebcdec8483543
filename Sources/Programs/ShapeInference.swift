import Tensors

extension Primitive {
  /// The type of the result, given the operands' types.
  public func type(of operands: [Type]) throws(ShapeError) -> Type {
    let leading = operands.reduce(into: Leading()) { $0.formUnion($1.leading) }
    let type =
      switch self {
      case .input(_, let type): type
      case .constant(let constant): Type(constant.shape)
      case .fill(_, let shape): Type(shape)
      case .sumLeading(let axes): Type(operands[0].shape, varying: leading.subtracting(axes))
      default: Type(try shape(of: operands.map(\.shape)), varying: leading)
      }
    guard type.shape.isCountable else { throw .tooLarge(operation: summary, type.shape) }
    return type
  }

  private func shape(of shapes: [Shape]) throws(ShapeError) -> Shape {
    let x = shapes[0]
    func require(_ condition: Bool) throws(ShapeError) {
      if !condition { throw .mismatch(operation: summary, shapes: shapes) }
    }
    func placements(_ window: Window, over shape: Shape) throws(ShapeError) -> [Int] {
      try require(shape.rank == 3 && window.isValid)
      guard let placements = window.placements(over: Array(shape.extents[1...])) else {
        throw .windowDoesNotFit(window, shape)
      }
      return placements
    }
    /// The image [channels] + extent whose windows have the places of x.
    func image(_ channels: Int, _ extent: [Int], _ window: Window) throws(ShapeError) -> Shape {
      try require(x.rank == 3 && extent.allSatisfy { $0 >= 0 })
      let image = Shape([channels] + extent)
      try require(try placements(window, over: image) == Array(x.extents[1...]))
      return image
    }

    switch self {
    case .input, .constant, .fill, .sumLeading, .unary, .detach:
      return x

    case .binary, .select:
      try require(shapes.allSatisfy { $0.rank == x.rank })
      var result = x
      for axis in 0..<x.rank {
        result[axis] = shapes.map { $0[axis] }.first { $0 != 1 } ?? 1
        try require(shapes.allSatisfy { $0[axis] == result[axis] || $0[axis] == 1 })
      }
      return result

    case .reshape(let shape):
      try require(shape.isCountable && shape.count == x.count)
      return shape

    case .transpose(let order):
      try require(order.sorted() == Array(0..<x.rank))
      return Shape(order.map { x[$0] })

    case .broadcast(let shape):
      try require(shape.rank == x.rank && (0..<x.rank).allSatisfy { x[$0] == shape[$0] || x[$0] == 1 })
      return shape

    case .slice(let slices):
      try require(slices.count == x.rank && (0..<x.rank).allSatisfy { slices[$0].fits(x[$0]) })
      return Shape(slices.map(\.count))

    case .embed(let slices, let shape):
      try require(slices.count == shape.rank && x.extents == slices.map(\.count))
      try require((0..<shape.rank).allSatisfy { slices[$0].fits(shape[$0]) })
      return shape

    case .concatenate(let axis):
      try require((0..<x.rank).contains(axis) && shapes.allSatisfy { $0.rank == x.rank })
      var result = x
      result[axis] = 0
      for shape in shapes {
        try require((0..<x.rank).allSatisfy { $0 == axis || shape[$0] == x[$0] })
        result[axis] += shape[axis]
      }
      return result

    case .gather(let axis):
      try require((0..<x.rank).contains(axis))
      return Shape(x.extents[..<axis] + shapes[1].extents + x.extents[(axis + 1)...])

    case .scatter(let axis, let extent):
      let indices = shapes[1].rank
      try require(axis >= 0 && axis <= x.rank - indices && extent >= 0)
      try require(Array(x.extents[axis..<axis + indices]) == shapes[1].extents)
      return Shape(x.extents[..<axis] + [extent] + x.extents[(axis + indices)...])

    case .sum(let axes), .maximum(let axes):
      try require(axes.allSatisfy((0..<x.rank).contains) && zip(axes, axes.dropFirst()).allSatisfy(<))
      if case .maximum = self { try require(axes.allSatisfy { x[$0] > 0 }) }
      return Shape((0..<x.rank).map { axes.contains($0) ? 1 : x[$0] })

    case .matmul(let transposeLeft, let transposeRight):
      let y = shapes[1]
      let rank = x.rank
      try require(rank >= 2 && y.rank == rank)
      let left = transposeLeft ? [x[rank - 1], x[rank - 2]] : [x[rank - 2], x[rank - 1]]
      let right = transposeRight ? [y[rank - 1], y[rank - 2]] : [y[rank - 2], y[rank - 1]]
      try require(left[1] == right[0])
      try require((0..<rank - 2).allSatisfy { x[$0] == y[$0] || x[$0] == 1 || y[$0] == 1 })
      return Shape((0..<rank - 2).map { x[$0] == 1 ? y[$0] : x[$0] } + [left[0], right[1]])

    case .convolution(let window, let groups):
      let weights = shapes[1]
      try require(groups >= 1 && x.rank == 3 && weights.rank == 4)
      try require(x[0] % groups == 0 && x[0] / groups == weights[1] && weights[0] % groups == 0)
      try require(Array(weights.extents[2...]) == window.kernel)
      return Shape([weights[0]] + (try placements(window, over: x)))

    case .convolutionTranspose(let window, let groups, let extent):
      let weights = shapes[1]
      try require(groups >= 1 && x.rank == 3 && weights.rank == 4 && x[0] == weights[0])
      try require(weights[0] % groups == 0 && Array(weights.extents[2...]) == window.kernel)
      let channels = weights[1].multipliedReportingOverflow(by: groups)
      try require(!channels.overflow)
      return try image(channels.partialValue, extent, window)

    case .convolutionWeights(let window, let groups):
      let y = shapes[1]
      try require(groups >= 1 && x.rank == 3 && y.rank == 3 && x[0] % groups == 0 && y[0] % groups == 0)
      let places = try placements(window, over: x)
      try require(places == Array(y.extents[1...]))
      return Shape([y[0], x[0] / groups] + window.kernel)

    case .maxPool(let window), .maxPoolIndex(let window):
      let places = try placements(window, over: x)
      guard window.alwaysMeets(Array(x.extents[1...])) else { throw .windowInPadding(window, x) }
      return Shape([x[0]] + places)

    case .sumPool(let window):
      let places = try placements(window, over: x)
      return Shape([x[0]] + places)

    case .poolGather(let window):
      let places = try placements(window, over: x)
      try require(shapes[1].extents == [x[0]] + places)
      return shapes[1]

    case .poolScatter(let window, let extent):
      try require(x.rank == 3 && x == shapes[1])
      return try image(x[0], extent, window)

    case .sumPoolTranspose(let window, let extent):
      try require(x.rank == 3)
      return try image(x[0], extent, window)
    }
  }
}

extension Shape {
  /// Whether it has fewer than 2^31 entries, so that products of two counts stay within an `Int`.
  fileprivate var isCountable: Bool {
    var count = 1
    for extent in extents {
      guard extent < 1 << 31 else { return false }
      count *= max(extent, 1)
      guard count < 1 << 31 else { return false }
    }
    return true
  }
}

extension Primitive.Slice {
  /// Whether all that it names lies within `extent`.
  func fits(_ extent: Int) -> Bool {
    guard start >= 0, count >= 0, step >= 1 else { return false }
    return count == 0 || (start < extent && count - 1 <= (extent - 1 - start) / step)
  }
}

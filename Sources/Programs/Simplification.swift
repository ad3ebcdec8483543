import Tensors

extension Builder {
  /// A simpler term that equals `primitive` applied to `operands`, or nil.
  ///
  /// Neutral elements, arrangements that change nothing, and arithmetic on fills. 0 · x is taken for 0, as in algebra.
  func simplified(_ primitive: Primitive, _ operands: [Term], _ type: Type) -> Term? {
    switch primitive {
    case .unary(let operation):
      return simplified(operation, operands[0])

    case .binary(let operation):
      return simplified(operation, operands[0], operands[1], type)

    case .select:
      if let condition = operands[0].filled {
        let chosen = condition != 0 ? operands[1] : operands[2]
        return chosen.type == type ? chosen : nil
      }

    case .reshape(let shape):
      let x = operands[0]
      if x.shape == shape { return x }
      if case .fill(let value, _) = x.primitive { return fill(value.value, shape) }
      if case .reshape = x.primitive { return x.operands[0].reshaped(shape) }
      if let sparse = x.scattered, x.shape.rank == 1, shape.rank == 2, shape[0] == 1 {
        let entries = sparse.entries.reshaped([1, sparse.entries.shape[0]])
        return entries.scattered(sparse.indices, axis: 1, extent: shape[1])
      }

    case .transpose(let order):
      let x = operands[0]
      if order == Array(0..<order.count) { return x }
      if case .fill(let value, _) = x.primitive { return fill(value.value, type.shape) }
      if case .transpose(let inner) = x.primitive { return x.operands[0].transposed(order.map { inner[$0] }) }

    case .broadcast(let shape):
      let x = operands[0]
      if x.shape == shape { return x }
      if case .fill(let value, _) = x.primitive { return fill(value.value, shape) }
      if case .broadcast = x.primitive { return x.operands[0].broadcast(to: shape) }

    case .slice:
      if operands[0].shape == type.shape { return operands[0] }
      if let value = operands[0].filled { return fill(value, type.shape) }

    case .embed(_, let shape):
      if operands[0].shape == shape { return operands[0] }
      if operands[0].filled == 0 { return fill(0, shape) }

    case .concatenate:
      if operands.count == 1 { return operands[0] }

    case .sum(let axes):
      let x = operands[0]
      if x.shape == type.shape { return x }
      if let value = x.filled {
        return fill(value * Double(axes.map { x.shape[$0] }.reduce(1, *)), type.shape)
      }
      if case .binary(.divide) = x.primitive {
        let (y, z) = (x.operands[0], x.operands[1])
        if axes.allSatisfy({ z.shape[$0] == 1 && y.shape[$0] == x.shape[$0] }) { return y.sum(axes) / z }
      }

    case .sumPool(let window), .maxPool(let window):
      if window == Window(kernel: [1, 1]) { return operands[0] }

    case .sumPoolTranspose(let window, _):
      if window == Window(kernel: [1, 1]) { return operands[0] }

    case .maximum:
      if operands[0].shape == type.shape { return operands[0] }
      if let value = operands[0].filled { return fill(value, type.shape) }

    case .detach:
      switch operands[0].primitive {
      case .fill, .constant, .detach: return operands[0]
      default: break
      }

    case .matmul(let transposeLeft, let transposeRight):
      if let product = product(with: operands, type) { return product }
      if !transposeLeft, let weight = operands[1].filled {
        return (weight * operands[0].sum([type.shape.rank - 1])).broadcast(to: type.shape)
      }
      // What is scattered along the summed axis meets only the entries that it was scattered to.
      if !transposeLeft, let sparse = operands[0].scattered, sparse.axis == type.shape.rank - 1 {
        let rows = operands[1].gathered(sparse.indices, axis: type.shape.rank - (transposeRight ? 1 : 2))
        return sparse.entries.matmul(rows, transposeRight: transposeRight)
      }

    case .convolution(let window, groups: 1):
      if let product = product(with: operands, type) { return product }
      if let weight = operands[1].filled {
        return (weight * operands[0].sum([0]).sumPool(window)).broadcast(to: type.shape)
      }

    case .convolutionTranspose(let window, groups: 1, let extent):
      if let product = product(with: operands, type) { return product }
      if let sparse = operands[0].scattered, sparse.axis == 0 {
        let weights = operands[1].gathered(sparse.indices, axis: 0)
        return sparse.entries.convolutionTranspose(weights, window, groups: 1, extent: extent)
      }

    case .convolution, .convolutionTranspose, .convolutionWeights:
      return product(with: operands, type)

    default:
      break
    }
    return nil
  }

  /// Products with zeros are zeros; those with one number everywhere are sums.
  private func product(with operands: [Term], _ type: Type) -> Term? {
    operands.contains { $0.filled == 0 } ? fill(0, type.shape) : nil
  }

  private func simplified(_ operation: Primitive.Unary, _ x: Term) -> Term? {
    if case .fill(let value, let shape) = x.primitive { return fill(operation.apply(value.value), shape) }
    let bounds = bounds[x.id]
    switch operation {
    case .positive where bounds.low >= 0, .absolute where bounds.low >= 0, .negative where bounds.high <= 0:
      return x
    case .positive where bounds.high <= 0, .negative where bounds.low >= 0, .step where bounds.high <= 0:
      return fill(0, x.shape)
    case .absolute where bounds.high <= 0: return -x
    case .step where bounds.low > 0, .sign where bounds.low > 0: return fill(1, x.shape)
    case .sign where bounds.high < 0: return fill(-1, x.shape)
    default: break
    }
    guard case .unary(let inner) = x.primitive else { return nil }
    switch (operation, inner) {
    case (.negate, .negate): return x.operands[0]
    case (.sign, .sign), (.sign, .step), (.step, .step): return x
    default: return nil
    }
  }

  private func simplified(_ operation: Primitive.Binary, _ x: Term, _ y: Term, _ type: Type) -> Term? {
    if let left = x.filled, let right = y.filled { return fill(operation.apply(left, right), type.shape) }
    if let sparse = simplifiedSparse(operation, x, y, type) { return sparse }
    let (left, right) = (bounds[x.id], bounds[y.id])
    switch operation {
    case .add:
      if x.filled == 0, y.type == type { return y }
      if y.filled == 0, x.type == type { return x }
      if x.id > y.id { return y + x }
    case .subtract:
      if y.filled == 0, x.type == type { return x }
      if x.filled == 0, y.type == type { return -y }
    case .multiply:
      if x.filled == 1, y.type == type { return y }
      if y.filled == 1, x.type == type { return x }
      if x.filled == 0 || y.filled == 0 { return fill(0, type.shape) }
      if x.id > y.id { return y * x }
    case .divide:
      if y.filled == 1, x.type == type { return x }
      if x.filled == 0 { return fill(0, type.shape) }
      return quotientOfProduct(x, y)
    case .power:
      if y.filled == 1, x.type == type { return x }
      if y.filled == 2, x.type == type { return x * x }
    case .maximum:
      if x.isSame(as: y) || left.low >= right.high && x.type == type { return x }
      if right.low >= left.high, y.type == type { return y }
    case .minimum:
      if x.isSame(as: y) || left.high <= right.low && x.type == type { return x }
      if right.high <= left.low, y.type == type { return y }
    case .stabilize:
      if left.low >= 0 { return x + y }
      if y.filled == 0, x.type == type { return x }
    case .greater:
      if left.high <= right.low { return fill(0, type.shape) }
      if left.low > right.high { return fill(1, type.shape) }
    case .equal:
      break
    }
    return nil
  }

  /// (x · y) / z as y · (x / z) where y alone varies with the condition: x / z is then computed once for all of them.
  private func quotientOfProduct(_ product: Term, _ z: Term) -> Term? {
    guard case .binary(.multiply) = product.primitive, !z.type.leading.contains(.condition),
      z.shape == product.shape
    else { return nil }
    let (x, y) = (product.operands[0], product.operands[1])
    switch (x.type.leading.contains(.condition), y.type.leading.contains(.condition)) {
    case (false, true): return y * (x / z)
    case (true, false): return x * (y / z)
    default: return nil
    }
  }

  /// Where most entries are zeros, only the others are multiplied or divided.
  private func simplifiedSparse(_ operation: Primitive.Binary, _ x: Term, _ y: Term, _ type: Type) -> Term? {
    func combined(_ sparse: Term, with other: Term) -> Term? {
      guard sparse.shape == type.shape else { return nil }
      let (entries, indices) = (sparse.operands[0], sparse.operands[1])
      switch sparse.primitive {
      case .scatter(let axis, let extent) where indices.shape.rank == 1:
        let others = other.shape[axis] == 1 ? other : other.gathered(indices, axis: axis)
        return entries.combined(operation, others).scattered(indices, axis: axis, extent: extent)
      case .poolScatter(let window, let extent):
        let others = term(.poolGather(window), [other.broadcast(to: type.shape), indices])
        return term(.poolScatter(window, extent: extent), [entries.combined(operation, others), indices])
      default: return nil
      }
    }
    return switch operation {
    case .multiply: (x.isSparse ? combined(x, with: y) : nil) ?? (y.isSparse ? combined(y, with: x) : nil)
    case .divide: x.isSparse ? combined(x, with: y) : nil
    default: nil
    }
  }
}

extension Term {
  /// What lies at some entries of an axis, all others being zero.
  struct Scattered {
    let entries: Term
    let indices: Term
    let axis: Int
  }

  /// This term as a scatter by a list of indices, if it is one.
  fileprivate var scattered: Scattered? {
    guard case .scatter(let axis, _) = primitive, operands[1].shape.rank == 1 else { return nil }
    return Scattered(entries: operands[0], indices: operands[1], axis: axis)
  }

  /// Whether this term consists of entries among zeros.
  fileprivate var isSparse: Bool {
    switch primitive {
    case .scatter, .poolScatter: true
    default: false
    }
  }

  /// The number that this term has everywhere, if it is a fill.
  var filled: Double? {
    if case .fill(let value, _) = primitive { value.value } else { nil }
  }
}

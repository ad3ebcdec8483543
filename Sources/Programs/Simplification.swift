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
      if let value = x.filled { return fill(value * Double(axes.map { x.shape[$0] }.reduce(1, *)), type.shape) }

    case .maximum:
      if operands[0].shape == type.shape { return operands[0] }
      if let value = operands[0].filled { return fill(value, type.shape) }

    case .detach:
      switch operands[0].primitive {
      case .fill, .constant, .detach: return operands[0]
      default: break
      }

    case .matmul, .convolution, .convolutionTranspose, .convolutionWeights:
      if operands.contains(where: { $0.filled == 0 }) { return fill(0, type.shape) }

    default:
      break
    }
    return nil
  }

  private func simplified(_ operation: Primitive.Unary, _ x: Term) -> Term? {
    if case .fill(let value, let shape) = x.primitive { return fill(operation.apply(value.value), shape) }
    guard case .unary(let inner) = x.primitive else { return nil }
    switch (operation, inner) {
    case (.negate, .negate): return x.operands[0]
    case (.positive, .positive), (.negative, .negative), (.absolute, .absolute), (.sign, .sign): return x
    case (.positive, .absolute), (.positive, .exp), (.positive, .sigmoid), (.positive, .step), (.positive, .sqrt),
      (.absolute, .positive), (.absolute, .exp), (.absolute, .sigmoid), (.absolute, .step), (.step, .step):
      return x
    case (.negative, .positive), (.negative, .absolute), (.negative, .exp), (.negative, .sigmoid),
      (.negative, .step), (.negative, .sqrt), (.positive, .negative):
      return fill(0, x.shape)
    default: return nil
    }
  }

  private func simplified(_ operation: Primitive.Binary, _ x: Term, _ y: Term, _ type: Type) -> Term? {
    if let left = x.filled, let right = y.filled { return fill(operation.apply(left, right), type.shape) }
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
    case .power:
      if y.filled == 1, x.type == type { return x }
      if y.filled == 2, x.type == type { return x * x }
    case .maximum, .minimum:
      if x.isSame(as: y) { return x }
    case .greater, .equal:
      break
    }
    return nil
  }
}

extension Term {
  /// The number that this term has everywhere, if it is a fill.
  var filled: Double? {
    if case .fill(let value, _) = primitive { value.value } else { nil }
  }
}

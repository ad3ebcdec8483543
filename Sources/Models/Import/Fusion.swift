import Glibc
import Programs
import Tensors

/// Layers that a file spells out in several nodes: layer norms and GELUs, which exporters wrote so before ONNX had
/// operators for them.
extension [Made] {
  /// The layers with those in one piece, and where the one is now that the network ends in.
  func fused(endingIn output: Int) -> (layers: [Made], output: Int) {
    var made = self
    var changed = false
    for index in made.indices {
      guard
        let (operation, operand) = made.layerNorm(at: index) ?? made.rootMeanSquareNorm(at: index)
          ?? made.scaledNorm(at: index)
          ?? made.gelu(at: index)
      else { continue }
      let layer = made[index].layer
      made[index].layer = Layer(
        name: layer.name, operation: operation, operands: [operand], shape: layer.shape)
      changed = true
    }
    return changed ? made.without(unread(endingIn: output), endingIn: output) : (self, output)
  }

  /// Takes out what has become unread, those excepted that were unread before.
  private func without(_ excepted: Set<Int>, endingIn output: Int) -> (layers: [Made], output: Int) {
    let dropped = unread(endingIn: output).subtracting(excepted)
    var places: [Int: Int] = [:]
    for index in indices where !dropped.contains(index) { places[index] = places.count }
    let layers = indices.filter { !dropped.contains($0) }.map { index in
      let layer = self[index].layer
      let operands = layer.operands.map { operand -> Layer.Operand in
        if case .layer(let index) = operand { .layer(places[index] ?? index) } else { operand }
      }
      return Made(
        layer: Layer(name: layer.name, operation: layer.operation, operands: operands, shape: layer.shape),
        node: self[index].node)
    }
    return (layers, places[output] ?? output)
  }

  /// The layers that nothing reads, or only others of these.
  private func unread(endingIn output: Int) -> Set<Int> {
    var read: Set<Int> = [output]
    for index in indices.reversed() where read.contains(index) {
      for case .layer(let operand) in self[index].layer.operands { read.insert(operand) }
    }
    return Set(indices).subtracting(read)
  }

  private func operation<Kind>(_ operand: Layer.Operand?, _ kind: Kind.Type) -> (
    operation: Kind, layer: Layer
  )? {
    guard case .layer(let index) = operand.map(origin(of:)),
      let operation = self[index].layer.operation as? Kind
    else { return nil }
    return (operation, self[index].layer)
  }

  /// What an operand is before casts between floats.
  private func origin(of operand: Layer.Operand) -> Layer.Operand {
    guard case .layer(let index) = operand, self[index].layer.operation is Identity,
      let before = self[index].layer.operands.first
    else { return operand }
    return origin(of: before)
  }
}

// MARK: Layer norms

extension [Made] {
  /// (x - mean) / √(mean of squares + ε), ended by the quotient.
  private func layerNorm(at index: Int) -> (any Operation, Layer.Operand)? {
    let quotient = self[index].layer
    guard let division = quotient.operation as? Arithmetic, division.sign == .divide,
      division.constant == nil,
      let (difference, centred) = operation(quotient.operands.first, Arithmetic.self),
      difference.sign == .subtract, difference.constant == nil,
      let (addition, shifted) = operation(rooted(quotient.operands.last), Arithmetic.self),
      addition.sign == .add,
      let epsilon = addition.constant?.value.number,
      let (variance, spread) = operation(shifted.operands.first, Mean.self),
      square(of: quotient.operands[0], is: spread.operands.first),
      let (mean, averaged) = operation(centred.operands.last, Mean.self),
      averaged.operands.first == centred.operands.first, mean.axes == variance.axes
    else { return nil }
    let rank = centred.shape.rank
    guard mean.axes == Swift.Array(rank - mean.axes.count..<rank), mean.shape.rank == rank,
      variance.shape.rank == rank, !mean.axes.isEmpty
    else { return nil }
    let norm = LayerNorm(
      rank: mean.axes.count, scale: nil, shift: nil, epsilon: epsilon, isCentred: true)
    return (norm, centred.operands[0])
  }

  /// x / √(mean of squares + ε), or x times the reciprocal of the root, ended by the quotient or the product.
  private func rootMeanSquareNorm(at index: Int) -> (any Operation, Layer.Operand)? {
    let last = self[index].layer
    guard let arithmetic = last.operation as? Arithmetic, arithmetic.constant == nil else { return nil }
    let operands = arithmetic.sign == .multiply ? [last.operands, last.operands.reversed()] : [last.operands]
    for pair in operands {
      guard let shifted = arithmetic.sign == .divide ? rooted(pair.last) : inverselyRooted(pair.last),
        let (addition, sum) = operation(shifted, Arithmetic.self), addition.sign == .add,
        let epsilon = addition.constant?.value.number,
        let (mean, averaged) = operation(sum.operands.first, Mean.self),
        square(of: pair[0], is: averaged.operands.first)
      else { continue }
      let rank = last.shape.rank
      guard !mean.axes.isEmpty, mean.shape.rank == rank,
        mean.axes == Swift.Array(rank - mean.axes.count..<rank)
      else { return nil }
      let norm = LayerNorm(
        rank: mean.axes.count, scale: nil, shift: nil, epsilon: epsilon, isCentred: false)
      return (norm, pair[0])
    }
    return nil
  }

  /// What a square root is taken of.
  private func rooted(_ operand: Layer.Operand?) -> Layer.Operand? {
    guard let (root, layer) = operation(operand, Elementary.self), root.function == .sqrt else { return nil }
    return layer.operands.first
  }

  /// What the reciprocal of a square root is taken of.
  private func inverselyRooted(_ operand: Layer.Operand?) -> Layer.Operand? {
    if let (power, layer) = operation(operand, Combination.self), power.exponent == -0.5 {
      return layer.operands.first
    }
    if let (reciprocal, layer) = operation(operand, Elementary.self), reciprocal.function == .reciprocal {
      return rooted(layer.operands.first)
    }
    guard let (quotient, layer) = operation(operand, Arithmetic.self), quotient.sign == .divide,
      let constant = quotient.constant, constant.isLeft, constant.value.number == 1
    else { return nil }
    return rooted(layer.operands.first)
  }

  private func square(of operand: Layer.Operand, is squared: Layer.Operand?) -> Bool {
    if let (power, layer) = operation(squared, Combination.self) {
      return power.exponent == 2 && layer.operands.map(origin(of:)) == [origin(of: operand)]
    }
    guard let (product, layer) = operation(squared, Arithmetic.self) else { return false }
    return product.sign == .multiply && product.constant == nil
      && layer.operands.map(origin(of:)) == [origin(of: operand), origin(of: operand)]
  }

  /// A layer norm with its factor, or with its summand, ended by those.
  private func scaledNorm(at index: Int) -> (any Operation, Layer.Operand)? {
    let layer = self[index].layer
    guard let arithmetic = layer.operation as? Arithmetic, let constant = arithmetic.constant?.value,
      let (norm, normed) = operation(layer.operands.first, LayerNorm.self),
      isReadOnce(from: layer.operands[0]),
      constant.shape.extents == Swift.Array(normed.shape.extents.suffix(norm.rank))
    else { return nil }
    let whole: LayerNorm? =
      switch arithmetic.sign {
      case .multiply: norm.with(scale: constant)
      case .add: norm.with(shift: constant)
      case .subtract, .divide: nil
      }
    return whole.map { ($0, normed.operands[0]) }
  }

  /// Whether an operand, and what it is before casts, has one reader.
  private func isReadOnce(from operand: Layer.Operand) -> Bool {
    guard filter({ $0.layer.operands.contains(operand) }).count == 1 else { return false }
    guard case .layer(let index) = operand, self[index].layer.operation is Identity else { return true }
    return self[index].layer.operands.allSatisfy(isReadOnce(from:))
  }
}

extension Constant {
  /// The one number of a constant that has a single entry.
  fileprivate var number: Double? { shape.count == 1 ? Double(tensor.values[0]) : nil }
}

// MARK: GELUs

extension [Made] {
  /// A product that is a GELU of something in front of it, in whatever order its factors come: known by its values.
  private func gelu(at index: Int) -> (any Operation, Layer.Operand)? {
    guard let product = self[index].layer.operation as? Arithmetic, product.sign == .multiply else {
      return nil
    }
    var cone: [Layer.Operand] = []
    var hasCurve = false
    func collect(_ operand: Layer.Operand) {
      guard cone.count < 16, !cone.contains(operand) else { return }
      cone.append(operand)
      guard case .layer(let index) = operand, let layer = scalarFunction(index) else { return }
      hasCurve = hasCurve || layer.operation is Activation || layer.operation is Elementary
      layer.operands.forEach(collect)
    }
    guard scalarFunction(index) != nil else { return nil }
    self[index].layer.operands.forEach(collect)
    guard hasCurve else { return nil }
    for root in cone where shape(root) == self[index].layer.shape {
      let curves: [(Activation, (Double) -> Double)] = [(.gelu, normalGelu), (.geluByTanh, tanhGelu)]
      for (activation, curve) in curves {
        let isSame = [-3.1, -1, -0.2, 0.4, 1.3, 2.9].allSatisfy { x in
          value(.layer(index), where: root, is: x, depth: 0).map { abs($0 - curve(x)) < 2e-6 } ?? false
        }
        if isSame { return (activation, root) }
      }
    }
    return nil
  }

  private func shape(_ operand: Layer.Operand) -> Shape? {
    if case .layer(let index) = operand { self[index].layer.shape } else { nil }
  }

  /// The layer of this index, if it computes each entry from entries at the same place and single numbers.
  private func scalarFunction(_ index: Int) -> Layer? {
    let layer = self[index].layer
    return switch layer.operation {
    case let arithmetic as Arithmetic where arithmetic.constant.map { $0.value.shape.count == 1 } ?? true:
      layer
    case let elementary as Elementary where elementary.function == .erf: layer
    case Activation.tanh as Activation: layer
    case let power as Combination where power.exponent != nil: layer
    default: nil
    }
  }

  /// What a layer computes from one number.
  private func value(_ operand: Layer.Operand, where root: Layer.Operand, is x: Double, depth: Int) -> Double?
  {
    if operand == root { return x }
    guard depth < 10, case .layer(let index) = operand, let layer = scalarFunction(index) else { return nil }
    var operands: [Double] = []
    for operand in layer.operands {
      guard let value = value(operand, where: root, is: x, depth: depth + 1) else { return nil }
      operands.append(value)
    }
    switch layer.operation {
    case let arithmetic as Arithmetic:
      let constant = arithmetic.constant.flatMap { constant in
        constant.value.number.map { ($0, constant.isLeft) }
      }
      let (left, right) =
        constant.map { $0.1 ? ($0.0, operands[0]) : (operands[0], $0.0) } ?? (
          operands[0], operands[operands.count - 1]
        )
      return switch arithmetic.sign {
      case .add: left + right
      case .subtract: left - right
      case .multiply: left * right
      case .divide: left / right
      }
    case let elementary as Elementary: return elementary.function.apply(operands[0])
    case let power as Combination: return power.exponent.map { pow(operands[0], $0) }
    default: return tanh(operands[0])
    }
  }
}

private func normalGelu(_ x: Double) -> Double { x * (0.5 + 0.5 * erf(x * 0.5.squareRoot())) }

private func tanhGelu(_ x: Double) -> Double {
  x * (0.5 + 0.5 * tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
}

import Tensors

extension Builder {
  /// The derivatives of `outputs`, weighted by their cotangents, with respect to each of `terms`, the others
  /// held fixed.
  ///
  /// Reverse mode, from program to program: what it returns are terms, which can be differentiated again. A
  /// cotangent may vary along leading axes that its output does not have; each of their entries is then a
  /// derivative of its own (so a condition's seed gives that condition's gradient). Along leading axes that
  /// an output has and an operand has not, contributions are added up.
  ///
  /// An output that simplification found to be the same for every sample has no sample axis, and counts once.
  public func gradient(of outputs: [(term: Term, cotangent: Term)], to terms: [Term]) -> [Term] {
    let wanted = Set(terms.map(\.id))
    guard let lowest = wanted.min(), let highest = outputs.map(\.term.id).max() else { return [] }

    // Only what lies between the outputs and the terms carries a derivative.
    var depends = [Bool](repeating: false, count: max(highest, lowest) + 1)
    for id in lowest...max(highest, lowest) {
      depends[id] = wanted.contains(id) || nodes[id].operands.contains { $0 >= lowest && depends[$0] }
    }

    var shares: [Int: [Term]] = [:]
    func add(_ gradient: Term, to id: Int) { shares[id, default: []].append(gradient) }
    for output in outputs where output.term.id >= lowest && depends[output.term.id] {
      add(output.cotangent.broadcast(to: output.term.shape), to: output.term.id)
    }
    for id in stride(from: highest, through: lowest, by: -1) where depends[id] && !wanted.contains(id) {
      guard let gradient = shares.removeValue(forKey: id).map(sum) else { continue }
      let term = Term(builder: self, id: id)
      for (operand, contribution) in zip(term.operands, pullback(of: term, gradient)) {
        if let contribution, operand.id >= lowest, depends[operand.id] {
          add(contribution().reduced(from: term.type, to: operand.type), to: operand.id)
        }
      }
    }
    return terms.map { shares[$0.id].map(sum) ?? fill(0, $0.shape) }
  }

  /// For each operand of `y`, how a small change of it acts on Σ g · y; nil where it does not act at all.
  func pullback(of y: Term, _ g: Term) -> [(() -> Term)?] {
    let operands = y.operands
    var x: Term { operands[0] }

    switch y.primitive {
    case .input, .constant, .fill: return []
    case .detach: return [nil]

    case .unary(let operation):
      switch operation {
      case .negate: return [{ -g }]
      case .absolute: return [{ g * x.sign }]
      case .sign, .step: return [nil]
      case .exp: return [{ g * y }]
      case .log: return [{ g / x }]
      case .sqrt: return [{ g / (2 * y) }]
      case .tanh: return [{ g * (1 - y * y) }]
      case .sigmoid: return [{ g * (y * (1 - y)) }]
      case .softplus: return [{ g * x.sigmoid }]
      case .erf: return [{ g * ((-(x * x)).exp * (2 / Double.pi.squareRoot())) }]
      case .positive: return [{ g * y.step }]
      case .negative: return [{ g * (-x).step }]
      }

    case .binary(let operation):
      let z = operands[1]
      switch operation {
      case .add: return [{ g }, { g }]
      case .subtract: return [{ g }, { -g }]
      case .multiply: return [{ g * z }, { g * x }]
      case .divide: return [{ g / z }, { -(g * y / z) }]
      case .maximum: return [{ g * (1 - z.combined(.greater, x)) }, { g * z.combined(.greater, x) }]
      case .minimum: return [{ g * (1 - x.combined(.greater, z)) }, { g * x.combined(.greater, z) }]
      case .power: return [{ g * (z * x.combined(.power, z - 1)) }, { g * (y * x.log) }]
      case .stabilize: return [{ g }, { g * (1 - 2 * (-x).step) }]
      case .greater, .equal: return [nil, nil]
      }

    case .select: return [nil, { x.select(g, self.fill(0)) }, { x.select(self.fill(0), g) }]

    case .reshape: return [{ g.reshaped(x.shape) }]
    case .transpose(let order): return [{ g.transposed(order.indices.map { order.firstIndex(of: $0) ?? 0 }) }]
    case .broadcast: return [{ g }]
    case .slice(let slices): return [{ g.embedded(slices, in: x.shape) }]
    case .embed(let slices, _): return [{ g.sliced(slices) }]

    case .concatenate(let axis):
      var start = 0
      return operands.map { operand in
        let slices = operand.shape.extents.indices.map {
          Primitive.Slice(start: $0 == axis ? start : 0, count: operand.shape[$0])
        }
        start += operand.shape[axis]
        return { g.sliced(slices) }
      }

    case .gather(let axis):
      return [{ g.scattered(operands[1], axis: axis, extent: x.shape[axis]) }, nil]
    case .scatter(let axis, _):
      return [{ g.gathered(operands[1], axis: axis) }, nil]

    case .sum: return [{ g.broadcast(to: x.shape) }]
    case .maximum(let axes):
      // Equal maxima share the derivative.
      let hits = x.combined(.equal, y)
      return [{ g * hits / hits.sum(axes) }]
    case .sumLeading(let axes):
      let clash = axes.intersection(x.type.leading).intersection(g.type.leading)
      guard clash.isEmpty else { return [{ self.failed(.derivativeVaries(along: clash)) }] }
      // What does not vary along an axis was counted once for each of its entries.
      return [{ g * self.fill(1).sumLeading(axes.subtracting(x.type.leading)) }]

    case .matmul(let left, let right):
      let z = operands[1]
      return [
        {
          left
            ? z.matmul(g, transposeLeft: right, transposeRight: true)
            : g.matmul(z, transposeLeft: false, transposeRight: !right)
        },
        {
          right
            ? g.matmul(x, transposeLeft: true, transposeRight: left)
            : x.matmul(g, transposeLeft: !left, transposeRight: false)
        },
      ]

    case .convolution(let window, let groups):
      let w = operands[1]
      let extent = Array(x.shape.extents[1...])
      return [
        { g.convolutionTranspose(w, window, groups: groups, extent: extent) },
        { self.term(.convolutionWeights(window, groups: groups), [x, g]) },
      ]
    case .convolutionTranspose(let window, let groups, _):
      return [
        { g.convolution(operands[1], window, groups: groups) },
        { self.term(.convolutionWeights(window, groups: groups), [g, x]) },
      ]
    case .convolutionWeights(let window, let groups):
      let extent = Array(x.shape.extents[1...])
      return [
        { operands[1].convolutionTranspose(g, window, groups: groups, extent: extent) },
        { x.convolution(g, window, groups: groups) },
      ]

    case .maxPool(let window):
      let extent = Array(x.shape.extents[1...])
      return [
        {
          self.term(.poolScatter(window, extent: extent), [g, self.term(.maxPoolIndex(window), [x])])
        }
      ]
    case .maxPoolIndex: return [nil]
    case .poolGather(let window):
      let extent = Array(x.shape.extents[1...])
      return [{ self.term(.poolScatter(window, extent: extent), [g, operands[1]]) }, nil]
    case .poolScatter(let window, _):
      return [{ self.term(.poolGather(window), [g, operands[1]]) }, nil]
    case .sumPool(let window):
      let extent = Array(x.shape.extents[1...])
      return [{ self.term(.sumPoolTranspose(window, extent: extent), [g]) }]
    case .sumPoolTranspose(let window, _): return [{ g.sumPool(window) }]
    }
  }
}

extension Term {
  /// Adds up what was broadcast when an operand of type `operand` entered a result of type `result`.
  func reduced(from result: Type, to operand: Type) -> Term {
    guard builder.failure == nil else { return self }
    let repeated = (0..<operand.shape.rank).filter { operand.shape[$0] == 1 && shape[$0] != 1 }
    return sum(repeated).sumLeading(result.leading.subtracting(operand.leading))
  }
}

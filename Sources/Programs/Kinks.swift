import Tensors

/// An operation max(s, 0): where s passes through zero, the gradient jumps.
public struct Kink {
  /// s, whose entries are the switches.
  public let switching: Term
  /// max(s, 0)
  public let result: Term
  /// How many such operations lie on the longest way to this one, itself included: in a list by level, each comes after
  /// those that decide where its own switches are.
  public let level: Int
}

extension Builder {
  /// `output` with all that has kinks in x written as max(s, 0) and linear operations: |s|, minima, maxima, maximum pools.
  public func withPlainKinks(_ output: Term, in x: Term) -> Term {
    let counterparts = counterparts(of: output, from: x, to: x) { node, operands in
      switch node.primitive {
      case .unary(.absolute): 2 * operands[0].positive - operands[0]
      case .unary(.negative): operands[0] - operands[0].positive
      case .binary(.maximum): operands[1] + (operands[0] - operands[1]).positive
      case .binary(.minimum): operands[0] - (operands[0] - operands[1]).positive
      case .maxPool(let window): self.pairwiseMaximum(operands[0], window)
      default: nil
      }
    }
    return counterparts[output.id] ?? output
  }

  /// The kinks between x and an output written with plain kinks only, by level; nil where the output is not linear between
  /// them.
  public func kinks(of output: Term, in x: Term) -> [Kink]? {
    var levels: [Int: Int] = [:]
    var kinks: [Kink] = []
    for id in dependents(of: x, upTo: output) where id != x.id {
      let node = Term(builder: self, id: id)
      let varying = node.operands.filter { levels[$0.id] != nil || $0.id == x.id }
      var level = varying.compactMap { levels[$0.id] }.max() ?? 0
      if node.primitive == .unary(.positive) {
        level += 1
        kinks.append(Kink(switching: node.operands[0], result: node, level: level))
      } else if !node.primitive.isLinear(
        inOne: varying.count == 1, first: varying.first?.id == node.operands[0].id)
      {
        return nil
      }
      levels[id] = level
    }
    return kinks.sorted { ($0.level, $0.result.id) < ($1.level, $1.result.id) }
  }

  /// `output` with every max(s, 0) replaced by ln(1 + exp(β s)) / β, which is the closer to it the larger β. Dugas et al. 2001.
  public func smoothed(_ output: Term, in x: Term, sharpness: Double) -> Term {
    let plain = withPlainKinks(output, in: x)
    let counterparts = counterparts(of: plain, from: x, to: x) { node, operands in
      node.primitive == .unary(.positive) ? (operands[0] * sharpness).softplus / sharpness : nil
    }
    return counterparts[plain.id] ?? plain
  }

  /// The maximum pool as maxima of two: of the entries at each place of the window.
  ///
  /// What is padded is filled with entries that the same windows hold anyway. A large negative number would do for
  /// comparisons, but what is added to it is lost.
  func pairwiseMaximum(_ x: Term, _ window: Window) -> Term {
    var padded = x
    for axis in 0..<2 {
      let (extent, step) = (padded.shape[axis + 1], window.dilations[axis])
      func line(_ index: Int) -> Term {
        var slices = padded.shape.extents.map { Primitive.Slice(start: 0, count: $0) }
        slices[axis + 1] = Primitive.Slice(start: index, count: 1)
        return padded.sliced(slices)
      }
      // A step of the window away from what is padded lies the next of its entries.
      let low = (-window.padLow[axis]..<0).map { line(min(($0 % step + step) % step, extent - 1)) }
      let high = (0..<window.padHigh[axis]).map { line(max(extent - step + $0 % step, 0)) }
      if !low.isEmpty || !high.isEmpty { padded = .concatenated(low + [padded] + high, axis: axis + 1) }
    }
    guard let places = window.placements(over: Array(x.shape.extents[1...])) else { return x }
    var highest: Term?
    for row in 0..<window.kernel[0] {
      for column in 0..<window.kernel[1] {
        let entry = padded.sliced([
          Primitive.Slice(start: 0, count: x.shape[0]),
          Primitive.Slice(start: row * window.dilations[0], count: places[0], step: window.strides[0]),
          Primitive.Slice(start: column * window.dilations[1], count: places[1], step: window.strides[1]),
        ])
        highest = highest.map { $0 + (entry - $0).positive } ?? entry
      }
    }
    return highest ?? x
  }
}

extension Program {
  /// Whether the gradient in an input jumps somewhere: at a ReLU, a maximum, an absolute value that depends on it.
  ///
  /// Where a network divides by a length, its author keeps that from zero by a small lower limit. What is never negative
  /// meets such a guard only where there is nothing to divide, so that is no kink.
  public func hasKinks(in input: String) -> Bool {
    let bounds = self.bounds
    var varies = [Bool](repeating: false, count: nodes.count)
    for (index, node) in nodes.enumerated() {
      if case .input(let name, _) = node.primitive, name == input { varies[index] = true }
      guard node.operands.contains(where: { varies[$0] }) else { continue }
      varies[index] = true
      if node.primitive.hasKink, !node.primitive.isGuard(node.operands.map { bounds[$0] }) { return true }
    }
    return false
  }
}

extension Primitive {
  /// Whether the derivative jumps somewhere.
  fileprivate var hasKink: Bool {
    switch self {
    case .unary(.positive), .unary(.negative), .unary(.absolute), .binary(.maximum), .binary(.minimum),
      .maxPool:
      true
    default: false
    }
  }

  /// Whether it only keeps what is never negative from being zero. PyTorch's limits are 1e-8 and 1e-12, those of others
  /// up to 1e-5.
  fileprivate func isGuard(_ operands: [Bounds]) -> Bool {
    guard self == .binary(.maximum) else { return false }
    let limits = operands.filter { $0.low == $0.high && (0...1e-5).contains($0.low) }
    return !limits.isEmpty && operands.allSatisfy { $0.low >= 0 }
  }

  /// Whether the operation is linear in those of its operands that vary.
  ///
  /// - Parameters:
  ///   - inOne: whether one operand alone varies.
  ///   - first: whether that is the first.
  fileprivate func isLinear(inOne: Bool, first: Bool) -> Bool {
    switch self {
    case .binary(.add), .binary(.subtract), .unary(.negate), .reshape, .transpose, .broadcast, .slice, .embed,
      .concatenate, .sum, .sumLeading, .sumPool, .sumPoolTranspose, .detach:
      true
    case .binary(.multiply), .matmul, .convolution, .convolutionTranspose, .convolutionWeights: inOne
    case .binary(.divide), .gather, .scatter, .poolGather, .poolScatter: inOne && first
    case .select: inOne && !first
    default: false
    }
  }
}

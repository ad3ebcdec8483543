import Tensors

extension Builder {
  /// How the change of `output` from one value of a term to another is due to each entry of the term: multipliers m
  /// with Σ m · (b - a) = f(b) - f(a), exactly.
  ///
  /// Where a derivative asks how steep a function is at a point, this asks how steep it is on the whole between two:
  /// every nonlinear step hands back by its slope between its two values (the rescale rule of DeepLIFT, Shrikumar et
  /// al. 2017), products by the mean of the other factor. The output is computed twice, from a and from b.
  ///
  /// - Parameters:
  ///   - output: a term that depends on `from`; b is put in its place.
  ///   - cotangent: what a change of the output counts for.
  public func secant(of output: Term, from a: Term, to b: Term, cotangent: Term) -> Term {
    secant(of: output, from: a, to: b, cotangent: cotangent, at: a).multiplier
  }

  /// The same multipliers at a term on the way from a to the output, and how much that term changes: Σ m · Δ is what
  /// of the output's change passes it.
  public func secant(
    of output: Term, from a: Term, to b: Term, cotangent: Term, at inner: Term
  ) -> (multiplier: Term, change: Term) {
    // A maximum of many as maxima of two: between its two values each of these has exactly its mean slope.
    let plain = counterparts(of: output, from: a, to: a) { node, operands in
      if case .maxPool(let window) = node.primitive { return self.pairwiseMaximum(operands[0], window) }
      return nil
    }
    let (output, inner) = (plain[output.id] ?? output, plain[inner.id] ?? inner)
    let last = output.id > inner.id ? output : inner
    let dependents = dependents(of: a, upTo: last)
    // What derivatives take for a constant is the same at both ends, such as what a softmax is shifted by.
    let ends = counterparts(of: last, from: a, to: b) { node, _ in
      node.primitive == .detach && node.id != inner.id ? node : nil
    }
    func end(_ term: Term) -> Term { ends[term.id] ?? term }
    let change = end(inner) - inner
    guard ends[output.id] != nil, ends[inner.id] != nil else { return (fill(0, inner.shape), change) }

    var multipliers: [Int: Term] = [output.id: cotangent.broadcast(to: output.shape)]
    for id in dependents.reversed() where id > inner.id {
      guard let multiplier = multipliers[id] else { continue }
      let start = Term(builder: self, id: id)
      let shares = rescaled(start, operands: start.operands.map { ($0, end($0)) }, end: end(start), multiplier)
      for (operand, share) in zip(start.operands, shares) {
        guard let share, ends[operand.id] != nil else { continue }
        let reduced = share().reduced(from: start.type, to: operand.type)
        multipliers[operand.id] = multipliers[operand.id].map { $0 + reduced } ?? reduced
      }
    }
    return (multipliers[inner.id] ?? fill(0, inner.shape), change)
  }

  /// For each operand, the multiplier that makes its change account for its part of the change of the result.
  private func rescaled(
    _ y: Term, operands: [(start: Term, end: Term)], end: Term, _ g: Term
  ) -> [(() -> Term)?] {
    let x = operands.first ?? (y, end)
    let change = { x.end - x.start }
    /// The slope between the two values; where they are as good as equal, the derivative between them.
    func slope() -> Term {
      let middle = (x.start + x.end) * 0.5
      let derivative = gradient(of: [(term(y.primitive, [middle]), fill(1))], to: [middle])[0]
      return change().absolute.combined(.greater, fill(Self.smallestChange)).select(
        (end - y) / change(), derivative.broadcast(to: x.start.shape))
    }

    switch y.primitive {
    case .unary(.negate): return [{ -g }]
    case .unary: return [{ g * slope() }]
    case .binary(.divide):
      // x/z changes by the mean of 1/z times the change of x, and by the mean of x times the change of 1/z.
      let z = operands[1]
      let half = g * 0.5
      return [
        { half / z.start + half / z.end },
        { -(half * (x.start + x.end) / (z.start * z.end)) },
      ]
    case .binary(.maximum), .binary(.minimum):
      // max(x, z) = (x + z + |x - z|) / 2
      let z = operands[1]
      let (before, after) = (x.start - z.start, x.end - z.end)
      let ratio = (after.absolute - before.absolute) / (after - before)
      let slope = (after - before).absolute.combined(.greater, fill(Self.smallestChange)).select(
        ratio, (before + after).sign)
      let half = g * 0.5
      let (first, second) = (half + half * slope, half - half * slope)
      let isMaximum = y.primitive == .binary(.maximum)
      return [{ isMaximum ? first : second }, { isMaximum ? second : first }]
    case .binary(.power):
      return [{ g * self.powerSlope(x, exponent: operands[1].start, y, end) }, nil]
    default:
      // Linear in each operand: the derivative at the middle, where the other factors have their mean. Simplified, it could
      // have its operands in another order than y has.
      let middle = verbatim(
        y.primitive, operands.map { $0.start.isSame(as: $0.end) ? $0.start : ($0.start + $0.end) * 0.5 })
      return pullback(of: middle, g)
    }
  }

  private func powerSlope(_ x: (start: Term, end: Term), exponent: Term, _ y: Term, _ end: Term) -> Term {
    let middle = (x.start + x.end) * 0.5
    let derivative = exponent * middle.combined(.power, exponent - 1)
    let change = x.end - x.start
    return change.absolute.combined(.greater, fill(Self.smallestChange)).select((end - y) / change, derivative)
  }

  /// Below this a difference of two numbers is mostly what rounding left. Kokhlikyan et al. 2020 take 1e-10 in any
  /// precision.
  private static var smallestChange: Double { 1e-6 }
}

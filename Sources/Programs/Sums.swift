import Tensors

extension Builder {
  /// The sum of terms of one type, by one large operation where many small ones would give it.
  ///
  /// What every step of a sequence reads gets a share of its gradient from each: parts of one value that lie apart are
  /// concatenated, not each added among zeros, and Σ xᵢᵀ yᵢ over samples is [x₁; x₂; ...]ᵀ [y₁; y₂; ...].
  func sum(_ terms: [Term]) -> Term {
    var groups: [Addend: [Term]] = [:]
    var order: [Addend] = []
    for term in terms {
      let addend = Addend(term)
      if groups[addend] == nil { order.append(addend) }
      groups[addend, default: []].append(term)
    }
    let sums = order.map { addend in sum(groups[addend] ?? [], of: addend) }
    return sums.dropFirst().reduce(sums[0], +)
  }

  private func sum(_ terms: [Term], of addend: Addend) -> Term {
    // Later steps hand on their gradients first; rows follow the order of time, in which others have them, too.
    func rows(_ term: (Term) -> Term) -> Term { .concatenated(terms.reversed().map(term), axis: 0) }
    if terms.count > 1 {
      switch addend {
      case .other: break
      case .part(let axis):
        if let whole = joined(terms, along: axis) { return whole }
      case .product(_, _, let axes):
        let products = terms.reversed().map { $0.operands[0].operands }
        let (x, y) = matched(products.map { $0[0] }, products.map { $0[1] })
        return x.matmul(y, transposeLeft: true).sumLeading(axes)
      case .row(let type, let axes):
        let shape = type.shape
        let row = shape.rank > 1 && shape[0] == 1 ? shape : [1] + shape
        return rows { $0.operands[0].reshaped(row) }.sum([0]).reshaped(shape).sumLeading(axes)
      }
    }
    return terms.dropFirst().reduce(terms[0], +)
  }

  /// Both lists of rows below each other.
  ///
  /// Where a concatenation is there already that has those of one list and a few more, it is taken, and the others get
  /// zeros beside these.
  private func matched(_ xs: [Term], _ ys: [Term]) -> (Term, Term) {
    func matched(_ xs: [Term], _ ys: [Term]) -> (Term, Term)? {
      let count = xs.reduce(0) { $0 + $1.shape[0] }
      for node in nodes where node.primitive == .concatenate(axis: 0) && node.operands.count > xs.count {
        let whole = node.type.shape[0]
        guard whole - count <= count / 8, let first = node.operands.firstIndex(of: xs[0].id),
          node.operands[first...].starts(with: xs.map(\.id)),
          let known = known[node]
        else { continue }
        let before = node.operands[..<first].reduce(0) { $0 + nodes[$1].type.shape[0] }
        func zeros(_ count: Int) -> [Term] {
          count > 0 ? [fill(0, [count] + Shape(Array(ys[0].shape.extents.dropFirst())))] : []
        }
        return (
          Term(builder: self, id: known),
          .concatenated(zeros(before) + ys + zeros(whole - before - count), axis: 0)
        )
      }
      return nil
    }
    if let (x, y) = matched(xs, ys) { return (x, y) }
    if let (y, x) = matched(ys, xs) { return (x, y) }
    return (.concatenated(xs, axis: 0), .concatenated(ys, axis: 0))
  }

  /// Parts of one value along an axis, with zeros where there is none; nil where they overlap.
  private func joined(_ terms: [Term], along axis: Int) -> Term? {
    var parts: [(slice: Primitive.Slice, terms: [Term])] = []
    for term in terms {
      guard case .embed(let slices, _) = term.primitive else { return nil }
      if let known = parts.firstIndex(where: { $0.slice == slices[axis] }) {
        parts[known].terms.append(term.operands[0])
      } else {
        parts.append((slices[axis], [term.operands[0]]))
      }
    }
    guard parts.count > 1 else { return nil }
    parts.sort { $0.slice.start < $1.slice.start }
    let whole = terms[0].shape
    var pieces: [Term] = []
    var end = 0
    func fillUp(to start: Int) {
      guard start > end else { return }
      var gap = whole
      gap[axis] = start - end
      pieces.append(fill(0, gap))
    }
    for part in parts {
      guard part.slice.start >= end else { return nil }
      fillUp(to: part.slice.start)
      pieces.append(sum(part.terms))
      end = part.slice.start + part.slice.count
    }
    fillUp(to: whole[axis])
    return .concatenated(pieces, axis: axis)
  }
}

/// What makes terms of a sum alike.
private enum Addend: Hashable {
  /// A value among zeros along one axis.
  case part(axis: Int)
  /// Σ over leading axes of xᵀ y.
  case product(left: Type, right: Type, over: Leading)
  /// Σ over leading axes of a value.
  case row(Type, over: Leading)
  case other

  init(_ term: Term) {
    switch term.primitive {
    case .embed(let slices, let shape):
      let cut = slices.indices.filter { slices[$0].count != shape[$0] }
      self = cut.count == 1 && slices[cut[0]].step == 1 ? .part(axis: cut[0]) : .other
    case .sumLeading(let axes):
      let x = term.operands[0]
      switch x.primitive {
      case .matmul(transposeLeft: true, transposeRight: false) where x.shape.rank == 2:
        self = .product(left: x.operands[0].type, right: x.operands[1].type, over: axes)
      // The library adds up samples itself.
      case .convolutionWeights: self = .other
      default: self = .row(x.type, over: axes)
      }
    default: self = .other
    }
  }
}

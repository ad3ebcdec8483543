extension Builder {
  /// The nodes that lie between `x` and `output`, both included: they depend on the one, and the other on them.
  func dependents(of x: Term, upTo output: Term) -> [Int] {
    var dependents: Set<Int> = [x.id]
    return needed(for: [output.id]).filter { id in
      if id != x.id, !nodes[id].operands.contains(where: dependents.contains) { return false }
      dependents.insert(id)
      return true
    }
  }

  /// For each node between `x` and `output`, itself included, its counterpart when `y` takes the place of `x`.
  ///
  /// - Parameter replacement: another term for a node and its new operands; nil leaves it the same operation.
  func counterparts(
    of output: Term, from x: Term, to y: Term, _ replacement: (Term, [Term]) -> Term? = { _, _ in nil }
  ) -> [Int: Term] {
    var counterparts: [Int: Term] = [x.id: y]
    for id in dependents(of: x, upTo: output) where id != x.id {
      let node = Term(builder: self, id: id)
      let operands = node.operands.map { counterparts[$0.id] ?? $0 }
      counterparts[id] = replacement(node, operands) ?? term(node.primitive, operands)
    }
    return counterparts
  }
}

extension Term {
  /// Whether a change of `x` may change this term.
  public func depends(on x: Term) -> Bool {
    builder.dependents(of: x, upTo: self).contains(id)
  }
}

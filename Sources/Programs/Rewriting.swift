extension Builder {
  /// Which nodes up to `output` depend on `x`, themselves included.
  func dependents(of x: Term, upTo output: Term) -> [Int] {
    guard output.id >= x.id else { return [] }
    var depends = [Bool](repeating: false, count: output.id + 1)
    depends[x.id] = true
    for id in x.id...output.id where !depends[id] {
      depends[id] = nodes[id].operands.contains { $0 >= x.id && depends[$0] }
    }
    return (x.id...output.id).filter { depends[$0] }
  }

  /// For each node between `x` and `output`, itself included, its counterpart when `y` takes the place of `x`.
  ///
  /// - Parameter replacement: another term for an operation and its new operands; nil leaves it the same operation.
  func counterparts(
    of output: Term, from x: Term, to y: Term, _ replacement: (Primitive, [Term]) -> Term? = { _, _ in nil }
  ) -> [Int: Term] {
    var counterparts: [Int: Term] = [x.id: y]
    for id in dependents(of: x, upTo: output) where id != x.id {
      let node = Term(builder: self, id: id)
      let operands = node.operands.map { counterparts[$0.id] ?? $0 }
      counterparts[id] = replacement(node.primitive, operands) ?? term(node.primitive, operands)
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

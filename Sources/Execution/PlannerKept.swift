import Programs

/// Which of a plan's values other runs may find again.
extension Planner {
  /// The values of the steps before `firstRepeated` that later steps or the outputs read.
  func keptValues(
    _ steps: [Step], _ firstRepeated: Int, _ outputs: [Plan.Binding]
  ) -> [ActivationCache.Entry] {
    guard firstRepeated < steps.count else { return [] }
    let expressions = program.expressions(conditions: conditions) { node in
      (isBlocked ? 1 : 0) + (isBlocked && winograd[node] ? 2 : 0) + (followers[node]?.summand == nil ? 0 : 4)
    }
    var known: [Int: Expression] = [:]
    // A convolution's kernel stores what its followers make of its result.
    let inner = Set(followers.flatMap { [$0.key] + $0.value.nodes }).subtracting(
      followers.values.map(\.result))
    // What a buffer holds is the whole in which all of its pieces lie.
    for (node, view) in wholes where pieces[node] == nil {
      known[view.buffer] = expressions[node].variant(view.arrangement)
    }
    for (node, view) in zip(program.nodes.indices, views) where !inner.contains(node) {
      if let view, known[view.buffer] == nil {
        known[view.buffer] = expressions[node].variant(view.arrangement)
      }
    }
    for copy in copies where known[copy.as.buffer] == nil {
      known[copy.as.buffer] = known[copy.of.buffer]?.variant(
        [copy.of, copy.as].map { view in
          var view = view
          view.buffer = 0
          return view
        })
    }
    let computed = Set(steps[..<firstRepeated].flatMap(\.writes))
    let read = Set(steps[firstRepeated...].flatMap(\.reads) + outputs.map(\.view.buffer))
    return computed.intersection(read).sorted().compactMap { buffer in
      known[buffer].map {
        ActivationCache.Entry(
          buffer: buffer, count: sizes[buffer], expression: $0.digest, inputs: $0.inputs.sorted())
      }
    }
  }
}

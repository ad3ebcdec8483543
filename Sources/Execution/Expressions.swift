import Programs
import Tensors

/// What a node computes, whatever program it stands in: a number that equal expressions share, and the inputs it reads.
struct Expression {
  let digest: Int
  let inputs: Set<String>

  /// The same value arranged in another way, or found beside it.
  func variant(_ detail: some Hashable) -> Expression {
    var hasher = Hasher()
    hasher.combine(digest)
    hasher.combine(detail)
    return Expression(digest: hasher.finalize(), inputs: inputs)
  }
}

extension Program {
  /// The expression of each node.
  ///
  /// - Parameters:
  ///   - conditions: what sums over them depend on.
  ///   - kernel: a number for the way in which a node is computed: others round in another way.
  func expressions(conditions: Int, kernel: (Int) -> Int) -> [Expression] {
    var expressions: [Expression] = []
    expressions.reserveCapacity(nodes.count)
    for (index, node) in nodes.enumerated() {
      var hasher = Hasher()
      hasher.combine(node.primitive)
      hasher.combine(kernel(index))
      if case .sumLeading = node.primitive { hasher.combine(conditions) }
      var inputs = Set<String>()
      for operand in node.operands {
        hasher.combine(expressions[operand].digest)
        inputs.formUnion(expressions[operand].inputs)
      }
      if case .input(let name, _) = node.primitive { inputs.insert(name) }
      expressions.append(Expression(digest: hasher.finalize(), inputs: inputs))
    }
    return expressions
  }

  /// About how many bytes the values take that vary with the sample alone and that conditions share.
  func sharedBytes(samples: Int) -> Int {
    guard inputs.values.contains(where: { $0.leading.contains(.condition) }) else { return 0 }
    var isShared = [Bool](repeating: false, count: nodes.count)
    for node in nodes where node.type.leading.contains(.condition) {
      for operand in node.operands { isShared[operand] = true }
    }
    return nodes.indices.reduce(0) { bytes, index in
      let node = nodes[index]
      guard isShared[index], node.type.leading == .sample, !node.primitive.isArrangement else { return bytes }
      return bytes + 4 * node.type.shape.count * samples
    }
  }
}

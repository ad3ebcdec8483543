import Programs
import Tensors

extension Primitive {
  var isElementwise: Bool {
    switch self {
    case .unary, .binary, .select: true
    default: false
    }
  }

  /// Whether the last operand may be weights in a layout that the kernel chooses.
  var takesWeights: Bool {
    switch self {
    case .convolution, .convolutionTranspose: true
    default: false
    }
  }

  /// Whether the result has a place of its own that nobody else needs: not an input's, nor another view's.
  var makesValue: Bool {
    if case .input = self { false } else { !isArrangement }
  }

  /// Whether the result may be another view of the operand's entries.
  var isArrangement: Bool {
    switch self {
    case .reshape, .transpose, .broadcast, .slice, .detach: true
    default: false
    }
  }

  /// Whether its kernels, or what is done to its operands before, can read entries that lie askew: see ``Storage``.
  var loadsBytes: Bool {
    switch self {
    case .embed, .concatenate, .matmul, .convolution, .convolutionTranspose: true
    default: isElementwise || isArrangement
    }
  }

  var elementwise: Elementwise.Operation {
    switch self {
    case .unary(let operation): .unary(operation)
    case .binary(let operation): .binary(operation)
    case .select: .select
    default: .copy
    }
  }

  /// The window of what slides one over images.
  var window: Window? {
    switch self {
    case .convolution(let window, _), .convolutionTranspose(let window, _, _),
      .convolutionWeights(let window, _),
      .maxPool(let window), .maxPoolIndex(let window), .poolGather(let window), .poolScatter(let window, _),
      .sumPool(let window), .sumPoolTranspose(let window, _):
      window
    default: nil
    }
  }

  /// The operand's entries as this arrangement shows them, or nil where they would have to move.
  func rearranged(_ view: View, to extents: [Int]) -> View? {
    switch self {
    case .reshape(let shape): return view.reshaped(shape.extents)
    case .transpose(let order): return view.transposed(order)
    case .broadcast: return view.broadcast(to: extents)
    case .slice(let slices): return view.contains(slices) ? view.sliced(slices) : nil
    case .detach: return view
    default: return nil
    }
  }
}

extension View {
  /// Whether the slices are entries of this view as it lies: channels leave vectors only as whole vectors.
  func contains(_ slices: [Primitive.Slice]) -> Bool {
    let vector = Arrangement.vector
    return !isBlocked || slices[0].start % vector == 0 && slices[0].count % vector == 0 && slices[0].step == 1
  }

  func sliced(_ slices: [Primitive.Slice]) -> View {
    var view = self
    for (axis, slice) in slices.enumerated() {
      view = view.sliced(axis, start: slice.start, count: slice.count, step: slice.step)
    }
    return view
  }
}

extension Program {
  /// Which nodes depend on constants alone.
  func constantNodes(leavesOnly: Bool) -> [Bool] {
    var constant: [Bool] = []
    for node in nodes {
      let isConstant =
        switch node.primitive {
        case .constant, .fill: true
        // What a sum over leading axes gives depends on how many entries they have.
        case .input, .sumLeading: false
        default: !leavesOnly && node.operands.allSatisfy { constant[$0] }
        }
      constant.append(isConstant)
    }
    return constant
  }

  /// For each node, those that read it.
  var consumers: [[Int]] {
    var consumers = [[Int]](repeating: [], count: nodes.count)
    for (index, node) in nodes.enumerated() {
      for operand in node.operands { consumers[operand].append(index) }
    }
    return consumers
  }

  /// For sums over samples that one product gives at once, if nothing else reads what is summed: that of each sample.
  ///
  /// These are xᵀ y, the product of a column and a row, and a convolution's adjoint in the weights: what the gradients
  /// of weights are made of.
  var contractions: [Int: Int] {
    let consumers = consumers
    let kept = Set(outputs.map(\.node))
    var result: [Int: Int] = [:]
    for (index, node) in nodes.enumerated() {
      guard case .sumLeading(.sample) = node.primitive, case let product = node.operands[0],
        consumers[product].count == 1, !kept.contains(product),
        nodes[product].operands.allSatisfy({ nodes[$0].type.leading.contains(.sample) })
      else { continue }
      switch nodes[product].primitive {
      case .matmul(let transposeLeft, let transposeRight):
        let left = nodes[nodes[product].operands[0]].type.shape
        if transposeLeft && !transposeRight && left.rank == 2
          || left[transposeLeft ? left.rank - 2 : left.rank - 1] == 1
        {
          result[index] = product
        }
      case .convolutionWeights: result[index] = product
      default: break
      }
    }
    return result
  }

  /// The bias, the sum with another branch and the ReLU behind a convolution that nothing else reads.
  func convolutionFollowers(isConstant: [Bool]) -> [Int: Followers] {
    let consumers = consumers
    let kept = Set(outputs.map(\.node))
    var result: [Int: Followers] = [:]
    var sums = Set<Int>()
    // The later of two branches takes the sum, when the other one is there.
    for (index, node) in nodes.enumerated().reversed() where !isConstant[index] {
      guard case .convolution = node.primitive, nodes[node.operands[1]].type.leading.isEmpty else { continue }
      var followers = Followers(result: index)
      func next() -> Int? {
        consumers[followers.result].count == 1 && !kept.contains(followers.result)
          ? consumers[followers.result].first : nil
      }
      if let sum = next(), case .binary(.add) = nodes[sum].primitive,
        let bias = nodes[sum].operands.first(where: { $0 != index }), isConstant[bias],
        nodes[bias].type.shape == [node.type.shape[0], 1, 1]
      {
        followers.bias = bias
        followers.nodes.append(sum)
        followers.result = sum
      }
      if let sum = next(), case .binary(.add) = nodes[sum].primitive, !sums.contains(sum),
        let summand = nodes[sum].operands.first(where: { $0 != followers.result }), summand < index,
        nodes[summand].type == nodes[sum].type, nodes[sum].type == node.type,
        nodes[summand].primitive.makesValue, !isConstant[summand], !kept.contains(summand),
        consumers[summand].allSatisfy({ $0 < index || $0 == sum })
      {
        sums.insert(sum)
        followers.summand = summand
        followers.nodes.append(sum)
        followers.result = sum
      }
      if let rectified = next(), case .unary(.positive) = nodes[rectified].primitive {
        followers.hasReLU = true
        followers.nodes.append(rectified)
        followers.result = rectified
      }
      if !followers.nodes.isEmpty { result[index] = followers }
    }
    return result
  }

  /// For each node, the node in whose pass over memory it is computed.
  ///
  /// An elementwise node joins its consumers where they all are in one pass and it has as many entries as the
  /// result: then nothing is computed twice, and nothing else needs its value. What conditions share stays apart from
  /// what varies with them, so that it can be kept.
  /// - Parameter separate: nodes that are computed otherwise.
  func elementwiseGroups(isConstant: [Bool], separate: Set<Int>, samples: Int, conditions: Int) -> [Int] {
    var groups = Array(nodes.indices)
    let consumers = consumers
    let kept = Set(outputs.map(\.node))
    var sizes = [Int](repeating: 1, count: nodes.count)
    func shape(_ node: Int) -> Shape {
      Type(nodes[node].type.shape, varying: [.sample, .condition]).shape(
        samples: nodes[node].type.leading.contains(.sample) ? samples : 1,
        conditions: nodes[node].type.leading.contains(.condition) ? conditions : 1)
    }
    for index in nodes.indices.reversed() where nodes[index].primitive.isElementwise && !isConstant[index] {
      guard !kept.contains(index), !separate.contains(index), let consumer = consumers[index].first else {
        continue
      }
      let group = groups[consumer]
      guard nodes[group].primitive.isElementwise, !separate.contains(group), sizes[group] < 24,
        shape(group) == shape(index),
        nodes[index].type.leading.contains(.condition) || !nodes[group].type.leading.contains(.condition),
        consumers[index].allSatisfy({ groups[$0] == group && nodes[$0].primitive.isElementwise })
      else { continue }
      groups[index] = group
      sizes[group] += 1
    }
    return groups
  }

  /// For each of these groups' last nodes, those whose groups are computed in one pass with its own: what follows one
  /// another in the program with nothing but views between, and has as many entries.
  func passes(_ groups: [Int], isConstant: [Bool], separate: Set<Int>, extents: (Int) -> [Int]) -> [Int:
    [Int]]
  {
    var members: [Int: [Int]] = [:]
    for index in nodes.indices where nodes[index].primitive.isElementwise && !isConstant[index] {
      members[groups[index], default: []].append(index)
    }
    var passes: [Int: [Int]] = [:]
    var (roots, inside) = ([Int](), Set<Int>())
    // Views of what the pass makes, which it can't read.
    var behind = Set<Int>()
    func close() {
      for root in roots { passes[root] = roots }
      (roots, inside, behind) = ([], [], [])
    }
    for index in nodes.indices where !isConstant[index] {
      let node = nodes[index]
      if case .input = node.primitive { continue }
      if node.primitive.isArrangement {
        if node.operands.contains(where: { inside.contains($0) || behind.contains($0) }) {
          behind.insert(index)
        }
        continue
      }
      guard node.primitive.isElementwise, !separate.contains(index) else {
        close()
        continue
      }
      guard groups[index] == index, let group = members[index] else { continue }
      if let first = roots.first,
        inside.count + group.count > 64 || extents(first) != extents(index)
          || nodes[first].type.leading.contains(.condition) != node.type.leading.contains(.condition)
          || group.contains(where: { !behind.isDisjoint(with: nodes[$0].operands) })
      {
        close()
      }
      roots.append(index)
      inside.formUnion(group)
    }
    close()
    return passes
  }

  /// The node that takes the index of a node's maximum, or the maximum of its index, if there is one.
  func maximumPartner(of node: Int) -> Int? {
    let window: Window
    switch nodes[node].primitive {
    case .maxPool(let found), .maxPoolIndex(let found): window = found
    default: return nil
    }
    return nodes.indices.first { other in
      guard other != node, nodes[other].operands == nodes[node].operands else { return false }
      return nodes[other].primitive == .maxPool(window) || nodes[other].primitive == .maxPoolIndex(window)
    }
  }

  /// Whether only pools read an index, and it fits into a byte.
  func keepsIndexInBytes(_ index: Int, isConstant: [Bool]) -> Bool {
    guard !isConstant[index], case .maxPoolIndex(let window) = nodes[index].primitive,
      window.kernel.reduce(1, *) <= 256,
      !outputs.contains(where: { $0.node == index })
    else { return false }
    return nodes.allSatisfy { node in
      guard node.operands.contains(index) else { return true }
      switch node.primitive {
      case .poolGather, .poolScatter: return node.operands[1] == index && node.operands[0] != index
      default: return false
      }
    }
  }

  /// The memory of the constants that the program holds.
  var constantShares: [MemoryShare] {
    nodes.compactMap { node in
      if case .constant(let constant) = node.primitive {
        Storage(reading: constant).share
      } else {
        nil
      }
    }
  }

  /// The program that computes one node alone; equal for equal expressions, whatever stands around them.
  func expression(_ node: Int) -> Program? {
    let builder = Builder()
    var terms: [Int: Term] = [:]
    func term(_ index: Int) -> Term {
      if let known = terms[index] { return known }
      let node = nodes[index]
      let term =
        switch node.primitive {
        case .input(let name, let type): builder.input(name, type)
        case .constant(let constant): builder.constant(constant)
        case .fill(let number, let shape): builder.fill(number.value, shape)
        default: builder.term(node.primitive, node.operands.map { term($0) })
        }
      terms[index] = term
      return term
    }
    return try? builder.program([("value", term(node))])
  }
}

/// Elementwise nodes that a convolution's kernel computes along with it.
struct Followers: Hashable {
  /// The last of them.
  var result: Int
  var nodes: [Int] = []
  var bias: Int?
  /// What is added to the result, in whose place it then lies: nothing reads that afterwards.
  var summand: Int?
  var hasReLU = false

  var operations: Convolution.PostOperations {
    .init(hasBias: bias != nil, hasSum: summand != nil, hasReLU: hasReLU)
  }

  /// What a plan calls them.
  var text: String {
    [bias, summand].compactMap { $0 }.map { _ in ", add" }.joined() + (hasReLU ? ", positive" : "")
  }
}

import Programs
import Tensors

/// The steps of nodes that are not elementwise.
extension Planner {
  // MARK: Arrangements that move entries

  /// The same entries as they lie where channels are one axis.
  private mutating func plain(_ view: View) throws -> View {
    view.isBlocked ? try dense(view, .channelsLast) : view
  }

  mutating func embed(_ x: View, _ slices: [Primitive.Slice], _ extents: [Int]) throws -> View {
    let x = try plain(x)
    let result = result(extents, x.arrangement)
    let pass = Elementwise(copying: x, to: result.sliced(slices))
    let count = result.count
    let offset = result.sliced(slices).offset
    add("embed", "own", result, operations: 0, reads: [x]) { _, memory, threads in
      memory[result].update(repeating: 0, count: count)
      pass.run([memory[x], memory[result] + offset], threads)
    }
    return result
  }

  mutating func concatenate(_ node: Int, _ operands: [View], _ axis: Int) throws -> View {
    var operands = operands
    if !operands.allSatisfy(\.isBlocked) {
      for index in operands.indices { operands[index] = try plain(operands[index]) }
    }
    let result = wholes[node] ?? room(for: node, operands[0].arrangement)
    var start = 0
    var moves: [(from: View, to: View)] = []
    for (number, operand) in zip(program.nodes[node].operands, operands) {
      let count = operand.extents[axis + View.leading]
      if !isInPlace(number, of: node) {
        moves.append((operand, result.sliced(axis, start: start, count: count)))
      }
      start += count
    }
    guard let first = moves.first else { return result }
    let passes = moves.map { Elementwise(copying: $0.from.broadcast(to: $0.to.extents), to: $0.to) }
    let starts = moves.map { move in [move.from, move.to].map { (buffer: $0.buffer, offset: $0.offset) } }
    // Many small pieces share the threads among themselves.
    let grain = 32_768 * moves.count / max(1, result.count)
    add(
      "concatenate", "own", first.to, moves.dropFirst().map(\.to), operations: 0, reads: moves.map(\.from)
    ) { _, memory, threads in
      func addresses(_ move: Int) -> [Floats] { starts[move].map { memory.bases[$0.buffer] + $0.offset } }
      guard passes.count >= 4 * threads.count else {
        for (move, pass) in passes.enumerated() { pass.run(addresses(move), threads) }
        return
      }
      threads.split(passes.count, grain: max(1, grain)) { range in
        for move in range { passes[move].run(addresses(move), 0..<passes[move].units) }
      }
    }
    return result
  }

  mutating func gather(
    scatters: Bool, _ axis: Int, whole x: View, _ indices: View, _ extents: [Int]
  ) throws -> View {
    // A list of channels can be taken out of vectors.
    let ofChannels = axis == 0 && indices.rank == View.leading + 1
    let (x, indices) = (ofChannels ? x : try plain(x), try plain(indices))
    let result = result(extents, ofChannels ? images(extents) : .rowMajor(extents.count))
    let gather = Gather(
      scatters: scatters, axis: axis, whole: scatters ? result : x, indices: indices,
      entries: scatters ? x : result)
    let count = result.count
    add(scatters ? "scatter" : "gather", "own", result, operations: 0, reads: [x, indices]) { _, memory, _ in
      if scatters { memory[result].update(repeating: 0, count: count) }
      try gather.run(
        whole: memory[scatters ? result : x], indices: memory[indices], entries: memory[scatters ? x : result]
      )
    }
    return result
  }

  mutating func reduce(
    _ primitive: Primitive, _ operation: Reduction.Operation, _ x: View, _ extents: [Int], _ operations: Int
  ) -> View {
    let arrangement = x.isBlocked && !Arrangement.canBlock(extents) ? .channelsLast : x.arrangement
    let result = result(extents, arrangement)
    let reduction = Reduction(operation, x, to: result)
    add(primitive.name, "own", result, operations: x.count, reads: [x]) { _, memory, threads in
      reduction.run(memory[x], memory[result], threads)
    }
    return result
  }

  // MARK: Products

  mutating func matmul(
    _ left: View, _ right: View, _ transposeLeft: Bool, _ transposeRight: Bool, _ extents: [Int],
    _ operations: Int
  ) throws -> View {
    let rank = extents.count
    func matrices(_ view: View, _ transposed: Bool) throws -> View {
      var view = view
      if !MatrixProduct.accepts(view) { view = try rowMajor(view) }
      if transposed {
        view.extents.swapAt(rank - 2, rank - 1)
        view.strides.swapAt(rank - 2, rank - 1)
      }
      return view
    }
    return try product(
      matrices(left, transposeLeft), matrices(right, transposeRight), extents, operations)
  }

  /// Σ over samples of xᵀ y, as the product of the matrices that have the rows of all samples below each other.
  mutating func contraction(of product: Int, to node: Int) throws -> View {
    if case .convolutionWeights(let window, let groups) = program.nodes[product].primitive {
      return try contraction(window, groups, of: product, to: node)
    }
    guard case .matmul(let transposeLeft, let transposeRight) = program.nodes[product].primitive else {
      throw ExecutionError.library(step: "matmul", status: -1)
    }
    let extents = extents(node)
    let rank = extents.count
    /// - Parameter axis: that of the operand which is summed over; its samples come along it.
    func matrices(_ operand: Int, samplesAlong axis: Int) throws -> View {
      /// Nil where the rows of the next sample don't lie behind those of the one before.
      func turned(_ view: View) -> View? {
        var view = view
        let rows = view.extents[axis]
        if rows == 1 {
          view.strides[axis] = view.strides[0]
        } else if view.extents[0] > 1, view.strides[0] != rows * view.strides[axis] {
          return nil
        }
        view.extents[axis] = rows * view.extents[0]
        (view.extents[0], view.strides[0]) = (1, 0)
        return view
      }
      let view = try view(operand)
      if isAligned(view), let turned = turned(view), MatrixProduct.accepts(turned) { return turned }
      // Samples inside conditions: so they are one axis with the rows.
      let moved = try dense(view, .axes([1, 0] + Array(2..<rank)))
      guard let turned = turned(moved) else { throw ExecutionError.library(step: "matmul", status: -1) }
      return turned
    }
    func swapped(_ view: View) -> View {
      var view = view
      view.extents.swapAt(rank - 2, rank - 1)
      view.strides.swapAt(rank - 2, rank - 1)
      return view
    }
    let operands = program.nodes[product].operands
    let left = try matrices(operands[0], samplesAlong: transposeLeft ? rank - 2 : rank - 1)
    let right = try matrices(operands[1], samplesAlong: transposeRight ? rank - 1 : rank - 2)
    return try self.product(
      transposeLeft ? swapped(left) : left, transposeRight ? swapped(right) : right, extents,
      program.operations(at: product) * samples * extents[1])
  }

  private mutating func product(
    _ x: View, _ y: View, _ extents: [Int], _ operations: Int
  ) throws -> View {
    let rank = extents.count
    let result = result(extents, .rowMajor(rank))
    func spread(_ view: View) -> View {
      view.broadcast(to: Array(extents[..<(rank - 2)]) + view.extents[(rank - 2)...])
    }
    guard let product = MatrixProduct(spread(x), spread(y), to: result, limit: Self.operationsPerPart)
    else {
      throw ExecutionError.library(step: "matmul", status: -1)
    }
    add(
      "matmul", product.kernel, result, operations: operations, reads: [x, y], parts: product.parts
    ) { part, memory, threads in
      product.run(memory[x], memory[y], memory[result], part, threads)
    }
    return result
  }

  /// What takes 50 ms by the cost model: work can be left that soon.
  static let operationsPerPart = 5_000_000_000

  // MARK: Pools

  mutating func pool(
    _ operation: Pool.Operation, _ node: Int, _ window: Window, _ operands: [View], _ extents: [Int],
    _ operations: Int
  ) throws -> View {
    var views: [View] = []
    let arrangement: Arrangement = images(extents) == .blocked ? .blocked : .channelsLast
    for operand in operands { views.append(try dense(operand, arrangement)) }

    // A maximum and its index are found together.
    let partner = program.maximumPartner(of: node)
    let (both, indexNode): (Bool, Int?) =
      switch operation {
      case .maximum: (partner != nil, partner)
      case .maximumIndex: (partner != nil, node)
      case .gather, .scatter: (false, program.nodes[node].operands[1])
      default: (false, nil)
      }
    let indexIsBytes = indexNode.map { program.keepsIndexInBytes($0, isConstant: isConstant) } ?? false
    func index() -> View {
      View(dense: extents, arrangement, buffer: buffer(extents.reduce(1, *) / (indexIsBytes ? 4 : 1) + 1))
    }
    let results: [View] =
      switch operation {
      case .maximumIndex where !both: [index()]
      case .maximum where both, .maximumIndex: [result(extents, arrangement), index()]
      default: [result(extents, arrangement)]
      }
    let pool = Pool(
      both ? .maximumAndIndex : operation, window, views, to: results, indexIsBytes: indexIsBytes)
    let name = both ? "max pool, max pool index" : program.nodes[node].primitive.name
    add(
      name, "own", results[0], operations: operations, reads: views,
      scratch: results.dropFirst().map(\.buffer),
      parts: pool.parts
    ) { [views] part, memory, threads in
      pool.run((views + results).map { memory[$0] }, part, threads)
    }
    guard both, let partner else { return results[0] }
    let isIndex = operation == .maximumIndex
    found(results[isIndex ? 0 : 1], for: partner)
    return results[isIndex ? 1 : 0]
  }
}

import COneDNN
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

  mutating func concatenate(_ operands: [View], _ axis: Int, _ extents: [Int]) throws -> View {
    var operands = operands
    if !operands.allSatisfy(\.isBlocked) {
      for index in operands.indices { operands[index] = try plain(operands[index]) }
    }
    let parts = operands
    let result = result(extents, parts[0].arrangement)
    var start = 0
    var passes: [(pass: Elementwise, offset: Int)] = []
    for operand in parts {
      let count = operand.extents[axis + View.leading]
      let part = result.sliced(axis, start: start, count: count)
      var spread = part.extents
      spread[axis + View.leading] = count
      passes.append((Elementwise(copying: operand.broadcast(to: spread), to: part), part.offset))
      start += count
    }
    add("concatenate", "own", result, operations: 0, reads: parts) { [passes] _, memory, threads in
      for (operand, part) in zip(parts, passes) {
        part.pass.run([memory[operand], memory[result] + part.offset], threads)
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

  /// Σ over samples of a column times a row, as the product of the matrices that have them side by side.
  mutating func contraction(of product: Int, to node: Int) throws -> View {
    guard case .matmul(let transposeLeft, let transposeRight) = program.nodes[product].primitive else {
      throw ExecutionError.library(step: "matmul", status: -1)
    }
    let extents = extents(node)
    let rank = extents.count
    /// - Parameter axis: that of the operand which has one entry, in whose place its samples come.
    func matrices(_ operand: Int, samplesAlong axis: Int) throws -> View {
      func turned(_ view: View) -> View {
        var view = view
        (view.extents[axis], view.strides[axis]) = (view.extents[0], view.strides[0])
        (view.extents[0], view.strides[0]) = (1, 0)
        return view
      }
      let view = try view(operand)
      if isAligned(view), MatrixProduct.accepts(turned(view)) { return turned(view) }
      return turned(try rowMajor(view))
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
  private static let operationsPerPart = 5_000_000_000

  /// How a convolution takes its operand and gives its result.
  ///
  /// Vectors of channels where both sides consist of such; few channels of a picture are row-major in front of them;
  /// else channels-last.
  private func arrangements(
    _ operand: [Int], _ result: [Int], _ groups: Int
  ) -> (operand: Arrangement, result: Arrangement) {
    let isDepthwise = groups == operand[2] && groups == result[2]
    guard isBlocked, groups == 1 || isDepthwise, Arrangement.canBlock(result) else {
      return (.channelsLast, .channelsLast)
    }
    if Arrangement.canBlock(operand) { return (.blocked, .blocked) }
    return operand[2] < 4 ? (.rowMajor(5), .blocked) : (.channelsLast, .channelsLast)
  }

  /// The most images that one call should take.
  private func imagesPerCall(_ images: Int, _ operations: Int) -> Int {
    let limit = max(
      1, Int(Double(Self.operationsPerPart) / max(1, Double(operations) / Double(max(1, images)))))
    return (1...max(1, images)).last { images % $0 == 0 && $0 <= limit } ?? 1
  }

  mutating func convolution(
    _ direction: Convolution.Direction, _ node: Int, _ window: Window, _ groups: Int, _ operands: [View],
    _ extents: [Int], _ count: Int
  ) throws -> View {
    let arrangements = arrangements(operands[0].extents, extents, groups)
    let x = try dense(operands[0], arrangements.operand)
    let weightsNode = program.nodes[node].operands[1]
    if let varying = operands.last, operands.count == 2, varying.extents[0] * varying.extents[1] > 1 {
      return try convolution(
        direction, window, groups, x, varying: varying, extents, arrangements, count)
    }
    // At stride 1, the transpose is a convolution with flipped weights, for which the library has faster
    // kernels.
    let flipped = direction == .data ? window.transposedAtStrideOne : nil
    let isForward = direction == .forward || flipped != nil
    let after = followers[node] ?? Followers(result: node)
    let result = result(extents, arrangements.result)
    let (large, small) = isForward ? (x, result) : (result, x)
    let images = x.extents[0] * x.extents[1]
    let perCall = imagesPerCall(images, count)
    var weightExtents = program.nodes[weightsNode].type.shape.extents
    if flipped != nil {
      weightExtents = [weightExtents[1] * groups, weightExtents[0] / groups] + window.kernel
    }
    let library = weights.library
    var operations = after.operations
    func kernel(_ algorithm: Convolution.Algorithm) throws -> Convolution {
      try Convolution(
        isForward ? .forward : .data, algorithm, flipped ?? window, groups: groups, images: perCall,
        large: Array(large.extents[2...]), small: Array(small.extents[2...]),
        arrangements: isForward
          ? (arrangements.operand, arrangements.result) : (arrangements.result, arrangements.operand),
        weightStrides: View.strides(weightExtents, .rowMajor(4)), after: operations, library)
    }
    var fast: Convolution?
    if isBlocked, winograd[node] {
      // Winograd's sums leave small numbers of either sign where exact ones are zero; what can't be negative must
      // not be.
      if isNotNegative[after.result] { operations.hasReLU = true }
      // Where the library has no Winograd kernel after all, it has a direct one.
      fast = try? kernel(.winograd)
    }
    let kernel = try fast ?? kernel(.direct)
    let primitive = kernel.primitive
    let scratch = buffer(primitive.scratchpad)
    let w = try reorderedWeights(weightsNode, kernel, flippedIn: flipped == nil ? nil : groups)
    let bias = try after.bias.flatMap { try foldedRowMajor($0) }
    let summand = try after.summand.map { try dense(view($0), arrangements.result) }
    // The result may not take the place of what the convolution itself reads.
    let reusable = summand.map { $0.buffer == x.buffer ? [] : [$0.buffer] } ?? []
    let (from, to) = (perCall * x.extents[2...].reduce(1, *), perCall * extents[2...].reduce(1, *))
    add(
      primitive.name + after.text, primitive.implementation, result, operations: count,
      reads: [x, w] + [bias, summand].compactMap { $0 }, scratch: [scratch], reusable: reusable,
      parts: images / perCall
    ) { part, memory, _ in
      // Usually the result takes the summand's place.
      if let summand, memory[summand] != memory[result] {
        (memory[result] + part * to).update(from: memory[summand] + part * to, count: to)
      }
      try primitive.execute(
        [memory[x] + part * from, memory[w], memory[result] + part * to]
          + (bias.map { [memory[$0]] } ?? []) + [memory.bases[scratch]])
    }
    return result
  }

  /// Weights of their own for each sample or condition: one image at a time, its weights reordered before.
  private mutating func convolution(
    _ direction: Convolution.Direction, _ window: Window, _ groups: Int, _ x: View, varying: View,
    _ extents: [Int], _ arrangements: (operand: Arrangement, result: Arrangement), _ operations: Int
  ) throws -> View {
    let result = result(extents, arrangements.result)
    let (large, small) = direction == .forward ? (x, result) : (result, x)
    let w = try rowMajor(varying)
    let kernel = try Convolution(
      direction, .direct, window, groups: groups, images: 1, large: Array(large.extents[2...]),
      small: Array(small.extents[2...]),
      arrangements: direction == .forward
        ? (arrangements.operand, arrangements.result) : (arrangements.result, arrangements.operand),
      weightStrides: Array(w.strides[2...]), weights.library)
    let primitive = kernel.primitive
    let reorder = try LibraryPrimitive(reorder: kernel.plainLayout, to: kernel.weightsLayout, weights.library)
    try reorder.bind([DNNL_ARG_FROM, DNNL_ARG_TO])
    let (scratch, reorderScratch) = (buffer(primitive.scratchpad), buffer(reorder.scratchpad))
    let reordered = buffer(kernel.weightsLayout.floats)
    let conditions = extents[1]
    add(
      primitive.name, primitive.implementation, result, operations: operations, reads: [x, w],
      scratch: [scratch, reordered, reorderScratch], parts: extents[0] * conditions
    ) { part, memory, _ in
      let (sample, condition) = (part / conditions, part % conditions)
      try reorder.execute([
        memory[w] + w.start(sample, condition), memory.bases[reordered], memory.bases[reorderScratch],
      ])
      try primitive.execute([
        memory[x] + x.start(sample, condition), memory.bases[reordered],
        memory[result] + result.start(sample, condition), memory.bases[scratch],
      ])
    }
    return result
  }

  /// Weights in the layout that a kernel wants: once and for all where they are constant, else at each run.
  ///
  /// - Parameter groups: of a convolution that takes the weights flipped; nil where they are taken as they
  ///   are.
  private mutating func reorderedWeights(
    _ node: Int, _ kernel: Convolution, flippedIn groups: Int?
  ) throws -> View {
    if let source = source(node) {
      let key = Weights.Reordered(
        source: source, plain: kernel.plainLayout, layout: kernel.weightsLayout, isFlipped: groups != nil)
      var reordered = weights.known(key)
      if reordered == nil, let constant = try foldedRowMajor(node, askew: true),
        let storage = fixed[constant.buffer]
      {
        reordered = try weights.reordered(
          storage, key, flipped: groups.map { constant.flipped(groups: $0) }, from: kernel.plainLayout,
          to: kernel.weightsLayout, threads)
      }
      if let reordered {
        return View(dense: [1, 1, reordered.count], .rowMajor(3), buffer: fixedBuffer(reordered))
      }
    }
    var plain = try rowMajor(view(node))
    if let groups { plain = try rowMajor(plain.flipped(groups: groups)) }
    if Layout.matches(kernel.plainLayout, kernel.weightsLayout) { return plain }
    let reorder = try LibraryPrimitive(reorder: kernel.plainLayout, to: kernel.weightsLayout, weights.library)
    try reorder.bind([DNNL_ARG_FROM, DNNL_ARG_TO])
    let scratch = buffer(reorder.scratchpad)
    let result = result([1, 1, kernel.weightsLayout.floats], .rowMajor(3))
    add(
      "reorder weights", reorder.implementation, result, operations: 0, reads: [plain], scratch: [scratch]
    ) { [plain] _, memory, _ in
      try reorder.execute([memory[plain], memory[result], memory.bases[scratch]])
    }
    return result
  }

  mutating func convolutionWeights(
    _ window: Window, _ groups: Int, _ operands: [View], _ extents: [Int], _ operations: Int
  ) throws -> View {
    let (x, y) = (try dense(operands[0], .channelsLast), try dense(operands[1], .channelsLast))
    let result = result(extents, .rowMajor(6))
    let kernel = try Convolution(
      .weights, .direct, window, groups: groups, images: 1, large: Array(x.extents[2...]),
      small: Array(y.extents[2...]), arrangements: (.channelsLast, .channelsLast),
      weightStrides: Array(result.strides[2...]), weights.library)
    let primitive = kernel.primitive
    let reorder = try LibraryPrimitive(reorder: kernel.weightsLayout, to: kernel.plainLayout, weights.library)
    try reorder.bind([DNNL_ARG_FROM, DNNL_ARG_TO])
    let scratch = buffer(max(primitive.scratchpad, reorder.scratchpad))
    let blocked = buffer(kernel.weightsLayout.floats)
    let conditions = extents[1]
    add(
      primitive.name, primitive.implementation, result, operations: operations, reads: [x, y],
      scratch: [scratch, blocked], parts: extents[0] * conditions
    ) { part, memory, _ in
      let (sample, condition) = (part / conditions, part % conditions)
      try primitive.execute([
        memory[x] + x.start(sample, condition), memory[y] + y.start(sample, condition), memory.bases[blocked],
        memory.bases[scratch],
      ])
      try reorder.execute([
        memory.bases[blocked], memory[result] + result.start(sample, condition), memory.bases[scratch],
      ])
    }
    return result
  }

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

extension View {
  /// Where the entries of one sample and condition start; a value that does not vary has the same for all.
  func start(_ sample: Int, _ condition: Int) -> Int {
    (extents[0] > 1 ? sample * strides[0] : 0) + (extents[1] > 1 ? condition * strides[1] : 0)
  }
}

extension View {
  /// Weights [O, C/groups, kh, kw], row-major, as the transposed convolution's: [groups, C/groups, O/groups,
  /// kh, kw] behind the leading axes, rows and columns of the kernel backwards.
  fileprivate func flipped(groups: Int) -> View {
    let (outputs, inputs) = (extents[2] / groups, extents[3])
    var view = self
    view.extents = [1, 1, groups, inputs, outputs, extents[4], extents[5]]
    view.strides = [0, 0, outputs * strides[2], strides[3], strides[2], -strides[4], -strides[5]]
    view.offset += (extents[4] - 1) * strides[4] + (extents[5] - 1) * strides[5]
    return view
  }
}

extension Window {
  /// The window whose convolution with flipped weights is the transpose of this one's, if there is one.
  fileprivate var transposedAtStrideOne: Window? {
    guard strides == [1, 1] else { return nil }
    let low = (0..<2).map { span($0) - 1 - padLow[$0] }
    let high = (0..<2).map { span($0) - 1 - padHigh[$0] }
    guard (low + high).allSatisfy({ $0 >= 0 }) else { return nil }
    return Window(kernel: kernel, dilations: dilations, padLow: low, padHigh: high)
  }
}

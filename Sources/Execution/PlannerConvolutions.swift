import COneDNN
import Programs
import Tensors

/// The steps of convolutions, their transposes and the gradients of their weights.
extension Planner {
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
    return try convolutionWeights(window, groups, x, y, extents, images: 1, operations)
  }

  /// The sum over samples of a convolution's adjoint in the weights: the library takes all samples as images at once.
  mutating func contraction(
    _ window: Window, _ groups: Int, of product: Int, to node: Int
  ) throws -> View {
    var views: [View] = []
    for operand in program.nodes[product].operands {
      // Samples inside conditions, so that those of one condition follow one another.
      views.append(try dense(try view(operand), .axes([1, 0, 3, 4, 2])))
    }
    let extents = extents(node)
    let each = program.operations(at: product) * extents[1]
    // As many as do not keep a step from being left soon.
    let images = (1...samples).last { samples.isMultiple(of: $0) && $0 * each <= Self.operationsPerPart } ?? 1
    return try convolutionWeights(window, groups, views[0], views[1], extents, images: images, each * samples)
  }

  /// - Parameter images: how many samples the library takes at a time; where the result has no samples, it is their sum.
  private mutating func convolutionWeights(
    _ window: Window, _ groups: Int, _ x: View, _ y: View, _ extents: [Int], images: Int, _ operations: Int
  ) throws -> View {
    let result = result(extents, .rowMajor(6))
    let kernel = try Convolution(
      .weights, .direct, window, groups: groups, images: images, large: Array(x.extents[2...]),
      small: Array(y.extents[2...]), arrangements: (.channelsLast, .channelsLast),
      weightStrides: Array(result.strides[2...]), weights.library)
    let primitive = kernel.primitive
    let reorder = try LibraryPrimitive(reorder: kernel.weightsLayout, to: kernel.plainLayout, weights.library)
    try reorder.bind([DNNL_ARG_FROM, DNNL_ARG_TO])
    let scratch = buffer(max(primitive.scratchpad, reorder.scratchpad))
    let blocked = buffer(kernel.weightsLayout.floats)
    let size = extents[2...].reduce(1, *)
    let (conditions, turns) = (extents[1], max(x.extents[0], y.extents[0]) / images)
    let isSum = extents[0] < turns
    let plain = buffer(isSum ? size : 1)
    add(
      primitive.name, primitive.implementation, result, operations: operations, reads: [x, y],
      scratch: [scratch, blocked, plain], parts: turns * conditions
    ) { part, memory, _ in
      let (sample, condition) = (part / conditions * images, part % conditions)
      let target = memory[result] + result.start(isSum || images > 1 ? 0 : sample, condition)
      let added = isSum && sample > 0
      try primitive.execute([
        memory[x] + x.start(sample, condition), memory[y] + y.start(sample, condition), memory.bases[blocked],
        memory.bases[scratch],
      ])
      let unblocked = added ? memory.bases[plain] : target
      try reorder.execute([memory.bases[blocked], unblocked, memory.bases[scratch]])
      if added { VectorMath.apply(.add, target, unblocked, to: target, size) }
    }
    return result
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

import Programs
import Tensors

/// Turns a program into a plan, node by node: views for what only rearranges, steps for what computes.
///
/// Images are channels-last, or in vectors of channels where Winograd's kernels gain by it; what is elementwise follows its
/// operands; a value is moved only where a consumer can't read it as it lies.
struct Planner {
  let program: Program
  let samples: Int
  let conditions: Int
  let weights: Weights
  let threads: Threads
  /// Whether expressions over constants are computed now and kept, or by the plan's own steps.
  let foldsConstants: Bool
  /// Asked before each node: reordering the weights of a large network takes some time.
  var isCancelled: @Sendable () -> Bool = { false }

  var sizes: [Int] = []
  var fixed: [Int: Storage] = [:]
  var sources: [Int: Weights.Source] = [:]
  var steps: [Step] = []
  var inputs: [Plan.Binding] = []
  var views: [View?]
  /// The values that lie in concatenations.
  let pieces: [Int: Program.Piece]
  /// Where concatenations lie whose pieces were computed before.
  var wholes: [Int: View] = [:]
  private var dense: [DenseKey: View] = [:]
  /// What the buffers hold that are copies of values.
  var copies: [(of: View, as: View)] = []
  let isConstant: [Bool]
  private let groups: [Int]
  private var passes: [Int: [Int]] = [:]
  /// What a convolution's kernel does to its result before storing it.
  let followers: [Int: Followers]
  private let isSpatial: Bool
  /// For sums over samples of outer products, the product: both are one product over the samples.
  private let contractions: [Int: Int]
  let winograd: WinogradChoice
  /// Whether images lie in vectors of channels.
  let isBlocked: Bool
  /// Which nodes have no negative entries; asked for where that matters.
  private(set) lazy var isNotNegative = program.isNotNegative

  private struct DenseKey: Hashable {
    let view: View
    let arrangement: Arrangement
  }

  init(
    _ program: Program, samples: Int, conditions: Int, _ weights: Weights, _ threads: Threads,
    foldsConstants: Bool = true
  ) {
    self.program = program
    self.samples = samples
    self.conditions = conditions
    self.weights = weights
    self.threads = threads
    self.foldsConstants = foldsConstants
    views = Array(repeating: nil, count: program.nodes.count)
    isConstant = program.constantNodes(leavesOnly: !foldsConstants)
    followers = program.convolutionFollowers(isConstant: isConstant)
    groups = program.elementwiseGroups(
      isConstant: isConstant, separate: Set(followers.values.flatMap(\.nodes)), samples: samples,
      conditions: conditions)
    pieces = program.pieces(
      groups, isConstant: isConstant, separate: Set(followers.values.flatMap(\.nodes)),
      overwritten: Set(followers.values.compactMap(\.summand)))
    contractions = program.contractions
    isSpatial = program.nodes.contains { $0.primitive.window != nil }
    winograd = WinogradChoice(program, isConstant: isConstant)
    isBlocked = winograd.isWorthIt && weights.library.hasWinograd
    passes = program.passes(
      groups, isConstant: isConstant, separate: Set(followers.values.flatMap(\.nodes)), extents: extents)
  }

  // MARK: The plan

  /// - Parameter repeatsConditions: whether several batches of conditions follow one another, so that what
  ///   varies with the sample alone is computed first and kept.
  /// - Parameter keepsActivations: whether it is even kept for other runs.
  mutating func plan(repeatsConditions: Bool, keepsActivations: Bool = false) throws -> Plan {
    let contracted = Set(contractions.values)
    for node in program.nodes.indices
    where !isConstant[node] && groups[node] == node && views[node] == nil && !contracted.contains(node) {
      if isCancelled() { throw CancellationError() }
      let view = try compute(node)
      views[node] = view
      for follower in followers[node]?.nodes ?? [] { views[follower] = view }
    }
    var outputs: [Plan.Binding] = []
    for output in program.outputs {
      let view = try view(output.node)
      outputs.append(Plan.Binding(name: output.name, type: program.nodes[output.node].type, view: view))
    }

    let repeated = repeatedSteps()
    let ordered =
      steps.indices.filter { !repeated[$0] }.map { steps[$0] }
      + steps.indices.filter { repeated[$0] }.map { steps[$0] }
    let firstRepeated = steps.count - repeated.filter { $0 }.count
    let kept = keepsActivations ? keptValues(ordered, firstRepeated, outputs) : []
    let keptPosition = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1.buffer, $0) })
    var arena = Arena(steps: ordered, sizes: sizes, fixed: Set(fixed.keys).union(keptPosition.keys))
    for input in inputs { arena.define(input.view.buffer, at: -1) }
    for output in outputs { arena.keep(output.view.buffer, until: ordered.count) }
    if repeatsConditions {
      // What varies with the condition is loaded anew for each batch.
      let loaded = Set(inputs.filter { $0.type.leading.contains(.condition) }.map(\.view.buffer))
      arena.keepUsed(from: firstRepeated, except: loaded)
    }
    let (offsets, size) = arena.placed()
    // What no step reads, such as weights that were only reordered, need not stay.
    let used = Set(ordered.flatMap { $0.reads + $0.writes } + outputs.map(\.view.buffer))
    return Plan(
      samples: samples, conditions: conditions, steps: ordered, arenaBytes: size * 4,
      firstRepeated: firstRepeated, kept: kept,
      places: sizes.indices.map { buffer in
        (used.contains(buffer) ? fixed[buffer] : nil).map { .fixed($0) } ?? keptPosition[buffer].map {
          .kept($0)
        } ?? .arena(offsets[buffer])
      },
      inputs: inputs, outputs: outputs)
  }

  /// Which steps depend on something that varies with the condition.
  private func repeatedSteps() -> [Bool] {
    var varying = Set(inputs.filter { $0.type.leading.contains(.condition) }.map(\.view.buffer))
    return steps.map { step in
      let depends = step.reads.contains(where: varying.contains)
      if depends { varying.formUnion(step.writes) }
      return depends
    }
  }

  /// Notes where the value of a node lies that another one's step computes along with its own.
  mutating func found(_ view: View, for node: Int) {
    if views[node] == nil { views[node] = view }
  }

  // MARK: Buffers and views

  func extents(_ node: Int) -> [Int] {
    let type = program.nodes[node].type
    return [type.leading.contains(.sample) ? samples : 1, type.leading.contains(.condition) ? conditions : 1]
      + type.shape.extents
  }

  mutating func buffer(_ size: Int) -> Int {
    sizes.append(max(1, size))
    return sizes.count - 1
  }

  mutating func fixedBuffer(_ storage: Storage, _ source: Weights.Source? = nil) -> Int {
    let buffer = buffer(storage.count)
    fixed[buffer] = storage
    sources[buffer] = source
    return buffer
  }

  mutating func result(_ extents: [Int], _ arrangement: Arrangement) -> View {
    View(dense: extents, arrangement, buffer: buffer(extents.reduce(1, *)))
  }

  /// Where the value of a node lies.
  mutating func view(_ node: Int) throws -> View {
    if let known = views[node] { return known }
    let view = try isConstant[node] ? constant(node) : compute(node)
    views[node] = view
    return view
  }

  /// The same entries without gaps in this arrangement, moved if need be.
  mutating func dense(_ view: View, _ arrangement: Arrangement) throws -> View {
    if view.isDense(arrangement), isAligned(view) {
      // Axes of extent 1 get the strides that libraries expect.
      var view = view
      view.strides = View.strides(view.extents, arrangement)
      return view
    }
    let key = DenseKey(view: view, arrangement: arrangement)
    if let known = dense[key] { return known }
    let result = result(view.extents, arrangement)
    let pass = Elementwise(copying: view, to: result)
    add(
      "reorder", "own", result, operations: 0, reads: [view], parts: pass.parts
    ) { part, memory, threads in
      pass.run([memory[view], memory[result]], part, threads)
    }
    dense[key] = result
    copies.append((view, result))
    return result
  }

  /// Whether a view's entries may be loaded as Float; those of weights in a file may lie askew.
  func isAligned(_ view: View) -> Bool { fixed[view.buffer]?.isAligned ?? true }

  mutating func rowMajor(_ view: View) throws -> View {
    try dense(view, .rowMajor(view.rank))
  }

  mutating func add(
    _ name: String, _ kernel: String, _ result: View, _ others: [View] = [], operations: Int, reads: [View],
    scratch: [Int] = [], reusable: [Int] = [], parts: Int = 1,
    _ run: @escaping @Sendable (_ part: Int, Memory, Threads) throws -> Void
  ) {
    // A broadcast operand is read from the caches, so each buffer counts with what lies in it.
    let bytes =
      4
      * (result.count + others.reduce(0) { $0 + $1.count } + scratch.map { sizes[$0] }.reduce(0, +)
        + reads.map { min($0.count, sizes[$0.buffer]) }.reduce(0, +))
    steps.append(
      Step(
        name: name, kernel: kernel, extents: result.extents, arrangement: result.arrangement.text,
        operations: operations,
        bytes: bytes,
        reads: reads.map(\.buffer), writes: [result.buffer] + others.map(\.buffer) + scratch, reusable: reusable,
        parts: parts,
        run: run))
  }

  // MARK: Nodes

  private mutating func compute(_ node: Int) throws -> View {
    if let product = contractions[node] { return try contraction(of: product, to: node) }
    let primitive = program.nodes[node].primitive
    let extents = extents(node)
    var operands: [View] = []
    if !primitive.isElementwise {
      for (position, operand) in program.nodes[node].operands.enumerated() {
        // Constant weights may be there already as the kernel wants them.
        if position == 1, primitive.takesWeights, isConstant[operand] { continue }
        let view = try view(operand)
        operands.append(try primitive.loadsBytes || isAligned(view) ? view : rowMajor(view))
      }
    }
    let operations = program.operations(at: node) * extents[0] * extents[1]

    switch primitive {
    case .input(let name, let type):
      let result = result(extents, images(extents))
      inputs.append(Plan.Binding(name: name, type: type, view: result))
      return result
    case .constant, .fill:
      return try constant(node)

    case .unary, .binary, .select:
      return try elementwise(node)

    case .reshape, .transpose, .broadcast, .slice, .detach:
      if let view = primitive.rearranged(operands[0], to: extents) { return view }
      let moved = try rowMajor(operands[0])
      return primitive.rearranged(moved, to: extents) ?? moved

    case .embed(let slices, _): return try embed(operands[0], slices, extents)
    case .concatenate(let axis): return try concatenate(node, operands, axis)
    case .gather(let axis):
      return try gather(scatters: false, axis, whole: operands[0], operands[1], extents)
    case .scatter(let axis, _):
      return try gather(scatters: true, axis, whole: operands[0], operands[1], extents)

    case .sum: return reduce(primitive, .sum(1), operands[0], extents, operations)
    case .maximum: return reduce(primitive, .maximum, operands[0], extents, operations)
    case .sumLeading(let axes):
      var factor = 1.0
      if axes.contains(.sample), operands[0].extents[0] == 1 { factor *= Double(samples) }
      if axes.contains(.condition), operands[0].extents[1] == 1 { factor *= Double(conditions) }
      return reduce(primitive, .sum(factor), operands[0], extents, operations)

    case .matmul(let left, let right):
      return try matmul(operands[0], operands[1], left, right, extents, operations)

    case .convolution(let window, let groups):
      return try convolution(.forward, node, window, groups, operands, extents, operations)
    case .convolutionTranspose(let window, let groups, _):
      return try convolution(.data, node, window, groups, operands, extents, operations)
    case .convolutionWeights(let window, let groups):
      return try convolutionWeights(window, groups, operands, extents, operations)

    case .maxPool(let window): return try pool(.maximum, node, window, operands, extents, operations)
    case .maxPoolIndex(let window):
      return try pool(.maximumIndex, node, window, operands, extents, operations)
    case .poolGather(let window): return try pool(.gather, node, window, operands, extents, operations)
    case .poolScatter(let window, _): return try pool(.scatter, node, window, operands, extents, operations)
    case .sumPool(let window): return try pool(.sum, node, window, operands, extents, operations)
    case .sumPoolTranspose(let window, _):
      return try pool(.sumTranspose, node, window, operands, extents, operations)
    }
  }

  /// Chains of elementwise operations in one pass: the node and all that go into it alone, and its neighbours likewise.
  private mutating func elementwise(_ node: Int) throws -> View {
    let extents = extents(node)
    var number: [Int: Int] = [:]
    var operands: [View] = []
    var instructions: [Elementwise.Instruction] = []
    var names: [String] = []
    var results: [(node: Int, instruction: Int, view: View)] = []
    for root in passes[node] ?? [node] {
      // What this chain reads, be it made in the same pass.
      var read: [View] = []
      for member in 0...root where groups[member] == root && !isConstant[member] {
        var sources: [Elementwise.Instruction.Source] = []
        for operand in program.nodes[member].operands {
          if let result = number[operand] {
            sources.append(.result(result))
            read += results.filter { $0.node == operand }.map(\.view)
            continue
          }
          let view = try view(operand)
          read.append(view)
          if let known = operands.firstIndex(of: view) {
            sources.append(.operand(known))
          } else {
            sources.append(.operand(operands.count))
            operands.append(view)
          }
        }
        number[member] = instructions.count
        names.append(program.nodes[member].primitive.name)
        instructions.append(.init(operation: program.nodes[member].primitive.elementwise, sources: sources))
      }
      results.append((root, instructions.count - 1, room(for: root, arrangement(of: read, extents))))
    }
    let pass = Elementwise(
      instructions, operands: operands.map { $0.broadcast(to: extents) },
      results: results.map { ($0.instruction, $0.view) })
    let (reads, written) = (operands, results.map(\.view))
    let starts = (reads + written).map { (buffer: $0.buffer, offset: $0.offset) }
    // A single result may replace an operand that lies exactly as it does and that nothing reads in another way.
    let reusable = operands.filter { operand in
      written.count == 1 && pieces[node] == nil && operand.offset == 0 && operand.extents == extents
        && operand.isDense(written[0].arrangement)
        && operands.filter { $0.buffer == operand.buffer }.count == 1
    }
    add(
      names.joined(separator: ", "), "own", written[0], Array(written.dropFirst()),
      operations: instructions.count * written[0].count, reads: reads, reusable: reusable.map(\.buffer),
      parts: pass.parts
    ) { part, memory, threads in
      pass.run(starts.map { memory.bases[$0.buffer] + $0.offset }, part, threads)
    }
    for result in results { found(result.view, for: result.node) }
    return results.first { $0.node == node }?.view ?? written[0]
  }

  /// Follows the operand that is as large as the result; that of images wins.
  private func arrangement(of operands: [View], _ extents: [Int]) -> Arrangement {
    let arrangements = operands.filter { $0.extents == extents && !$0.isBroadcast }.map(\.arrangement)
    if arrangements.contains(images(extents)) { return images(extents) }
    if let first = arrangements.first { return first }
    // Else the one with the most entries; leading axes may differ.
    let largest = operands.filter {
      $0.rank == extents.count && Array($0.extents[2...]) == Array(extents[2...]) && !$0.isBroadcast
    }
    .max { $0.count < $1.count }
    return largest?.arrangement ?? images(extents)
  }

  /// How images lie in this plan; other values are row-major.
  func images(_ extents: [Int]) -> Arrangement {
    guard isSpatial, extents.count == 5 else { return .rowMajor(extents.count) }
    guard isBlocked else { return .channelsLast }
    return Arrangement.canBlock(extents) ? .blocked : .rowMajor(5)
  }
}

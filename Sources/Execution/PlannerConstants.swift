import Programs
import Tensors

/// What a plan has of nodes that depend on constants alone.
extension Planner {
  /// The view of a node that depends on constants alone: folded unless it only rearranges.
  mutating func constant(_ node: Int) throws -> View {
    let primitive = program.nodes[node].primitive
    let extents = extents(node)
    switch primitive {
    case .constant(let constant):
      let buffer = fixedBuffer(Storage(reading: constant), .constant(constant.identity))
      return View(dense: extents, .rowMajor(extents.count), buffer: buffer)
    case .fill(let number, _):
      let storage = try Storage(count: 1)
      storage.base.pointee = Float(number.value)
      let single = View(
        dense: extents.map { _ in 1 }, .rowMajor(extents.count), buffer: fixedBuffer(storage))
      return single.broadcast(to: extents)
    default:
      if primitive.isArrangement, let operand = program.nodes[node].operands.first,
        let view = primitive.rearranged(try view(operand), to: extents)
      {
        return view
      }
      return try folded(node)
    }
  }

  /// What the entries of a constant node come from; nil where it is none.
  func source(_ node: Int) -> Weights.Source? {
    guard isConstant[node] else { return nil }
    if case .constant(let constant) = program.nodes[node].primitive { return .constant(constant.identity) }
    return program.expression(node).map { .expression($0) }
  }

  /// A constant node's value, row-major without gaps.
  ///
  /// - Parameter askew: whether its entries may be such that only bytes can be loaded.
  mutating func foldedRowMajor(_ node: Int, askew: Bool = false) throws -> View? {
    guard isConstant[node] else { return nil }
    let view = try view(node)
    return view.isDense(.rowMajor(view.rank)) && sources[view.buffer] != nil && view.offset == 0
      && sizes[view.buffer] == view.count && (askew || isAligned(view)) ? view : try folded(node)
  }

  private mutating func folded(_ node: Int) throws -> View {
    guard let expression = program.expression(node) else {
      throw ExecutionError.library(step: program.nodes[node].primitive.name, status: -1)
    }
    let (weights, threads, isCancelled) = (weights, threads, isCancelled)
    let storage = try weights.folded(expression) {
      var planner = Planner(
        expression, samples: 1, conditions: 1, weights, threads, foldsConstants: false)
      planner.isCancelled = isCancelled
      let plan = try planner.plan(repeatsConditions: false)
      let arena = try Storage(count: plan.arenaBytes / 4)
      let memory = plan.memory(in: arena, keeping: [])
      for step in plan.steps {
        for part in 0..<step.parts { try step.run(part, memory, threads) }
      }
      let source = plan.outputs[0].view
      let result = try Storage(count: source.count)
      let target = View(dense: source.extents, .rowMajor(source.rank), buffer: 0)
      Elementwise(copying: source, to: target).run([memory[source], result.base], threads)
      return result
    }
    let extents = extents(node)
    let buffer = fixedBuffer(storage, .expression(expression))
    return View(dense: extents, .rowMajor(extents.count), buffer: buffer)
  }
}

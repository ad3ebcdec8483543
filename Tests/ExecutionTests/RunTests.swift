import Execution
import Programs
import Synchronization
import Tensors
import TestSupport
import Testing

/// A small network with a relevance-like pass behind it: sample-only, condition-only and common parts.
private func network() throws -> Program {
  let builder = Builder()
  let image = builder.input("image", Type([3, 8, 8], varying: .sample))
  let mask = builder.input("mask", Type([6, 1, 1], varying: .condition))
  let window = Window(kernel: [3, 3], padLow: [1, 1], padHigh: [1, 1])
  let (first, second) = (constant([6, 3, 3, 3]), constant([4, 6 * 16], seed: 8))
  let hidden = image.convolution(builder.constant(first), window, groups: 1).positive
  let pooled = hidden.maxPool(Window(kernel: [2, 2], strides: [2, 2]))
  let logits = pooled.reshaped([1, 6 * 16]).matmul(builder.constant(second), transposeRight: true)
  let seed = builder.fill(1, [1, 4])
  let gradient = builder.gradient(of: [(logits, seed)], to: [hidden])[0] * mask
  let relevance = gradient.convolutionTranspose(
    builder.constant(first).positive, window, groups: 1, extent: [8, 8])
  return try builder.program([
    ("logits", logits), ("heatmap", (relevance * image).sum([0])), ("mask", mask + 0.5),
  ])
}

private func inputs(samples: Int, conditions: Int) -> [String: NaiveTensor<Float>] {
  ["image": .random([samples, 3, 8, 8], seed: 1), "mask": .random([conditions, 6, 1, 1], seed: 2)]
}

@Test(arguments: [1, 2, 3, 5, 17, 33], [1, 2, 7, 20])
func everySplitIntoBatchesGivesTheSame(samples: Int, conditions: Int) throws {
  let program = try network()
  let inputs = inputs(samples: samples, conditions: conditions)
  let frugal = Executor(memory: 40_000)
  try expectEqual(program, inputs, samples: samples, conditions: conditions)
  try expectEqual(program, inputs, samples: samples, conditions: conditions, on: frugal)
}

@Test func equalRunsAreBitEqualAndThreadsHardlyMatter() throws {
  let program = try network()
  let tensors = inputs(samples: 4, conditions: 3).mapValues { Tensor($0.shape, $0.values) }
  let first = try executor.run(program, inputs: tensors, samples: 4, conditions: 3)
  #expect(try executor.run(program, inputs: tensors, samples: 4, conditions: 3) == first)
  let single = try Executor(threads: 1).run(program, inputs: tensors, samples: 4, conditions: 3)
  for (name, tensor) in first {
    let largest = tensor.values.map(\.magnitude).max() ?? 0
    #expect(
      zip(tensor.values, try #require(single[name]).values).allSatisfy { abs($0 - $1) <= 1e-5 * largest })
  }
}

@Test func plansAreKept() throws {
  let executor = Executor()
  let program = try network()
  let clock = ContinuousClock()
  let planning = try clock.measure { _ = try executor.plan(program, samples: 2, conditions: 2) }
  let again = try clock.measure { _ = try executor.plan(program, samples: 2, conditions: 2) }
  #expect(again < planning / 4)
}

@Test func aPlanSaysWhatItDoes() throws {
  let plan = try executor.plan(try network(), samples: 2, conditions: 2)
  #expect(plan.description.contains("convolution 3x3 pad 1,1"))
  #expect(plan.arenaBytes > 0)
  let operations = plan.steps.map(\.operations).reduce(0, +)
  #expect(operations > 40_000)
}

@Test func aCancelledRunThrowsAndLeavesTheExecutorUsable() throws {
  let executor = Executor()
  let program = try network()
  let tensors = inputs(samples: 2, conditions: 2).mapValues { Tensor($0.shape, $0.values) }
  let asked = Atomic<Int>(0)
  let steps = try executor.plan(program, samples: 2, conditions: 2).steps.count
  for patience in [0, 1, steps / 2, steps - 1] {
    asked.store(0, ordering: .relaxed)
    let monitor = Monitor(isCancelled: { asked.add(1, ordering: .relaxed).oldValue >= patience })
    #expect(throws: CancellationError.self) {
      try executor.run(program, inputs: tensors, samples: 2, conditions: 2, monitor: monitor)
    }
  }
  try expectEqual(program, inputs(samples: 2, conditions: 2), samples: 2, conditions: 2, on: executor)
}

@Test func progressGrowsToTheEnd() throws {
  let fractions = Mutex<[Double]>([])
  let monitor = Monitor(report: { progress in fractions.withLock { $0.append(progress.fraction) } })
  let tensors = inputs(samples: 5, conditions: 7).mapValues { Tensor($0.shape, $0.values) }
  _ = try Executor(memory: 40_000).run(
    try network(), inputs: tensors, samples: 5, conditions: 7, monitor: monitor)
  let seen = fractions.withLock { $0 }
  #expect(seen == seen.sorted() && seen.first == 0)
  #expect(try #require(seen.last) > 0.5)
}

@Test func wrongInputsAreErrorsThatNameThem() throws {
  let program = try network()
  let image = Tensor([1, 3, 8, 8], repeating: 0)
  #expect(throws: ExecutionError.missingInput("mask")) { try executor.run(program, inputs: ["image": image]) }
  let wrong = ["image": image, "mask": Tensor([6, 1, 1], repeating: 0)]
  #expect(throws: ExecutionError.wrongShape(input: "mask", expected: [1, 6, 1, 1], found: [6, 1, 1])) {
    try executor.run(program, inputs: wrong)
  }
  #expect(throws: ExecutionError.noExtent(samples: 0, conditions: 1)) {
    try executor.run(program, inputs: wrong, samples: 0)
  }
}

@Test func runsFromSeveralThreadsFollowOneAnother() async throws {
  let program = try network()
  let tensors = inputs(samples: 2, conditions: 2).mapValues { Tensor($0.shape, $0.values) }
  let executor = Executor()
  let expected = try executor.run(program, inputs: tensors, samples: 2, conditions: 2)
  try await withThrowingTaskGroup(of: [String: Tensor].self) { group in
    for _ in 0..<8 {
      group.addTask { try executor.run(program, inputs: tensors, samples: 2, conditions: 2) }
    }
    for try await result in group { #expect(result == expected) }
  }
}

@Test func emptyValuesDoNotTrap() throws {
  try expectEqual([Type([0, 3], varying: .sample), Type([3, 2])]) {
    [
      $0[0].exp, $0[0].matmul($0[1]), $0[0].sum([0]), .concatenated([$0[0], $0[0]], axis: 0),
      $0[0].matmul($0[0], transposeLeft: true),
    ]
  }
}

/// The layers of VGG's third block, and the gradient through them.
@Test func aStackOfConvolutionsRunsOnFastKernelsWithoutReorders() throws {
  let builder = Builder()
  let window = Window(kernel: [3, 3], padLow: [1, 1], padHigh: [1, 1])
  let image = builder.input("image", Type([64, 28, 28], varying: .sample))
  var x = image
  for seed in 0..<3 {
    let weights = constant([64, 64, 3, 3], seed: UInt64(seed))
    x =
      (x.convolution(builder.constant(weights), window, groups: 1) + builder.constant(constant([64, 1, 1])))
      .positive
  }
  x = x.maxPool(Window(kernel: [2, 2], strides: [2, 2]))
  let mask = builder.input("mask", Type([64, 14, 14], varying: .condition))
  let gradient = builder.gradient(of: [(x, mask)], to: [image])[0]
  let plan = try executor.plan(
    try builder.program([("x", x), ("gradient", gradient)]), samples: 2, conditions: 4)
  #expect(plan.steps.filter { $0.kernel.contains("ref") || $0.kernel.contains("gemm") }.isEmpty, "\(plan)")
  #expect(plan.steps.filter { $0.name.contains("reorder") }.isEmpty, "\(plan)")
}

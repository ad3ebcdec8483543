import Execution
import Foundation
import Programs
import Tensors
import TestSupport
import Testing

/// Images in vectors of channels: what Winograd's kernels take, and what all else must take from them.
struct BlockedTests {
  private static let window = Window(kernel: [3, 3], padLow: [1, 1], padHigh: [1, 1])

  /// A convolution that Winograd's algorithm gains by, so that the whole plan is blocked where there are such kernels.
  private func convolved(_ x: Term, seed: UInt64 = 3) -> Term {
    x.convolution(x.builder.constant(constant([32, x.shape[0], 3, 3], seed: seed)), Self.window, groups: 1)
  }

  private func expectBlocked(_ types: [Type], _ write: ([Term]) -> [Term]) throws {
    for (samples, conditions) in [(1, 1), (3, 2)] {
      try expectEqual(types, samples: samples, conditions: conditions, write)
    }
  }

  private let image = Type([32, 14, 12], varying: .sample)

  @Test func thePlanIsBlockedWhereTheMachineCan() throws {
    let builder = Builder()
    let program = try builder.program([("y", convolved(builder.input("x", image)).positive)])
    let plan = try executor.plan(program, samples: 1, conditions: 1)
    let hasWinograd = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8).contains("avx512bw")
    #expect(plan.steps.contains { $0.kernel.contains("wino") } == hasWinograd)
    #expect(plan.steps.allSatisfy { $0.arrangement == (hasWinograd ? "blocked by 16" : "channels-last") })
  }

  @Test func whatADecisionDependsOnIsComputedDirectly() throws {
    let builder = Builder()
    let x = builder.input("x", image)
    let y = convolved(x)
    let deciding = convolved(y.positive, seed: 4)
    let program = try builder.program([
      ("gated", convolved(x, seed: 5) * convolved(x, seed: 6) * deciding.step),
      ("free", convolved(x, seed: 7)),
    ])
    let kernels = try executor.plan(program, samples: 1, conditions: 1).steps.map(\.kernel).filter {
      $0 != "own"
    }
    let winograd = kernels.filter { $0.contains("wino") }
    #expect(kernels.count == 5)
    #expect(winograd.count == 3 || winograd.isEmpty)
  }

  @Test func convolutionsOfEveryKindFollow() throws {
    let two = Window(kernel: [2, 2], strides: [2, 2])
    try expectBlocked([image, Type([32, 14, 12], varying: [.sample, .condition])]) { x in
      let y = convolved(x[0])
      func w(_ shape: Shape) -> Term { x[0].builder.constant(constant(shape)) }
      return [
        y.convolution(w([48, 32, 1, 1]), Window(kernel: [1, 1]), groups: 1),
        y.convolution(w([16, 32, 2, 2]), two, groups: 1),
        y.convolution(w([5, 32, 3, 3]), Self.window, groups: 1),
        y.convolution(w([32, 1, 3, 3]), Self.window, groups: 32),
        y.convolution(w([32, 8, 3, 3]), Self.window, groups: 4),
        x[1].convolutionTranspose(w([32, 32, 3, 3]), Self.window, groups: 1, extent: [14, 12]),
        x[1].convolutionTranspose(w([32, 3, 3, 3]), Self.window, groups: 1, extent: [14, 12]),
        x[1].convolutionTranspose(w([32, 16, 2, 2]), two, groups: 1, extent: [28, 24]),
        x[0].builder.term(.convolutionWeights(Self.window, groups: 1), [y, x[1]]),
      ]
    }
  }

  @Test func picturesEnterAndLeave() throws {
    try expectBlocked([Type([3, 14, 14], varying: .sample)]) { x in
      let first = x[0].convolution(x[0].builder.constant(constant([64, 3, 3, 3])), Self.window, groups: 1)
        .positive
      let y = convolved(first)
      let target = y.sum([0, 1, 2])
      return [y, x[0].builder.gradient(of: [(y, y), (target, target)], to: [x[0]])[0]]
    }
  }

  @Test func elementwiseOperandsOfAnyArrangementMeet() throws {
    try expectBlocked([image, Type([32, 14, 12]), Type([32, 1, 1], varying: .condition), Type([1, 14, 1])]) {
      x in
      let y = convolved(x[0])
      let turned = x[1].transposed([0, 2, 1]).transposed([0, 2, 1])
      return [y * x[1] + x[2], (y - turned).absolute / (x[3].exp + x[2] * x[2]), y.select(x[2], x[3])]
    }
  }

  @Test func arrangementsAndReductionsTakeVectorsApart() throws {
    try expectBlocked([image, Type([16, 14, 12], varying: .condition)]) { x in
      let y = convolved(x[0])
      func slice(_ start: Int, _ count: Int, step: Int = 1) -> [Primitive.Slice] {
        [
          .init(start: start, count: count, step: step), .init(start: 1, count: 12),
          .init(start: 0, count: 12),
        ]
      }
      return [
        y.reshaped([32 * 14 * 12]), y.reshaped([16, 28, 12]), y.transposed([1, 2, 0]),
        y.sliced(slice(16, 16)),
        y.sliced(slice(3, 7)), y.sliced(slice(0, 16, step: 2)),
        y.embedded(
          [.init(start: 2, count: 32), .init(start: 0, count: 14), .init(start: 0, count: 12)],
          in: [40, 14, 12]),
        Term.concatenated([y, x[1]], axis: 0), Term.concatenated([y, convolved(x[0], seed: 4)], axis: 0),
        Term.concatenated([y, y], axis: 1), y.sum([0]), y.sum([1, 2]), y.sum([0, 1, 2]), y.maximum([0]),
        y.maximum([1]),
        y.sumLeading(.sample), y.total,
      ]
    }
  }

  @Test func channelsAreTakenByIndex() throws {
    let indices = Type([16], varying: .condition)
    let values = NaiveTensor<Float>([2, 16], (0..<32).map { Float($0 * 7 % 32) })
    let builder = Builder()
    let (x, index) = (builder.input("x", image), builder.input("index", indices))
    let y = convolved(x).positive
    let kept = y.gathered(index, axis: 0)
    let weights = builder.constant(constant([32, 48, 3, 3]))
    let program = try builder.program([
      ("kept", kept), ("scattered", kept.scattered(index, axis: 0, extent: 32)),
      (
        "handed",
        (kept.scattered(index, axis: 0, extent: 32) / (y + 1)).convolutionTranspose(
          weights, Self.window, groups: 1, extent: [14, 12])
      ),
      ("row", y.gathered(builder.fill(3, [1]), axis: 1)),
    ])
    try expectEqual(
      program, ["x": .random(image.shape(samples: 3, conditions: 2), seed: 5), "index": values], samples: 3,
      conditions: 2)
  }

  @Test(arguments: [
    Window(kernel: [2, 2], strides: [2, 2]),
    Window(kernel: [3, 3], strides: [2, 2], padLow: [1, 1], padHigh: [1, 1]),
    Window(kernel: [3, 3], padLow: [1, 1], padHigh: [1, 1]), Window(kernel: [2, 3], dilations: [2, 1]),
  ])
  func poolsWork(_ window: Window) throws {
    let small = Shape([32] + (try #require(window.placements(over: [14, 12]))))
    try expectBlocked([image, Type(small, varying: [.sample, .condition])]) { x in
      let y = convolved(x[0])
      let index = x[0].builder.term(.maxPoolIndex(window), [y])
      return [
        y.maxPool(window), y.sumPool(window), x[0].builder.term(.poolGather(window), [y * y, index]),
        x[0].builder.term(.poolScatter(window, extent: [14, 12]), [x[1], index]),
        x[0].builder.term(.poolScatter(window, extent: [14, 12]), [x[1], index]) / (y.exp + 1),
        x[0].builder.term(.sumPoolTranspose(window, extent: [14, 12]), [x[1]]),
      ]
    }
  }

  @Test func sumsOfBranchesAreTakenAlong() throws {
    try expectBlocked([image, Type([32, 14, 12], varying: [.sample, .condition])]) { x in
      let bias = x[0].builder.constant(constant([32, 1, 1]))
      let first = convolved(x[0]).positive
      let block = (convolved(convolved(first, seed: 4).positive, seed: 5) + bias + first).positive
      let both = (convolved(block, seed: 6) + bias) + convolved(block, seed: 7)
      let own = convolved(both, seed: 8) + both
      return [
        own.positive, (convolved(own.tanh, seed: 9) + first).positive, convolved(x[1], seed: 10) + own,
        convolved(x[0], seed: 11) + x[0],
      ]
    }
    let builder = Builder()
    let x = builder.input("x", image)
    let first = convolved(x).positive
    let block = (convolved(convolved(first, seed: 4).positive, seed: 5) + first).positive
    let plan = try executor.plan(builder.program([("y", block)]), samples: 2, conditions: 1)
    #expect(plan.steps.count == 3 && plan.steps.last?.name.hasSuffix(", add, positive") == true)
  }
}

import Execution
import Programs
import Tensors
import TestSupport
import Testing

@Test(arguments: [false, true], [false, true])
func matrixProductsAreComputed(transposeLeft: Bool, transposeRight: Bool) throws {
  for (m, k, n) in [(1, 1, 1), (3, 4, 5), (1, 33, 7), (8, 5, 1), (17, 1, 2)] {
    for left in leadings {
      for right in leadings {
        let types = [
          Type(transposeLeft ? [k, m] : [m, k], varying: left),
          Type(transposeRight ? [n, k] : [k, n], varying: right),
          Type(transposeRight ? [3, n, k] : [3, k, n], varying: right),
        ]
        try expectEqual(types) {
          [
            $0[0].matmul($0[1], transposeLeft: transposeLeft, transposeRight: transposeRight),
            $0[0].matmul($0[2], transposeLeft: transposeLeft, transposeRight: transposeRight),
          ]
        }
      }
    }
  }
}

/// Threads share the pieces of a product, which are the same however many threads there are.
@Test func piecesOfProductsMakeTheWhole() throws {
  let (alone, together) = (Executor(threads: 1), Executor(threads: 3))
  for (m, k, n, count) in [(20, 100, 400, 1), (20, 400, 100, 3), (1000, 70, 9, 2), (40, 300, 300, 1), (31, 130, 131, 5)] {
    let types = [Type([count, m, k]), Type([count, k, n]), Type([count, n, k])]
    let builder = Builder()
    let x = types.enumerated().map { builder.input("\($0)", $1) }
    let program = try builder.program([
      ("plain", x[0].matmul(x[1])), ("transposed", x[0].matmul(x[2], transposeRight: true)),
      ("rows", x[1].matmul(x[0], transposeLeft: true, transposeRight: true)),
    ])
    let inputs = Dictionary(
      uniqueKeysWithValues: types.enumerated().map { index, type in
        ("\(index)", NaiveTensor<Float>.random(type.shape(samples: 1, conditions: 1), seed: UInt64(index + 1)))
      })
    try expectEqual(program, inputs, samples: 1, conditions: 1, on: alone)
    let tensors = inputs.mapValues { Tensor($0.shape, $0.values) }
    let (one, other) = (try alone.run(program, inputs: tensors), try together.run(program, inputs: tensors))
    #expect(one == other)
  }
}

/// Sums over samples of a column times a row, as in the gradients of dense layers, are one product where nothing else
/// reads the products.
@Test func outerProductsAreSummedOverSamples() throws {
  let varying: [Leading] = [.sample, [.sample, .condition]]
  for left in varying {
    for right in varying {
      let types = [
        Type([1, 4], varying: left), Type([1, 6], varying: right), Type([2, 5, 1], varying: left),
        Type([3, 2, 1, 7], varying: right),
      ]
      try expectEqual(types) { x in
        let once = x[0].matmul(x[1], transposeLeft: true)
        let twice = x[1].matmul(x[0].reshaped([4, 1]), transposeLeft: true, transposeRight: true)
        let kept = x[0].reshaped([4, 1]).matmul(x[1].exp)
        let sliced = x[0].sliced([.init(start: 0, count: 1), .init(start: 0, count: 2, step: 2)])
        return [
          once.sumLeading(.sample), twice.sumLeading(.sample), twice.exp.sumLeading(.sample),
          kept, kept.sumLeading(.sample), x[2].matmul(x[3]).sumLeading(.sample),
          sliced.matmul(x[1], transposeLeft: true).sumLeading(.sample),
          x[0].tanh.matmul(x[1], transposeLeft: true).sumLeading([.sample, .condition]),
        ]
      }
    }
  }
}

/// The same of several rows of each sample, wherever they lie.
@Test func rowsOfAllSamplesAreOneProduct() throws {
  let varying: [Leading] = [.sample, [.sample, .condition]]
  for left in varying {
    for right in varying {
      try expectEqual([
        Type([3, 4], varying: left), Type([3, 6], varying: right), Type([6, 3], varying: right),
      ]) { x in
        let rows = x[1].sliced([.init(start: 0, count: 3), .init(start: 1, count: 2, step: 3)])
        return [
          x[0].matmul(x[1], transposeLeft: true).sumLeading(.sample),
          x[0].tanh.matmul(x[2].transposed([1, 0]), transposeLeft: true).sumLeading(.sample),
          x[0].matmul(rows, transposeLeft: true).sumLeading([.sample, .condition]),
        ]
      }
    }
  }
  let builder = Builder()
  let x = builder.input("x", Type([3, 4], varying: .sample))
  let program = try builder.program([("y", x.matmul(x.tanh, transposeLeft: true).sumLeading(.sample))])
  let plan = try executor.plan(program, samples: 5, conditions: 1)
  #expect(plan.steps.filter { $0.name == "matmul" }.map(\.kernel) == ["sgemm"])
  #expect(plan.steps.allSatisfy { !$0.name.hasPrefix("sum") })
}

@Test func samplesOfEachConditionAreOneProduct() throws {
  let builder = Builder()
  let x = builder.input("x", Type([1, 5], varying: [.sample, .condition]))
  let weights = builder.input("weights", Type([7, 5], varying: .condition))
  let product = x.matmul(weights, transposeRight: true)
  let gradient = product.tanh.matmul(x, transposeLeft: true).sumLeading(.sample)
  let program = try builder.program([("product", product), ("gradient", gradient)])
  let plan = try Executor().plan(program, samples: 11, conditions: 4)
  #expect(plan.steps.filter { $0.name == "matmul" }.map(\.kernel) == ["sgemm x 4", "sgemm x 4"])
}

@Test func matrixProductsReadTransposedSlicedAndRepeatedOperands() throws {
  try expectEqual([Type([4, 6, 5], varying: .sample), Type([6, 9], varying: .condition), Type([1, 5])]) { x in
    [
      x[0].transposed([0, 2, 1]).matmul(x[1]),
      x[0].transposed([2, 0, 1]).matmul(x[1]),
      x[0].transposed([1, 2, 0]).matmul(x[0].transposed([1, 0, 2])),
      x[1].sliced([.init(start: 0, count: 3, step: 2), .init(start: 1, count: 4, step: 2)]).matmul(
        x[0].reshaped([4, 30])),
      x[2].broadcast(to: [7, 5]).matmul(x[0], transposeRight: true),
    ]
  }
}

@Test func gatherReadsAndScatterAddsByIndex() throws {
  let indices = NaiveTensor<Float>([3, 2], [0, 2, 1, 1, 0, 2])
  for leading in leadings {
    for axis in 0..<3 {
      var entries: Shape = [3, 3, 3]
      entries.extents.replaceSubrange(axis...axis, with: [3, 2])
      let types = [Type([3, 3, 3], varying: leading), Type([3, 2]), Type(entries, varying: leading)]
      try expectEqual(types, values: [1: indices]) {
        [
          $0[0].gathered($0[1], axis: axis),
          $0[2].builder.term(.scatter(axis: axis, extent: 4), [$0[2], $0[1]]),
        ]
      }
    }
  }
  let varying = NaiveTensor<Float>([5, 2], [0, 2, 1, 1, 0, 2, 2, 0, 1, 2])
  try expectEqual([Type([3, 4], varying: .sample), Type([2], varying: .condition)], values: [1: varying]) {
    [$0[0].gathered($0[1], axis: 0)]
  }
}

@Test(arguments: [3, -1, Float.nan, .infinity, 1e30, 0.5]) func anIndexOutsideItsAxisIsAnError(index: Float)
  throws
{
  let builder = Builder()
  let x = builder.input("x", Type([3]))
  let chosen = x.gathered(builder.input("index", Type([1])), axis: 0)
  let program = try builder.program([("y", chosen)])
  #expect {
    try executor.run(program, inputs: ["x": Tensor([3], [1, 2, 3]), "index": Tensor([1], [index])])
  } throws: { error in
    if case ExecutionError.index(_, extent: 3) = error { true } else { false }
  }
}

/// Large products are computed in parts, so that they can be left; the parts make the whole.
@Test(arguments: [false, true]) func largeProductsAreComputedInParts(transposeLeft: Bool) throws {
  let builder = Builder()
  let x = builder.input("x", Type(transposeLeft ? [1000, 2600] : [2600, 1000]))
  let weights = builder.input("weights", Type([1000, 1000]))
  let rows = Primitive.Slice(start: 2400, count: 200)
  let all = Primitive.Slice(start: 0, count: 1000)
  let program = try builder.program([
    ("whole", x.matmul(weights, transposeLeft: transposeLeft).sliced([rows, all])),
    (
      "last",
      x.sliced(transposeLeft ? [all, rows] : [rows, all]).matmul(weights, transposeLeft: transposeLeft)
    ),
  ])
  let steps = try executor.plan(program, samples: 1, conditions: 1).steps.filter { $0.name == "matmul" }
  #expect(steps.map(\.parts).sorted() == [1, 2])
  let found = try executor.run(
    program,
    inputs: [
      "x": Tensor(
        transposeLeft ? [1000, 2600] : [2600, 1000], NaiveTensor<Float>.random([2_600_000], seed: 1).values),
      "weights": Tensor([1000, 1000], NaiveTensor<Float>.random([1_000_000], seed: 2).values),
    ])
  let (whole, last) = (try #require(found["whole"]), try #require(found["last"]))
  #expect(whole.shape == [200, 1000] && last.values.contains { abs($0) > 1 })
  #expect(zip(whole.values, last.values).allSatisfy { abs($0 - $1) <= 1e-3 })
}

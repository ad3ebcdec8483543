import Execution
import Programs
import Tensors
import TestSupport
import Testing

@Test(arguments: Primitive.Unary.allCases) func everyUnaryOperationIsComputed(_ operation: Primitive.Unary)
  throws
{
  let positive = operation == .log || operation == .sqrt
  for leading in leadings {
    for shape in [[], [1], [7], [3, 1, 5], [2, 600]] as [Shape] {
      try expectEqual([Type(shape, varying: leading)], range: positive ? 0.01...9 : -9...9) {
        [$0[0].unary(operation)]
      }
    }
  }
}

@Test(arguments: Primitive.Binary.allCases)
func everyBinaryOperationIsBroadcastByIndex(_ operation: Primitive.Binary) throws {
  let range = operation == .power ? 0.1...2.0 : -2...2
  for left in leadings {
    for right in leadings {
      try expectEqual([Type([4, 1, 6], varying: left), Type([1, 5, 6], varying: right)], range: range) {
        [$0[0].combined(operation, $0[1])]
      }
      try expectEqual([Type([3, 5], varying: left), Type([5], varying: right)], range: range) {
        [$0[0].combined(operation, $0[1]), $0[1].combined(operation, $0[1])]
      }
    }
  }
}

// The last block of each sample's rows holds one row: a number that was spread over a block before is then collected anew.
@Test func oneNumberForEachRowIsTheSameForEverySample() throws {
  let builder = Builder()
  let x = builder.input("x", Type([30], varying: .sample))
  let t = builder.input("t", Type([], varying: .condition))
  let program = try builder.program([("y", t * x + t)])
  let row = (0..<30).map { Float($0) + 1 }
  let found = try executor.run(
    program,
    inputs: [
      "x": Tensor([4, 30], Array(repeating: row, count: 4).flatMap { $0 }),
      "t": Tensor([256], (0..<256).map { Float($0) / 256 }),
    ], samples: 4, conditions: 256)
  let y = try #require(found["y"])
  #expect((1..<4).allSatisfy { y[$0] == y[0] })
  #expect(y[3][255].values == row.map { Float(255) / 256 * $0 + Float(255) / 256 })
}

@Test func exponentialsAreAsExactAsFloat32Allows() throws {
  let points = stride(from: Float(-86), through: 88, by: 0.01).map { $0 }
  let builder = Builder()
  let x = builder.input("x", Type([points.count]))
  let outputs = [("erf", x.unary(.erf)), ("exp", x.exp), ("tanh", x.tanh), ("sigmoid", x.sigmoid)]
  let found = try executor.run(try builder.program(outputs), inputs: ["x": Tensor([points.count], points)])
  for (name, operation) in [("erf", .erf), ("exp", .exp), ("tanh", .tanh), ("sigmoid", .sigmoid)]
    as [(String, Primitive.Unary)]
  {
    let agrees = zip(points, try #require(found[name]).values).allSatisfy { point, value in
      let exact = operation.apply(Double(point))
      return abs(Double(value) - exact) <= 1e-6 * abs(exact)
    }
    #expect(agrees, "\(name)")
  }
}

@Test func exponentialsEndInZeroAndInfinity() throws {
  let x: [Float] = [-1000, 1000, .infinity, -.infinity, .nan]
  let builder = Builder()
  let term = builder.input("x", Type([5]))
  let found = try executor.run(
    try builder.program([
      ("erf", term.unary(.erf)), ("exp", term.exp), ("tanh", term.tanh), ("sigmoid", term.sigmoid),
      ("relu", term.positive),
    ]),
    inputs: ["x": Tensor([5], x)])
  #expect(Array(try #require(found["erf"]).values[..<4]) == [-1, 1, 1, -1])
  #expect(Array(try #require(found["exp"]).values[..<4]) == [0, .infinity, .infinity, 0])
  #expect(Array(try #require(found["tanh"]).values[..<4]) == [-1, 1, 1, -1])
  #expect(Array(try #require(found["sigmoid"]).values[..<4]) == [0, 1, 1, 0])
  #expect(found.values.allSatisfy { $0.values[4].isNaN })
}

@Test func selectionChoosesByCondition() throws {
  for leading in leadings {
    try expectEqual([Type([4, 3], varying: leading), Type([3], varying: .sample), Type([4, 1])]) {
      [$0[0].step.select($0[1], $0[2])]
    }
  }
}

@Test func chainsThatShareTermsAreComputedInOnePass() throws {
  let types = [
    Type([6, 7, 7], varying: [.sample, .condition]), Type([6, 7, 7], varying: .sample), Type([6, 1, 1]),
  ]
  try expectEqual(types) { x in
    let ratio = x[0] / (x[1] * x[1] + 1)
    let masked = ratio * x[2]
    return [masked + ratio.positive - masked.tanh, x[1].exp * x[2]]
  }
  let builder = Builder()
  let x = builder.input("x", Type([8], varying: .sample))
  let plan = try executor.plan(
    try builder.program([("y", (x * x + 1) / (x.positive + 2))]), samples: 4, conditions: 1)
  #expect(plan.steps.count == 1)
}

@Test func neighboursAreComputedInOnePassUnlessAViewOfOneIsRead() throws {
  func terms(_ x: [Term]) -> [Term] {
    let a = x[0].tanh
    let b = a * x[1] + 1
    return [a, b, (a - b).exp]
  }
  func apart(_ x: [Term]) -> [Term] {
    let a = x[0].tanh
    return [a, a.transposed([1, 0]).sigmoid * x[1], x[1].exp]
  }
  for leading in leadings {
    let types = [Type([40, 40], varying: leading), Type([40, 40], varying: .sample)]
    try expectEqual(types, terms)
    try expectEqual(types, apart)
  }
  func steps(_ write: ([Term]) -> [Term]) throws -> Int {
    let builder = Builder()
    let x = ["x", "y"].map { builder.input($0, Type([40, 40], varying: .sample)) }
    let program = try builder.program(write(x).enumerated().map { ("\($0)", $1) })
    return try executor.plan(program, samples: 3, conditions: 1).steps.count
  }
  #expect(try steps(terms) == 1)
  #expect(try steps(apart) == 2)
}

@Test func arrangementsOnlyChangeTheView() throws {
  for leading in leadings {
    try expectEqual([Type([4, 6, 3], varying: leading)]) { x in
      [
        x[0].reshaped([12, 6]), x[0].transposed([2, 0, 1]), x[0].transposed([2, 0, 1]).reshaped([24, 3]),
        x[0].reshaped([4, 1, 6, 3]).broadcast(to: [4, 5, 6, 3]).reshaped([20, 18]),
        x[0].sliced([
          .init(start: 1, count: 2, step: 2), .init(start: 5, count: 1), .init(start: 0, count: 3),
        ]),
        x[0].embedded(
          [.init(start: 1, count: 4, step: 2), .init(start: 0, count: 6), .init(start: 2, count: 3)],
          in: [9, 6, 5]),
        x[0].detached + x[0].transposed([0, 2, 1]).reshaped([4, 6, 3]),
        .concatenated(
          [
            x[0], x[0] + 1,
            x[0].sliced([.init(start: 0, count: 4), .init(start: 2, count: 1), .init(start: 0, count: 3)]),
          ], axis: 1),
      ]
    }
  }
}

@Test func concatenatedTermsMayVaryDifferently() throws {
  try expectEqual([Type([2, 3], varying: .sample), Type([1, 3], varying: .condition), Type([4, 3])]) {
    [.concatenated($0, axis: 0)]
  }
}

/// What is elementwise goes right into the concatenations that it is a piece of, one inside the other, and is read there.
@Test func piecesAreComputedInTheirPlaces() throws {
  func terms(_ x: [Term]) -> [Term] {
    let (first, second) = (x[0].tanh, (x[0] * x[1]).exp)
    let row = Term.concatenated([first, second], axis: 1)
    let rows = Term.concatenated([row, .concatenated([second * 2, x[1].sigmoid], axis: 1)], axis: 0)
    return [rows.sum([0]), row.matmul(x[2]), first + second, rows.reshaped([4, 5]), rows * rows]
  }
  for leading: Leading in [.sample, .condition, [.sample, .condition]] {
    try expectEqual([Type([1, 5], varying: leading), Type([1, 5], varying: leading), Type([10, 3])], terms)
  }
  try expectEqual([Type([1, 5], varying: .sample), Type([1, 5]), Type([10, 3])], terms)
  try expectEqual([Type([1, 5], varying: .sample), Type([1, 5], varying: .condition), Type([10, 3])], terms)

  let builder = Builder()
  let x = [Type([1, 5], varying: .sample), Type([1, 5], varying: .sample), Type([10, 3])].enumerated().map {
    builder.input("\($0)", $1)
  }
  let program = try builder.program(terms(x).enumerated().map { ("\($0)", $1) })
  let plan = try executor.plan(program, samples: 3, conditions: 1)
  #expect(plan.steps.allSatisfy { $0.name != "concatenate" })
}

/// Pieces that share a buffer are not taken for one another where they are kept.
@Test func keptConcatenationsAreKnownByAllTheirPieces() throws {
  let executor = Executor()
  for factor in [2.0, 3] {
    try expectEqual(
      [Type([1, 5], varying: .sample), Type([1, 10], varying: .condition)], samples: 1, on: executor
    ) { x in [.concatenated([x[0].tanh, x[0] * factor], axis: 1) * x[1]] }
  }
}

@Test func reductionsSumAndFindMaxima() throws {
  for leading in leadings {
    try expectEqual([Type([5, 4, 30], varying: leading)]) { x in
      [[0], [1], [2], [0, 2], [1, 2], [0, 1, 2]].flatMap { [x[0].sum($0), x[0].maximum($0)] }
        + [x[0].transposed([2, 1, 0]).sum([0]), x[0].mean([1]), x[0].total]
    }
    try expectEqual([Type([3, 700], varying: leading)]) {
      [$0[0].sum([0]), $0[0].sum([1]), $0[0].maximum([0])]
    }
  }
}

@Test func sumsOverLeadingAxesCountWhatDoesNotVary() throws {
  for leading in leadings {
    try expectEqual([Type([4, 3], varying: leading), Type([3], varying: [.sample, .condition])]) { x in
      [Leading.sample, .condition, [.sample, .condition]].flatMap {
        [x[0].sumLeading($0), (x[0].sumLeading($0) * x[1]).sumLeading($0)]
      }
    }
  }
}

@Test func shortAndOddAxesAreBroadcastAndTransposed() throws {
  for shape in [[300, 3], [3, 300], [5, 129, 3], [2, 3, 128], [700, 1, 2], [4, 33, 9]] as [Shape] {
    var column = shape
    column[shape.rank - 1] = 1
    var row = shape
    row[0] = 1
    let types = [
      Type(shape, varying: [.sample, .condition]), Type(column, varying: .sample),
      Type(row, varying: .condition),
    ]
    let backwards = Array((0..<shape.rank).reversed())
    try expectEqual(types) { x in
      [
        x[0] * x[1] + x[2], x[1] - x[2], x[0].transposed(backwards).exp, x[2].transposed(backwards) * 2,
        x[0].transposed(backwards) * x[0].transposed(backwards).sum([0]) + x[1].transposed(backwards),
      ]
    }
  }
}

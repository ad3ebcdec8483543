import Programs
import Tensors
import TestSupport
import Testing

/// What a secant promises: multipliers times changes of the operand sum to the change of the output.
struct SecantTests {
  /// Functions of [2, 4, 4] to one number.
  private static let functions: [(name: String, function: @Sendable (Term) -> Term)] = [
    ("relu", { (2 * $0 - 0.3).positive.total }),
    ("smooth", { ($0.tanh * $0.sigmoid + $0.exp.log + ($0 * $0 + 1).sqrt + $0.softplus).total }),
    ("product", { ($0 * $0.reshaped([4, 2, 4]).transposed([1, 0, 2]).reshaped([2, 4, 4])).total }),
    ("quotient", { ($0 / ($0.absolute.sum([2]) + 1)).total }),
    ("softmax", { x in
      let powers = (x - x.maximum([2]).detached).exp
      return (powers / powers.sum([2]) * x).sum([1]).total
    }),
    ("maximum", { $0.maximum($0.transposed([0, 2, 1])).minimum(1 - $0).total }),
    ("max-pool", { x in
      (x.builder.term(.maxPool(Window(kernel: [2, 2], strides: [2, 2])), [x]).positive * 3).total
    }),
    ("attention", { x in
      let scores = x.matmul(x, transposeLeft: false, transposeRight: true)
      return scores.sigmoid.matmul(x).tanh.total
    }),
    ("power", { (($0.absolute + 1).combined(.power, $0.builder.fill(1.7))).total }),
  ]

  @Test(arguments: functions.map(\.name)) func multipliersAccountForTheWholeChange(_ name: String) throws {
    let function = try #require(Self.functions.first { $0.name == name }).function
    let builder = Builder()
    let (a, b) = (builder.input("a", Type([2, 4, 4])), builder.input("b", Type([2, 4, 4])))
    let multipliers = builder.secant(of: function(a), from: a, to: b, cotangent: builder.fill(1))
    let program = try builder.program([
      ("accounted", (multipliers * (b - a)).total), ("change", function(b) - function(a)),
    ])
    for seed in 0..<8 as Range<UInt64> {
      let found = NaiveExecutor.evaluate(
        program,
        inputs: [
          "a": NaiveTensor<Double>.random([2, 4, 4], seed: 2 * seed, in: -2...2),
          "b": NaiveTensor<Double>.random([2, 4, 4], seed: 2 * seed + 1, in: -2...2),
        ])
      let (accounted, change) = (try #require(found["accounted"]).values[0], try #require(found["change"]).values[0])
      #expect(abs(accounted - change) < 1e-12 * max(1, abs(change)), "seed \(seed)")
      #expect(abs(change) > 1e-3)
    }
  }

  @Test func betweenEqualValuesASecantIsTheDerivative() throws {
    let builder = Builder()
    let (a, b) = (builder.input("a", Type([5])), builder.input("b", Type([5])))
    let output = (a.tanh * a.exp).total
    let program = try builder.program([
      ("secant", builder.secant(of: output, from: a, to: b, cotangent: builder.fill(1))),
      ("derivative", builder.gradient(of: [(output, builder.fill(1))], to: [a])[0]),
    ])
    let x = NaiveTensor<Double>.random([5], seed: 3)
    let found = NaiveExecutor.evaluate(program, inputs: ["a": x, "b": x])
    let pairs = zip(try #require(found["secant"]).values, try #require(found["derivative"]).values)
    #expect(pairs.allSatisfy { abs($0 - $1) < 1e-12 })
  }
}

struct KinkTests {
  @Test func allThatHasKinksIsWrittenWithReLUs() throws {
    let builder = Builder()
    let x = builder.input("x", Type([2, 4, 4]))
    let pool = builder.term(.maxPool(Window(kernel: [3, 3], strides: [2, 2], padLow: [1, 1], padHigh: [1, 1])), [x])
    let output = (pool.negative.total + x.absolute.total) + (x.maximum(0.5 * x).minimum(x + 0.1)).total
    let plain = builder.withPlainKinks(output, in: x)
    let kinks = try #require(builder.kinks(of: plain, in: x))
    #expect(Set(kinks.map(\.level)).count > 2)
    let program = try builder.program([("plain", plain), ("output", output)])
    let found = NaiveExecutor.evaluate(
      program, inputs: ["x": NaiveTensor<Double>.random([2, 4, 4], seed: 5)])
    #expect(abs(try #require(found["plain"]).values[0] - #require(found["output"]).values[0]) < 1e-12)
    let leaves = program.nodes.count { if case .maxPool = $0.primitive { true } else { false } }
    #expect(leaves == 1, "only the output itself pools")
  }

  /// Below zero, so that whatever stands for what is padded would be seen.
  @Test(arguments: Geometry.all) func poolsAreMaximaOfTwo(_ geometry: Geometry) throws {
    let builder = Builder()
    let shape = Shape(geometry.image)
    let x = builder.input("x", Type(shape))
    let pool = builder.term(.maxPool(geometry.window), [x])
    let output = (pool * pool).total
    let program = try builder.program([("plain", builder.withPlainKinks(output, in: x)), ("output", output)])
    let found = NaiveExecutor.evaluate(
      program, inputs: ["x": NaiveTensor<Double>.random(shape, seed: 6, in: -2...(-1))])
    let (plain, expected) = (try #require(found["plain"]).values[0], try #require(found["output"]).values[0])
    #expect(abs(plain - expected) < 1e-12 * expected)
  }

  @Test func whatIsCurvedBetweenKinksIsNotCalledLinear() {
    let builder = Builder()
    let x = builder.input("x", Type([3]))
    #expect(builder.kinks(of: (x.positive * x.positive).total, in: x) == nil)
    #expect(builder.kinks(of: x.tanh.positive.total, in: x) == nil)
    #expect(builder.kinks(of: (2 * x).positive.total, in: x)?.count == 1)
  }

  /// A lower limit of a length is no kink, whatever is as small but can have either sign is one, and so is what the value in
  /// question does not reach.
  @Test func guardsAgainstZeroAreNoKinks() throws {
    let builder = Builder()
    let x = builder.input("x", Type([3], varying: .sample))
    let mask = builder.input("mask", Type([3], varying: .sample))
    func hasKinks(_ term: Term) throws -> Bool {
      try builder.program([("y", term.total)]).hasKinks(in: "x")
    }
    let length = (x * x).sum([0]).sqrt
    #expect(try !hasKinks(x / length.combined(.maximum, builder.fill(1e-8))))
    #expect(try hasKinks(x / length.combined(.maximum, builder.fill(1))))
    #expect(try hasKinks(x.combined(.maximum, builder.fill(1e-8))))
    #expect(try !hasKinks(x.tanh * mask.absolute))
    #expect(try hasKinks(x.absolute * mask))
    #expect(try hasKinks((x * mask).positive))
  }

  @Test func sharpSoftplusComesCloseToTheKink() throws {
    let builder = Builder()
    let x = builder.input("x", Type([4]))
    let output = (x - 0.2).positive.total
    let program = try builder.program([
      ("smooth", builder.smoothed(output, in: x, sharpness: 200)), ("sharp", output),
    ])
    let found = NaiveExecutor.evaluate(program, inputs: ["x": NaiveTensor<Double>([4], [-1, 0, 0.4, 2])])
    #expect(abs(try #require(found["smooth"]).values[0] - #require(found["sharp"]).values[0]) < 1e-12)
  }
}

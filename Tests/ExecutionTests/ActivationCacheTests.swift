import Execution
import Programs
import Tensors
import Testing

/// Values that vary with the sample alone are computed once for a sample, and never taken for those of another.
struct ActivationCacheTests {
  /// A dense layer and what a condition makes of its output.
  private func program(_ factor: Double = 1) throws -> Program {
    let builder = Builder()
    let x = builder.input("x", Type([6], varying: .sample))
    let weights = builder.constant(Self.weights)
    let y = x.reshaped([1, 6]).matmul(weights).positive
    let mask = builder.input("mask", Type([1, 8], varying: .condition))
    return try builder.program([("y", y * mask * factor), ("activation", y)])
  }

  private static let weights = Constant(Tensor([6, 8], (0..<48).map { Float($0 % 7) - 3 }), name: "weights")

  private func inputs(_ seed: Int, conditions: Int = 2) -> [String: Tensor] {
    [
      "x": Tensor([1, 6], (0..<6).map { Float(($0 * seed) % 5) - 1 }),
      "mask": Tensor([conditions, 1, 8], (0..<conditions * 8).map { Float($0 % 3) }),
    ]
  }

  @Test func aSecondRunFindsWhatTheFirstKept() throws {
    let executor = Executor()
    let first = try executor.run(program(), inputs: inputs(1), conditions: 2)
    let kept = executor.kept
    #expect(try #require(kept.first { $0.name == "activations" }).count > 0)
    #expect(try executor.run(program(), inputs: inputs(1), conditions: 2) == first)
    // Another program over the same activations finds them, too.
    let doubled = try executor.run(program(2), inputs: inputs(1), conditions: 2)
    #expect(doubled["activation"] == first["activation"])
    #expect(doubled["y"]?.values == first["y"]?.values.map { $0 * 2 })
    #expect(executor.kept.first == kept.first)
  }

  @Test func anotherSampleIsComputedAnew() throws {
    let executor = Executor()
    for seed in [1, 2, 3, 1, 2, 3] {
      let found = try executor.run(program(), inputs: inputs(seed), conditions: 2)
      let expected = try Executor().run(program(), inputs: inputs(seed), conditions: 2)
      #expect(found == expected)
    }
  }

  @Test func withoutRoomNothingIsKept() throws {
    let executor = Executor(memory: 64)
    let found = try executor.run(program(), inputs: inputs(1), conditions: 2)
    #expect(executor.kept.first?.count == 0)
    #expect(try executor.run(program(), inputs: inputs(1), conditions: 2) == found)
    executor.memory = 1 << 30
    #expect(try executor.run(program(), inputs: inputs(1), conditions: 2) == found)
    #expect((executor.kept.first?.count ?? 0) > 0)
    executor.memory = 64
    #expect(executor.kept.first?.count == 0)
  }

  @Test func manyConditionsShareWhatIsKept() throws {
    let executor = Executor()
    let found = try executor.run(program(), inputs: inputs(1, conditions: 37), conditions: 37)
    let again = try executor.run(program(), inputs: inputs(1, conditions: 37), conditions: 37)
    #expect(found == again)
    #expect(
      found == (try Executor(memory: 64).run(program(), inputs: inputs(1, conditions: 37), conditions: 37)))
  }

  /// With room for one value and a half, what the run itself has found is pushed out for its second value.
  @Test func valuesInUseAreNotOverwritten() throws {
    func program(both: Bool) throws -> Program {
      let builder = Builder()
      let x = builder.input("x", Type([6], varying: .sample))
      let mask = builder.input("mask", Type([2, 3], varying: .condition))
      let values = both ? [x.exp, x.tanh] : [x.exp]
      return try builder.program(values.enumerated().map { ("y\($0)", $1.reshaped([2, 3]) * mask) })
    }
    let inputs = [
      "x": Tensor([1, 6], (0..<6).map { Float($0) / 3 }), "mask": Tensor([1, 2, 3], (0..<6).map(Float.init)),
    ]
    let executor = Executor(memory: 16 * 36)
    for both in [false, true, false, true] {
      let found = try executor.run(program(both: both), inputs: inputs)
      #expect(found == (try Executor().run(program(both: both), inputs: inputs)))
    }
  }

  @Test func sumsOverConditionsDependOnTheirNumber() throws {
    let executor = Executor()
    let builder = Builder()
    let x = builder.input("x", Type([6], varying: .sample))
    let mask = builder.input("mask", Type([6], varying: .condition))
    let y = (x * x + 1).exp.sumLeading(.condition)
    let program = try builder.program([("y", y), ("z", y * mask)])
    for count in [1, 2, 3, 1] {
      let inputs = ["x": Tensor([1, 6], repeating: 1), "mask": Tensor([count, 6], repeating: 1)]
      let found = try executor.run(program, inputs: inputs, conditions: count)
      #expect(found == (try Executor().run(program, inputs: inputs, conditions: count)))
    }
  }

  @Test func anIndexInBytesIsNoneInFloats() throws {
    let window = Window(kernel: [2, 2], strides: [2, 2])
    let executor = Executor()
    func program(showingIndex: Bool) throws -> Program {
      let builder = Builder()
      let x = builder.input("x", Type([16, 4, 4], varying: .sample))
      let index = builder.term(.maxPoolIndex(window), [x.exp])
      let y = builder.input("y", Type([16, 2, 2], varying: .condition))
      let scattered = builder.term(.poolScatter(window, extent: [4, 4]), [y, index])
      return try builder.program([("scattered", scattered)] + (showingIndex ? [("index", index)] : []))
    }
    let inputs = [
      "x": Tensor([1, 16, 4, 4], (0..<256).map { Float($0 * 37 % 11) / 5 }),
      "y": Tensor([1, 16, 2, 2], repeating: 1),
    ]
    for showing in [false, true, false, true] {
      let found = try executor.run(program(showingIndex: showing), inputs: inputs)
      #expect(found == (try Executor().run(program(showingIndex: showing), inputs: inputs)))
    }
  }
}

import Programs
import Tensors
import TestSupport
import Testing

/// What is known of signs makes parts of programs disappear.
struct BoundsTests {
  private let builder = Builder()
  private var x: Term { builder.input("x", Type([32, 6, 6], varying: .sample)) }
  private let window = Window(kernel: [3, 3], padLow: [1, 1], padHigh: [1, 1])
  private let weights = Constant(
    Tensor([32, 32, 3, 3], NaiveTensor<Float>.random([32, 32, 3, 3], seed: 1).values), name: "weights")

  private func names(_ term: Term) throws -> [String] {
    try builder.program([("y", term)]).nodes.map(\.primitive.name)
  }

  @Test func theNegativeHalfOfZPlusDisappearsBehindAReLU() throws {
    let (a, w) = (x.positive, builder.constant(weights))
    let z =
      a.positive.convolution(w.positive, window, groups: 1)
      + a.negative.convolution(w.negative, window, groups: 1)
    #expect(try names(z).filter { $0 == "convolution" }.count == 1)
    // So does the sign of the stabiliser.
    #expect(try names(z + (1 - 2 * (-z).step) * 1e-6).filter { $0 == "step" || $0 == "multiply" } == [])
  }

  @Test func signsPassPoolsSumsAndArrangements() throws {
    let a = x.positive.maxPool(Window(kernel: [2, 2], strides: [2, 2])).reshaped([32 * 9])
    let both = Term.concatenated([a, a.exp, a * a, a / (a + 1)], axis: 0)
    #expect(both.positive.isSame(as: both))
    #expect(try names(both.negative) == ["fill"])
    #expect(try names(x.positive.sum([0]).sign.absolute).contains("absolute") == false)
  }

  @Test func unknownSignsStay() throws {
    #expect(try names(x.positive + x).contains("positive"))
    #expect(try names((x.positive - x).positive).filter { $0 == "positive" }.count == 2)
    #expect(
      try names(x.convolution(builder.constant(weights), window, groups: 1).positive).contains("positive"))
  }

  @Test func fewChannelsMeetOnlyTheirWeights() throws {
    let index = builder.input("channels", Type([16], varying: .condition))
    let kept = x.gathered(index, axis: 0).scattered(index, axis: 0, extent: 32)
    let handed = (kept / (x * x + 1)).convolutionTranspose(
      builder.constant(weights), window, groups: 1, extent: [6, 6])
    let program = try builder.program([("y", handed)])
    #expect(!program.nodes.contains { $0.primitive.name == "scatter" })
    let product = try #require(program.nodes.firstIndex { $0.primitive.name == "convolution transposed" })
    #expect(program.nodes[program.nodes[product].operands[0]].type.shape == [16, 6, 6])
  }

  @Test func oneWeightEverywhereIsASum() throws {
    let ones = builder.fill(1, [32, 32, 3, 3])
    let y = x.convolution(ones, window, groups: 1)
    #expect(try names(y).filter { $0.hasPrefix("convolution") } == [])
    let back = builder.gradient(of: [(y, y.builder.input("s", Type([32, 6, 6])))], to: [x])[0]
    #expect(try names(back).filter { $0.hasPrefix("convolution") } == [])
  }
}

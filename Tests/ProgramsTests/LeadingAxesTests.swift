import Programs
import Tensors
import TestSupport
import Testing

@Test func aCotangentThatVariesWithTheConditionGivesEachConditionsGradient() throws {
  let sheet = Sheet(samples: 2, conditions: 3)
  let x = sheet.input(Type([1, 4], varying: .sample))
  let weights = sheet.input(Type([4, 3]))
  let y = x.matmul(weights).tanh
  let seeds = sheet.input(Type([1, 3], varying: .condition))
  let together = sheet.builder.gradient(of: [(y, seeds)], to: [x, weights])
  #expect(together[0].type == Type([1, 4], varying: [.sample, .condition]))
  #expect(together[1].type == Type([4, 3], varying: .condition))
  let values = try sheet.evaluate(together)
  let rows = try sheet.evaluate([seeds])[0].values

  for condition in 0..<3 {
    let seed = NaiveTensor<Double>([1, 3], Array(rows[condition * 3..<condition * 3 + 3]))
    let alone = try sheet.evaluate(
      sheet.builder.gradient(of: [(y, sheet.input(Type([1, 3]), seed))], to: [x, weights]))
    for sample in 0..<2 {
      let start = (sample * 3 + condition) * 4
      #expect(
        Array(values[0].values[start..<start + 4]) == Array(alone[0].values[sample * 4..<sample * 4 + 4]))
    }
    #expect(Array(values[1].values[condition * 12..<condition * 12 + 12]) == alone[1].values)
  }
}

@Test func theGradientOfWeightsIsTheSumOverSamples() throws {
  let window = Window(kernel: [2, 2])
  let sheet = Sheet(samples: 3)
  let x = sheet.input(Type([2, 4, 4], varying: .sample))
  let weights = sheet.input(Type([3, 2, 2, 2]))
  let bias = sheet.input(Type([3, 1, 1]))
  func gradients(_ sheet: Sheet, _ x: Term, _ weights: Term, _ bias: Term) throws -> [[Double]] {
    let y = (x.convolution(weights, window, groups: 1) + bias).tanh
    return try sheet.evaluate(
      sheet.builder.gradient(of: [(y, sheet.builder.fill(1))], to: [weights, bias])
    ).map(\.values)
  }
  let together = try gradients(sheet, x, weights, bias)

  var sums = [[Double](repeating: 0, count: 24), [Double](repeating: 0, count: 3)]
  let inputs = try sheet.evaluate([x, weights, bias])
  for sample in 0..<3 {
    let one = Sheet()
    let image = NaiveTensor([2, 4, 4], Array(inputs[0].values[sample * 32..<sample * 32 + 32]))
    let alone = try gradients(
      one, one.input(Type(image.shape), image), one.input(weights.type, inputs[1]),
      one.input(bias.type, inputs[2]))
    for index in sums.indices { sums[index] = zip(sums[index], alone[index]).map(+) }
  }
  #expect(distance(together[0], sums[0]) < 1e-14)
  #expect(distance(together[1], sums[1]) < 1e-14)
}

@Test func aBiasUnderAConstantCotangentCountsOnceForEachSampleAndPlace() throws {
  let sheet = Sheet(samples: 5)
  let x = sheet.input(Type([2, 3, 4], varying: .sample))
  let bias = sheet.input(Type([2, 1, 1]))
  let gradient = sheet.builder.gradient(of: [(x + bias, sheet.builder.fill(1))], to: [bias])[0]
  #expect(try sheet.evaluate([gradient])[0] == NaiveTensor([2, 1, 1], repeating: 5 * 12))
}

@Test func aSumOverConditionsHasNoDerivativeForEachCondition() {
  let sheet = Sheet(conditions: 2)
  let x = sheet.input(Type([3], varying: .condition))
  let seeds = sheet.input(Type([3], varying: .condition))
  let gradient = sheet.builder.gradient(of: [(x.exp.sumLeading(.condition), seeds)], to: [x])[0]
  #expect(throws: ShapeError.derivativeVaries(along: .condition)) {
    try sheet.builder.program([("gradient", gradient)])
  }
}

@Test func aSumOverALeadingAxisCountsWhatDoesNotVaryOnceForEachEntry() throws {
  let sheet = Sheet(samples: 2, conditions: 3)
  let one = NaiveTensor<Double>([1], [1])
  let fixed = sheet.input(Type([1]), one)
  let sample = sheet.input(Type([1], varying: .sample), NaiveTensor([2, 1], [1, 10]))
  let both = sheet.input(
    Type([1], varying: [.sample, .condition]), NaiveTensor([2, 3, 1], [1, 10, 100, 1000, 10000, 100000]))
  let values = try sheet.evaluate([
    fixed.sumLeading([.sample, .condition]), sample.sumLeading(.condition),
    sample.sumLeading([.sample, .condition]),
    both.sumLeading(.sample), both.sumLeading(.condition),
  ])
  #expect(values.map(\.values) == [[6], [3, 30], [33], [1001, 10010, 100100], [111, 111000]])
}

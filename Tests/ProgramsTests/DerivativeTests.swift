import Programs
import Tensors
import TestSupport
import Testing

/// First and second derivatives of `formula` against central differences, in every entry of every operand.
///
/// The objective is Σ r · y with random r; its gradients g make the second objective Σ s · g.
private func expectDerivatives(
  _ types: [Type], in range: ClosedRange<Double> = -1...1, sourceLocation: SourceLocation = #_sourceLocation,
  _ formula: ([Term]) -> Term
) throws {
  let sheet = Sheet(samples: 2, conditions: 3)
  let one = sheet.builder.fill(1)
  let operands = types.map { sheet.input($0, in: range) }
  let first = sheet.weighted(formula(operands))
  let gradients = sheet.builder.gradient(of: [(first, one)], to: operands)
  let second = gradients.map(sheet.weighted).reduce(sheet.builder.fill(0), +)

  for (order, objective) in [first, second].enumerated() {
    let derivatives = sheet.builder.gradient(of: [(objective, one)], to: operands)
    for (operand, derivative) in zip(operands, derivatives) {
      let value = try sheet.evaluate([derivative], varying: operand.type.leading)[0]
      let error = distance(value.values, try sheet.differences(objective, operand))
      #expect(
        error < 1e-7, "derivative \(order + 1) in operand \(sheet.name(of: operand)) of \(types)",
        sourceLocation: sourceLocation)
    }
  }
}

@Test(arguments: Primitive.Unary.allCases) func unaryDerivativesAreThoseOfDifferences(
  _ operation: Primitive.Unary
) throws {
  let range = operation == .log || operation == .sqrt ? 0.5...2.0 : -2.0...2.0
  try expectDerivatives([Type([2, 3], varying: .sample)], in: range) { $0[0].unary(operation) }
}

@Test(arguments: Primitive.Binary.allCases) func binaryDerivativesAreThoseOfDifferences(
  _ operation: Primitive.Binary
) throws {
  let range = operation == .divide || operation == .power ? 0.5...2.0 : -2.0...2.0
  let shapes: [[Type]] = [
    [Type([2, 3]), Type([2, 3])],
    [Type([2, 1], varying: .sample), Type([3], varying: .condition)],
    [Type([], varying: [.sample, .condition]), Type([2])],
  ]
  for types in shapes {
    try expectDerivatives(types, in: range) { $0[0].combined(operation, $0[1]) }
  }
}

@Test func derivativesOfAChoiceFollowTheChosen() throws {
  let types = [Type([2, 3], varying: .sample), Type([2, 3], varying: .condition), Type([3])]
  try expectDerivatives(types) { $0[0].step.select($0[1] * $0[2], $0[2].exp) }
}

@Test func derivativesOfArrangementsAreThoseOfDifferences() throws {
  let x = [Type([2, 3], varying: .sample)]
  try expectDerivatives(x) { ($0[0].reshaped([3, 2]) * $0[0].transposed([1, 0])).tanh }
  try expectDerivatives([Type([2, 1], varying: .sample)]) { $0[0].broadcast(to: [4, 2, 3]).exp }
  try expectDerivatives(x) {
    $0[0].tanh.sliced([.init(start: 0, count: 2), .init(start: 0, count: 2, step: 2)])
  }
  try expectDerivatives(x) {
    $0[0].tanh.embedded([.init(start: 0, count: 2), .init(start: 1, count: 3, step: 2)], in: [2, 6]).exp
  }
  try expectDerivatives(x + [Type([2, 2])]) { .concatenated([$0[0].exp, $0[1].tanh, $0[0].tanh], axis: 1) }
}

@Test func derivativesOfGathersAndScattersAreThoseOfDifferences() throws {
  let chosen = Constant(Tensor([3], [2, 0, 2]), name: "chosen")
  try expectDerivatives([Type([2, 3], varying: .sample)]) {
    $0[0].tanh.gathered($0[0].builder.constant(chosen), axis: 1)
  }
  try expectDerivatives([Type([2, 3], varying: .sample)]) {
    $0[0].builder.term(.scatter(axis: 1, extent: 4), [$0[0].tanh, $0[0].builder.constant(chosen)]).exp
  }
}

@Test func derivativesOfReductionsAreThoseOfDifferences() throws {
  let x = Type([2, 3], varying: [.sample, .condition])
  try expectDerivatives([x]) { $0[0].exp.sum([1]) }
  try expectDerivatives([x]) { $0[0].exp.maximum([0]) }
  try expectDerivatives([x]) { ($0[0] * $0[0]).maximum([0, 1]).exp }
  try expectDerivatives([x]) { $0[0].exp.sumLeading(.sample).tanh }
  // A softmax, as networks write it.
  try expectDerivatives([x]) {
    let exponential = ($0[0] - $0[0].maximum([1])).exp
    return exponential / exponential.sum([1])
  }
}

@Test func whatDoesNotVaryCountsOnceForEachEntryOfASummedAxis() throws {
  let weight = Type([3])
  try expectDerivatives([weight]) { $0[0].exp.sumLeading(.sample) }
  try expectDerivatives([weight]) { $0[0].exp.sumLeading([.sample, .condition]).tanh }
  try expectDerivatives([weight, Type([3], varying: .condition)]) {
    ($0[0].exp * $0[1]).sumLeading([.sample, .condition])
  }
}

@Test(arguments: [false, true], [false, true])
func derivativesOfMatrixProductsAreThoseOfDifferences(transposeLeft: Bool, transposeRight: Bool) throws {
  let left: Shape = transposeLeft ? [2, 4, 3] : [2, 3, 4]
  let right: Shape = transposeRight ? [2, 4] : [4, 2]
  try expectDerivatives([Type(left, varying: .sample), Type(right)]) {
    $0[0].matmul($0[1], transposeLeft: transposeLeft, transposeRight: transposeRight).tanh
  }
}

@Test(arguments: Geometry.all) func derivativesOfConvolutionsAreThoseOfDifferences(_ geometry: Geometry)
  throws
{
  let (window, groups, extent) = (geometry.window, geometry.groups, Array(geometry.image[1...]))
  let x = Type(Shape(geometry.image), varying: .sample)
  let places = try #require(window.placements(over: extent))
  let y = Type(Shape([geometry.filters] + places), varying: .condition)
  let weights = Type(geometry.weights)
  try expectDerivatives([x, weights]) { $0[0].convolution($0[1], window, groups: groups).tanh }
  try expectDerivatives([y, weights]) {
    $0[0].convolutionTranspose($0[1], window, groups: groups, extent: extent).tanh
  }
  try expectDerivatives([x, Type(y.shape)]) {
    $0[0].builder.term(.convolutionWeights(window, groups: groups), [$0[0], $0[1]]).tanh
  }
}

@Test(arguments: Geometry.all) func derivativesOfPoolsAreThoseOfDifferences(_ geometry: Geometry) throws {
  let (window, extent) = (geometry.window, Array(geometry.image[1...]))
  let x = Type(Shape(geometry.image), varying: .sample)
  let places = try #require(window.placements(over: extent))
  try expectDerivatives([x]) { $0[0].exp.maxPool(window).tanh }
  try expectDerivatives([x]) { $0[0].exp.sumPool(window).tanh }
  try expectDerivatives([Type(Shape([geometry.image[0]] + places), varying: .condition)]) {
    $0[0].builder.term(.sumPoolTranspose(window, extent: extent), [$0[0].exp]).tanh
  }
}

@Test func equalMaximaShareTheDerivativeOfAReductionAndAPoolGivesItToTheFirst() throws {
  let sheet = Sheet()
  let x = sheet.input(Type([1, 2, 2]), NaiveTensor([1, 2, 2], [3, 3, 1, 3]))
  let one = sheet.builder.fill(1)
  let shared = sheet.builder.gradient(of: [(x.maximum([1, 2]), one)], to: [x])[0]
  let first = sheet.builder.gradient(of: [(x.maxPool(Window(kernel: [2, 2])), one)], to: [x])[0]
  let values = try sheet.evaluate([shared, first])
  #expect(distance(values[0].values, [1.0 / 3, 1.0 / 3, 0, 1.0 / 3]) < 1e-15)
  #expect(values[1].values == [1, 0, 0, 0])
}

@Test func whatIsDetachedIsAConstant() throws {
  let sheet = Sheet()
  let x = sheet.input(Type([3]))
  let derivative = sheet.builder.gradient(of: [(x.detached * x, sheet.builder.fill(1))], to: [x])[0]
  let values = try sheet.evaluate([derivative, x])
  #expect(values[0] == values[1])
}

@Test func theOtherTermsAskedForAreHeldFixed() throws {
  let sheet = Sheet()
  let x = sheet.input(Type([3]))
  let y = x.exp
  let one = sheet.builder.fill(1)
  let partial = sheet.builder.gradient(of: [(y * x, one)], to: [x, y])
  let whole = sheet.builder.gradient(of: [(y * x, one)], to: [x])[0]
  let values = try sheet.evaluate([partial[0], y, partial[1], x, whole, y * x + y])
  #expect(values[0] == values[1])
  #expect(values[2] == values[3])
  #expect(distance(values[4].values, values[5].values) < 1e-14)
}

@Test func derivativesOfSeveralOutputsAddUpByTheirCotangents() throws {
  let sheet = Sheet()
  let x = sheet.input(Type([3]))
  let cotangent = sheet.input(Type([3]))
  let derivative = sheet.builder.gradient(of: [(x.exp, cotangent), (x, sheet.builder.fill(5))], to: [x])[0]
  let values = try sheet.evaluate([derivative, cotangent * x.exp + sheet.builder.fill(5)])
  #expect(distance(values[0].values, values[1].values) < 1e-14)
}

@Test func whatAnOutputDoesNotDependOnHasADerivativeOfZero() throws {
  let sheet = Sheet()
  let (x, z) = (sheet.input(Type([3])), sheet.input(Type([2, 2], varying: .sample)))
  let derivative = sheet.builder.gradient(of: [(x.exp, sheet.builder.fill(1))], to: [z])[0]
  #expect(try sheet.evaluate([derivative])[0] == NaiveTensor([2, 2], repeating: 0))
}

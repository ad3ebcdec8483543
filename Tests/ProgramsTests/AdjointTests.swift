import Programs
import Tensors
import TestSupport
import Testing

/// <A x, y> = <x, A' y>, where A' is what the table of derivatives has for A.
private func expectAdjoint(
  _ shape: Shape, sourceLocation: SourceLocation = #_sourceLocation, _ map: (Term) -> Term
) throws {
  let sheet = Sheet(samples: 2, conditions: 3)
  let x = sheet.input(Type(shape, varying: [.sample, .condition]))
  let image = map(x)
  let y = sheet.input(image.type)
  let adjoint = sheet.builder.gradient(of: [(image, y)], to: [x])[0]
  let images = try sheet.evaluate([image, y])
  let operands = try sheet.evaluate([x, adjoint], varying: x.type.leading)
  let (left, right) = (dot(images[0], images[1]), dot(operands[0], operands[1]))
  #expect(abs(left) > 1e-6, "the products should not vanish", sourceLocation: sourceLocation)
  #expect(abs(left - right) < 1e-10, "\(image.primitive.name)", sourceLocation: sourceLocation)
}

@Test func theDerivativesOfArrangementsAreTheirAdjoints() throws {
  try expectAdjoint([2, 3, 4]) { $0.reshaped([4, 6]) }
  try expectAdjoint([2, 3, 4]) { $0.transposed([2, 0, 1]) }
  try expectAdjoint([2, 1, 4]) { $0.broadcast(to: [2, 3, 4]) }
  try expectAdjoint([3]) { $0.broadcast(to: [2, 3]) }
  try expectAdjoint([7, 5]) { $0.sliced([.init(start: 1, count: 3, step: 2), .init(start: 4, count: 1)]) }
  try expectAdjoint([3, 1]) {
    $0.embedded([.init(start: 1, count: 3, step: 2), .init(start: 4, count: 1)], in: [7, 5])
  }
  try expectAdjoint([2, 3]) { .concatenated([$0, $0.transposed([1, 0]).reshaped([2, 3]), $0], axis: 1) }
  try expectAdjoint([2, 3]) { .concatenated([$0, $0.sum([0])], axis: 0) }
  try expectAdjoint([2, 3, 4]) { $0.sum([0, 2]) }
  try expectAdjoint([2, 3, 4]) { $0.mean([1]) }
  try expectAdjoint([2, 3]) { $0.sumLeading(.sample) }
  try expectAdjoint([2, 3]) { $0.sumLeading([.sample, .condition]) }
}

@Test(arguments: 0..<3) func gatherAndScatterAreAdjoint(axis: Int) throws {
  let chosen = Constant(Tensor([2, 3], [1, 0, 1, 1, 0, 0]), name: "chosen")
  try expectAdjoint([2, 3, 4]) { $0.gathered($0.builder.constant(chosen), axis: axis) }
  var shape: Shape = [2, 3, 4]
  shape.extents.replaceSubrange(axis...axis, with: [2, 3])
  try expectAdjoint(shape) {
    $0.builder.term(.scatter(axis: axis, extent: 2), [$0, $0.builder.constant(chosen)])
  }
}

@Test(arguments: [false, true], [false, true])
func theDerivativesOfAMatrixProductAreItsAdjoints(transposeLeft: Bool, transposeRight: Bool) throws {
  let left: Shape = transposeLeft ? [2, 1, 4, 3] : [2, 1, 3, 4]
  let right: Shape = transposeRight ? [1, 3, 5, 4] : [1, 3, 4, 5]
  func fixed(_ shape: Shape) -> Constant {
    Constant(Tensor(shape, NaiveTensor<Float>.random(shape, seed: 9).values), name: "fixed")
  }
  try expectAdjoint(left) {
    $0.matmul($0.builder.constant(fixed(right)), transposeLeft: transposeLeft, transposeRight: transposeRight)
  }
  try expectAdjoint(right) {
    $0.builder.constant(fixed(left))
      .matmul($0, transposeLeft: transposeLeft, transposeRight: transposeRight)
  }
}

@Test(arguments: Geometry.all) func aConvolutionIsAdjointInBothOperands(_ geometry: Geometry) throws {
  let sheet = Sheet()
  let x = sheet.input(Type(Shape(geometry.image)))
  let weights = sheet.input(Type(geometry.weights))
  let image = x.convolution(weights, geometry.window, groups: geometry.groups)
  let y = sheet.input(image.type)
  let inImage = y.convolutionTranspose(
    weights, geometry.window, groups: geometry.groups, extent: Array(geometry.image[1...]))
  let inWeights = sheet.builder.term(.convolutionWeights(geometry.window, groups: geometry.groups), [x, y])

  // The table has these two and no others.
  let derivatives = sheet.builder.gradient(of: [(image, y)], to: [x, weights])
  #expect(derivatives[0].isSame(as: inImage) && derivatives[1].isSame(as: inWeights))

  let values = try sheet.evaluate([image, y, x, inImage, weights, inWeights])
  let product = dot(values[0], values[1])
  #expect(abs(product) > 1e-6)
  #expect(abs(product - dot(values[2], values[3])) < 1e-10)
  #expect(abs(product - dot(values[4], values[5])) < 1e-10)
}

@Test(arguments: Geometry.all) func poolsAreAdjointToTheirTransposes(_ geometry: Geometry) throws {
  let shape = Shape(geometry.image)
  try expectAdjoint(shape) { $0.sumPool(geometry.window) }

  let sheet = Sheet()
  let index = sheet.builder.term(.maxPoolIndex(geometry.window), [sheet.input(Type(shape))])
  let value = try sheet.evaluate([index])[0]
  let fixed = Constant(Tensor(value.shape, value.values.map { Float($0) }), name: "index")
  try expectAdjoint(shape) {
    $0.builder.term(.poolGather(geometry.window), [$0, $0.builder.constant(fixed)])
  }
  try expectAdjoint(value.shape) {
    let extent = Array(geometry.image[1...])
    return $0.builder.term(.poolScatter(geometry.window, extent: extent), [$0, $0.builder.constant(fixed)])
  }
  try expectAdjoint(value.shape) {
    $0.builder.term(.sumPoolTranspose(geometry.window, extent: Array(geometry.image[1...])), [$0])
  }
}

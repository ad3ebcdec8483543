import Programs
import Tensors
import TestSupport
import Testing

/// The Hessian of the scalar `y` in `x`, one condition for each row, is symmetric and that of differences of
/// the gradient.
private func expectHessian(
  _ sheet: Sheet, _ y: Term, _ x: Term, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let count = x.shape.count
  let gradient = sheet.builder.gradient(of: [(y, sheet.builder.fill(1))], to: [x])[0]
  let identity = (0..<count * count).map { $0 % (count + 1) == 0 ? 1.0 : 0 }
  let rows = sheet.input(
    Type(x.shape, varying: .condition), NaiveTensor([sheet.conditions] + x.shape, identity))
  let term = sheet.builder.gradient(of: [(gradient, rows)], to: [x])[0]
  let hessian = try sheet.evaluate([term])[0].values

  let flat = gradient.reshaped([count])
  let expected = try (0..<count).flatMap { row in
    try sheet.differences(flat.sliced([.init(start: row, count: 1)]), x)
  }
  #expect(
    hessian.contains { abs($0) > 1e-3 }, "a Hessian of zeros shows nothing", sourceLocation: sourceLocation)
  #expect(distance(hessian, expected) < 1e-7, sourceLocation: sourceLocation)
  let transposed = (0..<count).flatMap { row in (0..<count).map { hessian[$0 * count + row] } }
  #expect(distance(hessian, transposed) < 1e-12, sourceLocation: sourceLocation)
}

/// log(1 + exp x)
private func softplus(_ x: Term) -> Term { (1 + x.exp).log }
private func + (left: Double, right: Term) -> Term { right + left }

@Test func aDenseNetworkHasTheHessianOfDifferences() throws {
  let sheet = Sheet(conditions: 5)
  let x = sheet.input(Type([1, 5]))
  let hidden = (x.matmul(sheet.input(Type([5, 4]))) + sheet.input(Type([4]))).tanh
  let y = softplus(hidden.matmul(sheet.input(Type([4, 3])))).matmul(sheet.input(Type([3, 1])))
  try expectHessian(sheet, y.reshaped([]), x)
}

@Test func aConvolutionalNetworkWithPoolsHasTheHessianOfDifferences() throws {
  let sheet = Sheet(conditions: 50)
  let x = sheet.input(Type([2, 5, 5]))
  let wide = Window(kernel: [3, 3], padLow: [1, 1], padHigh: [1, 1])
  let half = Window(kernel: [2, 2], strides: [2, 2], padHigh: [1, 1])
  let first = softplus(x.convolution(sheet.input(Type([4, 1, 3, 3])), wide, groups: 2)).maxPool(half)
  let second = first.convolution(sheet.input(Type([3, 4, 2, 2])), Window(kernel: [2, 2]), groups: 1).tanh
  let y = second.sumPool(Window(kernel: [2, 2])).reshaped([1, 3]).matmul(sheet.input(Type([3, 1])))
  try expectHessian(sheet, y.reshaped([]), x)
}

@Test func aHessianInTheWeightsSumsOverSamples() throws {
  let sheet = Sheet(samples: 3, conditions: 6)
  let x = sheet.input(Type([1, 2], varying: .sample))
  let weights = sheet.input(Type([2, 3]))
  let loss = softplus(x.matmul(weights).tanh.total).sumLeading(.sample)
  try expectHessian(sheet, loss, weights)
}

import Programs
import Tensors
import TestSupport
import Testing

@Test func aConvolutionGivesTheNumbersOfASumByHand() throws {
  let sheet = Sheet()
  let x = sheet.input(Type([1, 3, 3]), NaiveTensor([1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]))
  let weights = sheet.input(Type([1, 1, 2, 2]), NaiveTensor([1, 1, 2, 2], [1, 10, 100, 1000]))
  let y = x.convolution(weights, Window(kernel: [2, 2]), groups: 1)
  #expect(try sheet.evaluate([y])[0] == NaiveTensor([1, 2, 2], [5421, 6532, 8754, 9865]))
}

@Test func aMaximumIsTheFirstOfEqualOnesAndPaddingIsNone() throws {
  let sheet = Sheet()
  let x = sheet.input(Type([1, 2, 3]), NaiveTensor([1, 2, 3], [-1, -1, -4, -2, -1, -4]))
  let window = Window(kernel: [2, 2], padLow: [1, 0])
  let values = try sheet.evaluate([x.maxPool(window), sheet.builder.term(.maxPoolIndex(window), [x])])
  #expect(values[0] == NaiveTensor([1, 2, 2], [-1, -1, -1, -1]))
  #expect(values[1] == NaiveTensor([1, 2, 2], [2, 2, 0, 0]))
}

/// The entries of padded x that lie under entry (row, column) of the window, for each placement.
private func entries(_ x: Term, under row: Int, _ column: Int, of window: Window, _ places: Shape) -> Term {
  let padded = x.embedded(
    [
      .init(start: 0, count: x.shape[0]), .init(start: window.padLow[0], count: x.shape[1]),
      .init(start: window.padLow[1], count: x.shape[2]),
    ],
    in: [
      x.shape[0], x.shape[1] + window.padLow[0] + window.padHigh[0],
      x.shape[2] + window.padLow[1] + window.padHigh[1],
    ])
  return padded.sliced([
    .init(start: 0, count: x.shape[0]),
    .init(start: row * window.dilations[0], count: places[1], step: window.strides[0]),
    .init(start: column * window.dilations[1], count: places[2], step: window.strides[1]),
  ])
}

@Test(arguments: Geometry.all) func aConvolutionIsASumOfSlices(_ geometry: Geometry) throws {
  let (window, groups) = (geometry.window, geometry.groups)
  let sheet = Sheet()
  let x = sheet.input(Type(Shape(geometry.image)))
  let weights = sheet.input(Type(geometry.weights))
  let y = x.convolution(weights, window, groups: groups)
  let (ins, outs, size) = (geometry.image[0] / groups, geometry.filters / groups, y.shape[1] * y.shape[2])

  var sum = sheet.builder.fill(0, y.shape)
  for row in 0..<window.kernel[0] {
    for column in 0..<window.kernel[1] {
      let under = entries(x, under: row, column, of: window, y.shape).reshaped([groups, ins, size])
      let slices = weights.shape.extents.enumerated().map { axis, extent in
        Primitive.Slice(start: [0, 0, row, column][axis], count: axis < 2 ? extent : 1)
      }
      sum = sum + weights.sliced(slices).reshaped([groups, outs, ins]).matmul(under).reshaped(y.shape)
    }
  }
  let values = try sheet.evaluate([y, sum])
  #expect(distance(values[0].values, values[1].values) < 1e-12)
}

@Test(arguments: Geometry.all) func poolsAreSumsAndMaximaOfSlices(_ geometry: Geometry) throws {
  let window = geometry.window
  let sheet = Sheet()
  // Positive, so that a padded zero is never the maximum.
  let x = sheet.input(Type(Shape(geometry.image)), in: 1...2)
  let (sum, maximum) = (x.sumPool(window), x.maxPool(window))
  let slices = (0..<window.kernel[0]).flatMap { row in
    (0..<window.kernel[1]).map { entries(x, under: row, $0, of: window, sum.shape) }
  }
  let index = sheet.builder.term(.maxPoolIndex(window), [x])
  let gathered = sheet.builder.term(.poolGather(window), [x, index])
  let all = Term.concatenated(slices.map { $0.reshaped([1] + sum.shape) }, axis: 0)
  let values = try sheet.evaluate([sum, maximum, all.sum([0]), all.maximum([0]), gathered])
  #expect(distance(values[0].values, values[2].values) < 1e-12)
  #expect(values[1].values == values[3].values)
  #expect(values[1].values == values[4].values)
}

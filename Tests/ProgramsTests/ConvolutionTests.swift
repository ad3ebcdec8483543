import Programs
import Tensors
import TestSupport
import Testing

@Test func aConvolutionGivesTheNumbersOfASumByHand() throws {
  let builder = Builder()
  let x = builder.input("x", Type([1, 3, 3]))
  let w = builder.input("w", Type([1, 1, 2, 2]))
  let y = x.convolution(w, Window(kernel: [2, 2]), groups: 1)
  let results = NaiveExecutor.evaluate(
    try builder.program([("y", y)]),
    inputs: [
      "x": NaiveTensor<Double>([1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]),
      "w": NaiveTensor<Double>([1, 1, 2, 2], [1, 10, 100, 1000]),
    ])
  #expect(results["y"] == NaiveTensor([1, 2, 2], [5421, 6532, 8754, 9865]))
}

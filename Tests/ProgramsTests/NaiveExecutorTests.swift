import Programs
import Tensors
import TestSupport
import Testing

@Test func theNaiveExecutorRoundsEveryOperationToItsScalar() throws {
  let builder = Builder()
  let x = builder.input("x", Type([2], varying: .sample))
  let program = try builder.program([("y", x / 3 * x)])
  let values: [Float] = [1, 2, 5, 0.1]
  let inputs = ["x": NaiveTensor([2, 2], values)]
  let results = NaiveExecutor.evaluate(program, inputs: inputs, samples: 2)
  #expect(results["y"] == NaiveTensor([2, 2], values.map { $0 / 3 * $0 }))
}

@Test func gatherTakesWholeRowsByIndexAndScatterAddsThem() throws {
  let sheet = Sheet()
  let x = sheet.input(Type([3, 2]), NaiveTensor([3, 2], [1, 2, 3, 4, 5, 6]))
  let indices = sheet.input(Type([2, 2]), NaiveTensor([2, 2], [2, 0, 2, 2]))
  let gathered = x.gathered(indices, axis: 0)
  let scattered = sheet.builder.term(.scatter(axis: 0, extent: 4), [gathered, indices])
  let values = try sheet.evaluate([gathered, scattered])
  #expect(values[0] == NaiveTensor([2, 2, 2], [5, 6, 1, 2, 5, 6, 5, 6]))
  #expect(values[1] == NaiveTensor([4, 2], [1, 2, 0, 0, 15, 18, 0, 0]))
}

@Test(arguments: [false, true], [false, true])
func aMatrixProductGivesTheNumbersOfASumByHand(transposeLeft: Bool, transposeRight: Bool) throws {
  let sheet = Sheet()
  let left = sheet.input(Type([2, 3]), NaiveTensor([2, 3], [1, 2, 3, 4, 5, 6]))
  let right = sheet.input(Type([3, 2]), NaiveTensor([3, 2], [1, 10, 100, 1000, 10000, 100000]))
  let product = (transposeLeft ? left.transposed([1, 0]) : left).matmul(
    transposeRight ? right.transposed([1, 0]) : right, transposeLeft: transposeLeft,
    transposeRight: transposeRight)
  #expect(try sheet.evaluate([product])[0] == NaiveTensor([2, 2], [30201, 302010, 60504, 605040]))
}

import Execution
import Tensors
import TestSupport
import Testing

private func random(_ rows: Int, _ columns: Int) -> Tensor {
  Tensor([rows, columns], NaiveTensor<Float>.random([rows, columns], seed: 3).values)
}

private func expectClose(_ left: Tensor, _ right: Tensor, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(left.shape == right.shape, sourceLocation: sourceLocation)
  #expect(zip(left.values, right.values).allSatisfy { abs($0 - $1) < 1e-4 }, sourceLocation: sourceLocation)
}

@Test func productsTransposeTheirOperands() throws {
  let (a, b) = (Tensor([2, 3], [1, 2, 3, 4, 5, 6]), Tensor([2, 2], [1, -1, 0, 2]))
  #expect(try LinearAlgebra.multiply(b, a).values == [-3, -3, -3, 8, 10, 12])
  #expect(try LinearAlgebra.multiply(a, b, transposeLeft: true).values == [1, 7, 2, 8, 3, 9])
  #expect(
    try LinearAlgebra.multiply(b, a, transposeLeft: true, transposeRight: false).values == [1, 2, 3, 7, 8, 9])
  #expect(try LinearAlgebra.multiply(a, a, transposeRight: true).values == [14, 32, 32, 77])
  #expect(throws: ExecutionError.self) { try LinearAlgebra.multiply(a, a) }
}

@Test func eigenvectorsDiagonaliseASymmetricMatrix() throws {
  let (values, vectors) = try LinearAlgebra.eigen(symmetric: Tensor([2, 2], [2, 1, 1, 2]))
  expectClose(values, Tensor([2], [1, 3]))
  let a = random(9, 9)
  let symmetric = try LinearAlgebra.multiply(a, a, transposeRight: true)
  let eigen = try LinearAlgebra.eigen(symmetric: symmetric)
  let scaled = Tensor([9, 9], eigen.vectors.values.enumerated().map { $1 * eigen.values.values[$0 % 9] })
  expectClose(try LinearAlgebra.multiply(symmetric, eigen.vectors), scaled)
  let half: Float = 0.5
  #expect(abs(abs(vectors.values[0]) - half.squareRoot()) < 1e-6)
  #expect(throws: ExecutionError.notSquare([2, 3])) { try LinearAlgebra.eigen(symmetric: random(2, 3)) }
}

@Test(arguments: [(7, 4), (4, 7), (1, 5)]) func singularValuesRebuildTheMatrix(rows: Int, columns: Int) throws
{
  let matrix = random(rows, columns)
  let (left, values, right) = try LinearAlgebra.singularValues(matrix)
  let rank = min(rows, columns)
  let scaled = Tensor([rows, rank], left.values.enumerated().map { $1 * values.values[$0 % rank] })
  expectClose(try LinearAlgebra.multiply(scaled, right), matrix)
  #expect(values.values == values.values.sorted(by: >))
  #expect(throws: ExecutionError.self) { try LinearAlgebra.singularValues(matrix.map { _ in .nan }) }
}

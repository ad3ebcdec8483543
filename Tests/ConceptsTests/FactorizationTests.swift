import Concepts
import Foundation
import Tensors
import Testing

/// Factorisations beside scikit-learn's, on its own data sets.
@Suite struct FactorizationTests {
  let reference: NPZ

  init() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    reference = try NPZ(tests.appending(path: "Fixtures/sklearn/expected.npz").path)
  }

  // Frobenius errors from expected.json; another local minimum may be lower.
  @Test(arguments: [(3, 76.84801906691376), (10, 53.90306026679121)])
  func nonNegativeFactorizationComesAsCloseAsTheReference(_ count: Int, _ expected: Double) throws {
    let digits = try reference.array("digits/x").tensor
    let found = try NonNegativeFactorization(digits, components: count, seed: 0)
    let error = digits.distance(to: found.weights, found.components)
    #expect(error < expected * 1.005)
    #expect(found.converged)
    #expect(found.weights.values.allSatisfy { $0 >= 0 } && found.components.values.allSatisfy { $0 >= 0 })
    let energy = digits.values.reduce(0.0) { $0 + Double($1) * Double($1) }
    #expect(abs(found.residual - error * error / energy) < 1e-4)
  }

  @Test func aProductOfTwoFactorsIsFoundAgain() throws {
    var random = Random(seed: 7)
    let weights = Tensor([200, 2], (0..<400).map { _ in max(0, random.normal()) })
    let components = Tensor([2, 12], (0..<24).map { _ in max(0, random.normal()) })
    let matrix = weights.times(components)
    let found = try NonNegativeFactorization(matrix, components: 2, seed: 1, tolerance: 1e-9, maximum: 2000)
    #expect(found.residual < 1e-4)
  }

  @Test func theSeedDecidesTheResult() throws {
    let digits = try reference.array("digits/x").tensor
    let first = try NonNegativeFactorization(digits, components: 4, seed: 5)
    let second = try NonNegativeFactorization(digits, components: 4, seed: 5)
    #expect(first.components == second.components && first.iterations == second.iterations)
  }

  @Test(arguments: ["iris", "wine", "breast-cancer"])
  func principalComponentsExplainWhatTheReferenceSays(_ name: String) throws {
    let x = try reference.array("\(name)/x").tensor
    let expected = try reference.array("\(name)/pca/variance-ratio").tensor
    let found = try PrincipalComponents(x, components: 3)
    for (share, ratio) in zip(found.shares, expected.values) { #expect(abs(share - Double(ratio)) < 1e-5) }
    let gram = found.components.times(found.components.flipped)
    for row in 0..<3 {
      for column in 0..<3 { #expect(abs(gram.values[row * 3 + column] - (row == column ? 1 : 0)) < 1e-5) }
    }
  }
}

// Plain loops, so that the tests do not rest on the algebra under test.
extension Tensor {
  fileprivate func times(_ other: Tensor) -> Tensor {
    let (rows, depth, columns) = (shape[0], shape[1], other.shape[1])
    return Tensor(
      [rows, columns],
      (0..<rows * columns).map { index in
        (0..<depth).reduce(Float(0)) {
          $0 + values[index / columns * depth + $1] * other.values[$1 * columns + index % columns]
        }
      })
  }

  fileprivate var flipped: Tensor {
    let (rows, columns) = (shape[0], shape[1])
    return Tensor([columns, rows], (0..<count).map { values[$0 % rows * columns + $0 / rows] })
  }

  fileprivate func distance(to weights: Tensor, _ components: Tensor) -> Double {
    zip(values, weights.times(components).values).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
      .squareRoot()
  }
}

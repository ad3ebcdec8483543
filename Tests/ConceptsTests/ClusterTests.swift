import Concepts
import Foundation
import Tensors
import Testing

/// Clusters and linear classes beside scikit-learn's, on its own data sets.
@Suite struct ClusterTests {
  let reference: NPZ

  init() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    reference = try NPZ(tests.appending(path: "Fixtures/sklearn/expected.npz").path)
  }

  // Inertia of the best of 50 starts, from expected.json.
  @Test(arguments: [
    ("iris", 2, 222.36170496502302), ("iris", 3, 139.82049635974974), ("iris", 5, 90.80759161913359),
    ("wine", 2, 1658.758852429096), ("wine", 3, 1277.928488844643), ("wine", 5, 1105.1409614358665),
    ("breast-cancer", 2, 11595.461473962348), ("breast-cancer", 3, 10061.797818243693),
    ("breast-cancer", 5, 8554.022759789217), ("digits", 10, 4551.382812212398),
  ])
  func clustersAreAsTightAsThoseOfTheReference(_ name: String, _ count: Int, _ expected: Double) throws {
    let found = try KMeans(reference.array("\(name)/x").tensor, clusters: count, seed: 0, restarts: 50)
    // Other starts may find better ones, as here for wine in five.
    #expect(found.inertia < expected * (1 + 1e-4) && found.inertia > expected * 0.995, "\(found.inertia)")
    #expect(found.converged && found.sizes == found.sizes.sorted(by: >))
    #expect(found.sizes.reduce(0, +) == found.clusters.count)
  }

  @Test func theSeedDecidesTheClusters() throws {
    let rows = try reference.array("wine/x").tensor
    #expect(try KMeans(rows, clusters: 4, seed: 3) == KMeans(rows, clusters: 4, seed: 3))
    let found = try KMeans(rows, clusters: 4, seed: 3)
    #expect(try found.clusters(of: rows) == found.clusters)
  }

  @Test func rowsThatAreAllTheSameAreClusteredToo() throws {
    let found = try KMeans(Tensor([6, 2], repeating: 1), clusters: 3, seed: 0)
    #expect(found.inertia == 0 && found.sizes.reduce(0, +) == 6)
    #expect(try Silhouette(Tensor([6, 2], repeating: 1), clusters: found.clusters, count: 3) == nil)
  }

  @Test func aSilhouetteIsThatOfItsFormula() throws {
    // Two pairs on a line: a is 1, and b the mean of 9.5 ± 0.5 or 10.5 ± 0.5.
    let rows = Tensor([4, 1], [0, 1, 10, 11])
    let found = try #require(try Silhouette(rows, clusters: [0, 0, 1, 1], count: 2))
    let expected = (2 * (1 - 1 / 10.5) + 2 * (1 - 1 / 9.5)) / 4
    #expect(abs(found.mean - expected) < 1e-5)
    let sampled = try #require(
      try Silhouette(
        reference.array("digits/x").tensor, clusters: (0..<1797).map { $0 % 2 }, count: 2, most: 500))
    #expect(sampled.rows == 500 && abs(sampled.mean) < 0.05)
  }

  @Test(arguments: ["iris", "wine", "breast-cancer"], [1.0, 0.1])
  func linearClassesAreThoseOfTheReference(_ name: String, _ regularization: Double) throws {
    let rows = try reference.array("\(name)/x").tensor
    let labels = try reference.array("\(name)/y").tensor.values.map { Int($0) }
    let classes = (labels.max() ?? 0) + 1
    let found = try LogisticRegression(rows, labels: labels, classes: classes, regularization: regularization)
    #expect(found.converged)
    let key = "\(name)/logistic/C=\(regularization)"
    let pairs = [
      (found.coefficients.flatMap { $0 }, try reference.array("\(key)/coef").tensor),
      (found.intercepts, try reference.array("\(key)/intercept").tensor),
      (try found.probabilities(rows).values.map(Double.init), try reference.array("\(key)/probability").tensor),
    ]
    for (values, expected) in pairs {
      let largest = expected.values.map(abs).max() ?? 0
      let deviation = zip(values, expected.values).map { abs($0 - Double($1)) }.max() ?? .infinity
      #expect(values.count == expected.count && deviation < 1e-4 * Double(largest), "\(deviation)")
    }
  }

  @Test func classesWithoutRowsHaveNoProbability() throws {
    let rows = Tensor([4, 1], [0, 1, 2, 3])
    let two = try LogisticRegression(rows, labels: [1, 1, 3, 3], classes: 4, balanced: true)
    #expect(try two.predict(rows) == [1, 1, 3, 3])
    #expect(try two.probabilities(rows).values[0] == 0)
    let one = try LogisticRegression(rows, labels: [2, 2, 2, 2], classes: 4)
    #expect(try one.predict(rows) == [2, 2, 2, 2])
    #expect(throws: LearningError.outOfRange("class", 4, range: 0...3)) {
      try LogisticRegression(rows, labels: [4, 2, 2, 2], classes: 4)
    }
  }
}

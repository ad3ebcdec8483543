import Concepts
import Execution
import Foundation
import Tensors
import Testing

/// Learners of few labels beside scikit-learn's.
@Suite struct LearnerTests {
  let tables: NPZ
  let expected: NPZ

  init() throws {
    let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures")
    tables = try NPZ(fixtures.appending(path: "sklearn/expected.npz").path)
    expected = try NPZ(fixtures.appending(path: "concepts/expected.npz").path)
  }

  private func table(_ name: String) throws -> (rows: Tensor, labels: [Int]) {
    (try tables.array("\(name)/x").tensor, try tables.array("\(name)/y").tensor.values.map { Int($0) })
  }

  private func expectClose(
    _ found: [Double], _ expected: Tensor, _ tolerance: Double = 1e-4,
    _ place: SourceLocation = #_sourceLocation
  ) {
    let largest = Double(expected.values.map(abs).max() ?? 0)
    let deviation = zip(found, expected.values).map { abs($0 - Double($1)) }.max() ?? .infinity
    #expect(
      found.count == expected.count && deviation < tolerance * largest, "\(deviation)", sourceLocation: place)
  }

  @Test(arguments: ["iris", "wine", "breast-cancer"])
  func labelsSpreadAsThoseOfTheReference(_ name: String) throws {
    let (rows, truth) = try table(name)
    let labels = try tables.array("\(name)/spreading/labels").tensor.values.map { $0 < 0 ? nil : Int($0) }
    let classes = (truth.max() ?? 0) + 1
    let found = try LabelSpreading(rows, labels: labels, classes: classes, gamma: 0.5)
    expectClose(found.shares.values.map(Double.init), try tables.array("\(name)/spreading/rbf").tensor)
    #expect(found.converged)
  }

  @Test(arguments: ["iris", "wine"], [0.1, 0.5])
  func newRowsTakeLabelsAsThoseOfTheReference(_ name: String, _ gamma: Double) throws {
    let (rows, truth) = try table(name)
    let (even, odd) = (
      Array(stride(from: 0, to: truth.count, by: 2)), Array(stride(from: 1, to: truth.count, by: 2))
    )
    let found = try LabelSpreading(
      rows.rows(even), labels: even.map { $0 % 10 == 0 ? truth[$0] : nil }, classes: 3, gamma: gamma)
    expectClose(found.shares.values.map(Double.init), try expected.array("\(name)/spreading/\(gamma)").tensor)
    let new = try found.probabilities(rows.rows(odd))
    expectClose(new.values.map(Double.init), try expected.array("\(name)/spreading/\(gamma)/new").tensor)
  }

  /// scikit-learn's own γ of 20 gives all rows one class where features are large, as no row reaches another.
  @Test func theBandwidthFollowsTheScale() throws {
    let (rows, truth) = try table("wine")
    let labels = truth.indices.map { $0 % 5 == 0 ? truth[$0] : nil }
    func right(_ rows: Tensor) throws -> Int {
      let found = try LabelSpreading(rows, labels: labels, classes: 3, gamma: LabelSpreading.gamma(for: rows))
      return zip(try found.predict(rows), truth).count { $0 == $1 }
    }
    let large = rows.map { $0 * 1000 }
    #expect(try right(rows) > 165)
    #expect(try right(large) == right(rows))
    // Far from all rows, where each weight alone would vanish, the nearest still decides.
    let found = try LabelSpreading(rows, labels: labels, classes: 3, gamma: 20)
    #expect(try found.probabilities(Tensor([1, 13], repeating: 1e4)).firstNonFinite == nil)
  }

  @Test func aRowThatNoLabelReachesHasTheSharesOfTheLabels() throws {
    let rows = Tensor([4, 1], [0, 0.1, 0.2, 1e6])
    let found = try LabelSpreading(rows, labels: [0, 0, 1, nil], classes: 2, gamma: 1)
    #expect(abs(found.shares[3].values[0] - 2 / 3) < 1e-6)
    #expect(throws: LearningError.empty("the labels")) {
      try LabelSpreading(rows, labels: [nil, nil, nil, nil], classes: 2, gamma: 1)
    }
  }

  @Test func moreFeaturesThanRowsGiveTheReferencesModelToo() throws {
    let rows = try table("breast-cancer").rows.rows(Array(0..<24))
    let labels = try expected.array("wide/y").tensor.values.map { Int($0) }
    let found = try LogisticRegression(rows, labels: labels, classes: 3)
    expectClose(found.coefficients.flatMap { $0 }, try expected.array("wide/coefficients").tensor)
    expectClose(found.intercepts, try expected.array("wide/intercepts").tensor)
    let parts = try PrincipalComponents(rows, components: 10)
    expectClose(parts.shares, try expected.array("wide/shares").tensor)
    // Directions of either sign.
    let reference = try expected.array("wide/components").tensor
    for component in 0..<10 {
      let product = zip(parts.components[component].values, reference[component].values).reduce(0) {
        $0 + $1.0 * $1.1
      }
      #expect(abs(abs(product) - 1) < 1e-4)
    }
  }

  @Test(arguments: ["iris", "wine"], [0.5, 0.99])
  func sparseCoefficientsAreThoseOfTheReference(_ name: String, _ sparsity: Double) throws {
    let (rows, labels) = try table(name)
    let found = try SparseLogisticRegression(
      rows, labels: labels, classes: 3, penalty: 0.02, sparsity: sparsity, tolerance: 1e-9)
    #expect(found.converged)
    let reference = try expected.array("\(name)/sparse/\(sparsity)").tensor
    expectClose(found.coefficients.flatMap { $0 }, reference)
    #expect(found.coefficients.flatMap { $0 }.map { $0 == 0 } == reference.values.map { abs($0) < 1e-6 })
    let right = zip((0..<labels.count).map { found.probabilities(rows.rows([$0])).values }, labels)
      .count { probabilities, label in probabilities.max() == probabilities[label] }
    #expect(Double(right) > 0.93 * Double(labels.count))
  }

  /// A class that no single feature tells, and that no linear model finds.
  private func checkerboard(_ count: Int, seed: UInt64) -> (rows: Tensor, labels: [Int]) {
    var random = Random(seed: seed)
    let rows = Tensor([count, 4], (0..<4 * count).map { _ in random.normal() })
    return (rows, (0..<count).map { rows[$0].values[0] * rows[$0].values[1] > 0 ? 3 : 1 })
  }

  @Test func boostedTreesFindWhatFeaturesTellTogether() throws {
    let (rows, labels) = checkerboard(300, seed: 1)
    let model = try BoostedTrees(rows, labels: labels, classes: 5, seed: 7)
    #expect(try BoostedTrees(rows, labels: labels, classes: 5, seed: 7) == model)
    let (others, truth) = checkerboard(300, seed: 2)
    #expect(zip(try model.predict(others), truth).count { $0 == $1 } > 270)
    let probabilities = try model.probabilities(others)
    for row in 0..<300 {
      let shares = probabilities[row].values
      #expect(abs(shares.reduce(0, +) - 1) < 1e-5 && shares[0] + shares[2] + shares[4] == 0)
    }
    let read = try JSONDecoder().decode(BoostedTrees.self, from: JSONEncoder().encode(model))
    #expect(try read.probabilities(others) == probabilities)
    #expect(throws: LearningError.self) { try model.probabilities(Tensor([1, 3], [0, 0, 0])) }
    let one = try BoostedTrees(rows, labels: [Int](repeating: 2, count: 300), classes: 5)
    #expect(try one.predict(others) == [Int](repeating: 2, count: 300))
  }

  @Test func boostingStopsBetweenRounds() throws {
    let (rows, labels) = checkerboard(300, seed: 1)
    #expect(throws: CancellationError.self) {
      try BoostedTrees(rows, labels: labels, classes: 5, monitor: Monitor(isCancelled: { true }))
    }
  }

  @Test func oneVersusRestDrawsFromTheRowsOfTheOthers() throws {
    // The class with few rows lies at the end, where positions instead of rows would never look.
    var random = Random(seed: 3)
    let labels = (0..<200).map { $0 < 180 ? 0 : 1 }
    let rows = Tensor([200, 2], labels.flatMap { [2 * Float($0) + 0.3 * random.normal(), random.normal()] })
    let model = try OneVersusRest(rows, labels: labels, classes: 3, seed: 1)
    #expect(model.models[2] == nil)
    let said = try model.probabilities(rows)
    #expect(labels.indices.count { (said[$0].values[1] > 0.5) == (labels[$0] == 1) } > 195)
  }
}

import Concepts
import Foundation
import Tensors
import Testing

@Suite struct ConceptQualityTests {
  let expected: NPZ

  init() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    expected = try NPZ(tests.appending(path: "Fixtures/concepts/expected.npz").path)
  }

  private func numbers(_ name: String) throws -> [Float] {
    try expected.array("scores/\(name)").tensor.values
  }

  /// Concepts of which each is right with the given probability.
  private func table(_ count: Int, right: [Float], seed: UInt64 = 1) -> (predicted: [[Int]], truth: [[Int]]) {
    var random = Random(seed: seed)
    let truth = (0..<count).map { _ in right.map { _ in random.integer(below: 3) } }
    let predicted = truth.map { row in
      zip(row, right).map { random.uniform() < $1 ? $0 : ($0 + 1 + random.integer(below: 2)) % 3 }
    }
    return (predicted, truth)
  }

  @Test func scoresAreThoseOfTheReference() throws {
    let (predicted, truth) = (try numbers("predicted").map { Int($0) }, try numbers("truth").map { Int($0) })
    let found = try ConceptAccuracy(predicted: predicted, truth: truth)
    #expect(abs(found.f1 - Double(try numbers("f1")[0])) < 1e-6)
    #expect(found.accuracy == Double(zip(predicted, truth).count { $0 == $1 }) / 60)
    let area = rankedArea(
      scores: try numbers("scores").map(Double.init), isOne: try numbers("ones").map { $0 == 1 })
    #expect(abs(try #require(area) - Double(try numbers("area")[0])) < 1e-6)
    #expect(rankedArea(scores: [1, 2], isOne: [true, true]) == nil)
  }

  @Test func errorsThatFallTogetherOverlap() throws {
    let (predicted, truth) = table(500, right: [0.9, 0.6, 0.3, 0.5])
    let found = try MisPredictionOverlap(predicted: predicted, truth: truth).shares
    #expect(found.count == 5 && found[0] == 1 && found == found.sorted(by: >))
    // Σ over m from 1 is the mean number of wrong concepts.
    let wrong = zip(predicted, truth).reduce(0) { $0 + zip($1.0, $1.1).count { $0 != $1 } }
    #expect(abs(found.dropFirst().reduce(0, +) - Double(wrong) / 500) < 1e-12)
    #expect(try MisPredictionOverlap(predicted: truth, truth: truth).shares == [1, 0, 0, 0, 0])
    #expect(try MisPredictionOverlap(predicted: predicted, truth: truth, relevant: [0]).shares[1] < 0.15)
    #expect(throws: LearningError.outOfRange("concept", 4, range: 0...3)) {
      try MisPredictionOverlap(predicted: predicted, truth: truth, relevant: [4])
    }
    #expect(throws: LearningError.self) { try MisPredictionOverlap(predicted: [], truth: []) }
  }

  @Test func completenessIsNothingAtChanceAndAllAtTheNetworksAccuracy() throws {
    #expect(completeness(accuracy: 0.1, network: 0.9, chance: 0.1) == 0)
    #expect(completeness(accuracy: 0.9, network: 0.9, chance: 0.1) == 1)
    #expect(completeness(accuracy: 0.9, network: 0.1, chance: 0.1) == nil)
    let found = try ConceptModelFidelity(said: [0, 1, 1, 2], network: [0, 1, 2, 2], truth: [0, 0, 2, 2])
    #expect(
      found.fidelity == 0.75 && found.accuracy == 0.5 && found.networkAccuracy == 0.75
        && found.majority == 0.5)
  }

  @Test func predictionsThatTellOfOtherConceptsAreImpure() throws {
    let truth = table(600, right: [1, 1]).truth
    func indicators(_ concept: Int) -> Tensor {
      Tensor([600, 3], truth.flatMap { row in (0..<3).map { $0 == row[concept] ? 1 : 0 } })
    }
    let pure = try ConceptImpurity(probabilities: [indicators(0), indicators(1)], truth: truth)
    #expect(pure.impurity < 1e-9)
    // What is said of the first concept tells a little of the second.
    var leaking = indicators(0)
    for (row, values) in truth.enumerated() {
      for value in 0..<3 { leaking.values[row * 3 + value] += value == values[1] ? 0.2 : 0 }
    }
    let impure = try ConceptImpurity(probabilities: [leaking, indicators(1)], truth: truth)
    // One of four areas rises from about 1/2 to 1: 2/2 · √(1/2)².
    #expect(abs(impure.predicted[0][1] - 1) < 0.01 && abs(impure.truth[0][1] - 0.5) < 0.1)
    #expect(abs(impure.impurity - 0.5) < 0.1)
  }

  private func samples(_ count: Int, right: [Float], seed: UInt64) -> InterventionCurve.Samples {
    let (predicted, truth) = table(count, right: right, seed: seed)
    // Wrong values are unsure ones.
    let probabilities = right.indices.map { concept in
      Tensor(
        [count, 3],
        (0..<count).flatMap { sample -> [Float] in
          let (said, real) = (predicted[sample][concept], truth[sample][concept])
          return (0..<3).map { $0 == said ? (said == real ? 0.9 : 0.4) : said == real ? 0.05 : 0.3 }
        })
    }
    return InterventionCurve.Samples(
      prediction: .init(values: predicted, probabilities: probabilities), truth: truth,
      labels: truth.map { $0[2] == 2 ? 3 : $0[0] })
  }

  private func model(_ samples: InterventionCurve.Samples) throws -> ConceptModel {
    try ConceptModel(
      values: samples.truth, labels: samples.labels,
      concepts: (0..<3).map { .init(name: "c\($0)", values: ["0", "1", "2"]) }, classes: ["0", "1", "2", "3"])
  }

  @Test(arguments: InterventionCurve.Order.allCases)
  func correctionsLeadFromThePredictedToTheTrueConcepts(_ order: InterventionCurve.Order) throws {
    let samples = samples(400, right: [0.6, 0.3, 0.7], seed: 2)
    let model = try model(samples)
    func accuracy(_ values: [[Int]]) throws -> Double {
      Double(zip(try model.predict(values), samples.labels).count { $0 == $1 }) / 400
    }
    let curve = try InterventionCurve(model, samples, order: order, seed: 3)
    #expect(curve.accuracies.count == 4 && !curve.isRefitted)
    #expect(try curve.accuracies.first == accuracy(samples.prediction.values))
    #expect(try curve.accuracies.last == accuracy(samples.truth))
    #expect(curve.accuracies.last == 1)
    #expect(try curve == InterventionCurve(model, samples, order: order, seed: 3))
    let refitted = try InterventionCurve(
      model, samples, order: order, seed: 3, refitting: self.samples(400, right: [0.6, 0.3, 0.7], seed: 5))
    #expect(refitted.isRefitted && refitted.accuracies.last == 1)
    // A model that knows how its concepts err says no less than one that believes them.
    #expect(refitted.accuracies[0] > curve.accuracies[0] - 0.02)
  }

  @Test func whatMattersIsCorrectedFirst() throws {
    let samples = samples(400, right: [0.6, 0.3, 0.7], seed: 2)
    let model = try model(samples)
    // The second concept matters to no class.
    #expect(model.importances[1] == 0)
    let important = try InterventionCurve(model, samples, order: .importance).accuracies
    #expect(important[2] == 1 && important[1] > important[0])
    let random = try InterventionCurve(model, samples, order: .random).accuracies
    #expect(important[1] > random[1] && important[2] > random[2])
    // Where errors are unsure, asking about these finds them.
    let unsure = try InterventionCurve(model, samples, order: .uncertainty).accuracies
    #expect(unsure[2] > random[2])
  }
}

import Concepts
import Execution
import Foundation
import Models
import Tensors
import Testing

@Suite struct ConceptModelTests {
  private static let concepts = [
    ConceptModel.Concept(name: "shape", values: ["square", "ellipse", "heart"]),
    .init(name: "scale", values: ["0.5", "0.6", "0.7", "0.8"]),
    .init(name: "colour", values: ["red", "blue"]),
  ]
  private static let classes = ["other", "large heart", "small square"]

  private static let values = (0..<3).flatMap { shape in
    (0..<4).flatMap { scale in (0..<2).map { [shape, scale, $0] } }
  }
  private static func label(_ values: [Int]) -> Int {
    values[0] == 2 && values[1] >= 2 ? 1 : values[0] == 0 && values[1] == 0 ? 2 : 0
  }

  private func model(_ kind: ConceptModel.Settings.Kind) throws -> ConceptModel {
    var settings = ConceptModel.Settings(kind)
    settings.regularization = 1000
    return try ConceptModel(
      values: Self.values, labels: Self.values.map(Self.label), concepts: Self.concepts,
      classes: Self.classes,
      settings: settings)
  }

  @Test func rulesSayWhatTheTreeSays() throws {
    let model = try model(.tree)
    #expect(try model.predict(Self.values) == Self.values.map(Self.label))
    let rules = model.rules
    #expect(rules.reduce(0) { $0 + $1.samples } == Self.values.count)
    for values in Self.values {
      let met = rules.filter { $0.conditions.allSatisfy { $0.values.contains(values[$0.concept]) } }
      #expect(met.map(\.label) == [Self.label(values)])
    }
    #expect(
      rules.filter { $0.label == 1 }.map { model.text($0.conditions) } == [
        "shape = heart and scale = 0.7 or 0.8"
      ])
    #expect(
      rules.filter { $0.label == 2 }.map { Set(model.text($0.conditions).components(separatedBy: " and ")) }
        == [["shape = square", "scale = 0.5"]])
    #expect(model.importances[2] == 0 && abs(model.importances.reduce(0, +) - 1) < 1e-9)
  }

  @Test(arguments: ConceptModel.Settings.Kind.allCases)
  func anotherValueChangesTheDecision(_ kind: ConceptModel.Settings.Kind) throws {
    let model = try model(kind)
    let (before, after) = try model.decisions(.init(certain: [[2, 1, 0]], counts: [3, 4, 2]), replacing: [1: 3])
    #expect(before.label == 0 && after.label == 1)
    #expect(try before == model.decision([2, 1, 0]))
    #expect(try after == model.decision([2, 3, 0]))
    for decision in [before, after] {
      #expect(abs(decision.probabilities.reduce(0, +) - 1) < 1e-6)
      #expect(kind == .tree ? decision.nodes.count > decision.path.count : decision.nodes.isEmpty)
    }
    #expect(before.path.allSatisfy { $0.values.contains([2, 1, 0][$0.concept]) })
    #expect(after.path.allSatisfy { $0.values.contains([2, 3, 0][$0.concept]) })
    #expect(throws: LearningError.outOfRange("concept", 3, range: 0...2)) {
      try model.decisions(.init(certain: [[2, 1, 0]], counts: [3, 4, 2]), replacing: [3: 0])
    }
    #expect(throws: LearningError.outOfRange("value of scale", 9, range: 0...3)) {
      try model.decisions(.init(certain: [[2, 1, 0]], counts: [3, 4, 2]), replacing: [1: 9])
    }
    #expect(try JSONDecoder().decode(ConceptModel.self, from: JSONEncoder().encode(model)) == model)
  }

  @Test func weightsSayWhichValuesSpeakForAClass() throws {
    let model = try model(.logistic)
    #expect(try model.predict(Self.values) == Self.values.map(Self.label))
    let heart = try (0..<3).map { try #require(model.weight(of: 0, value: $0, for: 1)) }
    #expect(abs(heart.reduce(0, +)) < 1e-6 && heart[2] > 1 && heart[2] > max(heart[0], heart[1]))
    #expect(model.importances[2] < 0.01 && model.rules.isEmpty)
    #expect(try self.model(.tree).weight(of: 0, value: 0, for: 0) == nil)
  }
}

/// A model of concepts as a network.
@Suite struct ConceptModelNetworkTests {
  private static let counts = [3, 4, 2, 1]
  private static let concepts = counts.enumerated().map { number, count in
    ConceptModel.Concept(name: "c\(number)", values: (0..<count).map(String.init))
  }
  private static let values = (0..<24).map { [$0 / 8, $0 / 2 % 4, $0 % 2, 0] }
  /// Class 2 of four never comes.
  private static let labels = values.map { $0[0] == 2 && $0[1] >= 2 ? 1 : ($0[0] + $0[1] + $0[2]) % 2 == 0 ? 0 : 3 }

  private func probabilities(_ model: Model, _ rows: Tensor) throws -> Tensor {
    try model.layerOutputs(Inputs(rows), of: [model.output], executor: Executor(), monitor: .silent)[0]
  }

  @Test(arguments: ConceptModel.Settings.Kind.allCases)
  func theNetworkSaysTheSame(_ kind: ConceptModel.Settings.Kind) throws {
    let model = try ConceptModel(
      values: Self.values, labels: Self.labels, concepts: Self.concepts, classes: ["a", "b", "never", "c"],
      settings: .init(kind))
    let rows = Tensor([24, 4], Self.values.flatMap { $0.map { Float($0) } })
    let (own, network) = (try model.probabilities(Self.values), try probabilities(model.network, rows))
    #expect(own.shape == network.shape)
    #expect(zip(own.values, network.values).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func probabilitiesAreReadAsTheyAre() throws {
    var random = Random(seed: 4, stream: 2)
    let tables = Self.counts.map { count in
      let rows = (0..<24).map { _ in (0..<count).map { _ in random.uniform() + 0.01 } }
      return Tensor([24, count], rows.flatMap { row in row.map { $0 / row.reduce(0, +) } })
    }
    let prediction = ConceptPredictors.Prediction(values: Self.values, probabilities: tables)
    var settings = ConceptModel.Settings(.logistic)
    settings.readsProbabilities = true
    let model = try ConceptModel(
      prediction, labels: Self.labels, concepts: Self.concepts, classes: ["a", "b", "never", "c"], settings: settings)
    let rows = Tensor([24, 10], (0..<24).flatMap { sample in tables.flatMap { $0[sample].values } })
    let (own, network) = (try model.probabilities(prediction), try probabilities(model.network, rows))
    #expect(zip(own.values, network.values).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(try model.predict(prediction) != model.predict(Self.values) || own != model.probabilities(Self.values))
  }
}

import Concepts
import Execution
import Foundation
import Models
import Programs
import Tensors
import Testing

/// Networks that are trained to name concepts.
@Suite struct ConceptNetworkTests {
  private static let executor = Executor()

  /// Six numbers; one concept is the sign of the first, the other which of the next three is largest; the class is both.
  private static let count = 400
  private static let inputs: Tensor = {
    var random = Random(seed: 5, stream: 1)
    return Tensor([count, 6], (0..<count * 6).map { _ in random.normal() })
  }()
  private static let truth = (0..<count).map { sample -> [Int] in
    let row = inputs[sample].values
    return [row[0] > 0 ? 1 : 0, row[1...3].indices.max { row[$0] < row[$1] }! - 1]
  }
  private static let labels = truth.map { $0[0] * 3 + $0[1] }
  private static let classes = (0..<6).map { "class \($0)" }
  private static func concepts(_ known: (Int) -> Bool = { _ in true }) -> [LabelledConcept] {
    [
      LabelledConcept(name: "sign", values: ["-", "+"], labels: truth.enumerated().map { known($0) ? $1[0] : nil }),
      LabelledConcept(name: "largest", values: ["a", "b", "c"], labels: truth.map { $0[1] }),
    ]
  }
  private static let samples = Samples(count: count, labels: nil) {
    Inputs(inputs.rows(Array($0)))
  }
  private static let body: Model = {
    var measure = Architecture.Measure(input: [6], outputs: 6)
    measure.hidden = [32]
    return Architecture.named("mlp")!.model(seed: 1, measure: measure)
  }()
  private static let settings: ConceptNetwork.Settings = {
    var settings = ConceptNetwork.Settings()
    settings.epochs = 60
    settings.batch = 32
    settings.rate = 0.01
    return settings
  }()

  private func network(_ concepts: [LabelledConcept], classes: Bool) throws -> ConceptNetwork {
    try ConceptNetwork(
      Self.body, Inputs(Self.inputs), concepts: concepts, labels: classes ? (Self.labels, Self.classes) : nil,
      settings: Self.settings, seed: 3, executor: Self.executor)
  }

  @Test func conceptsAreLearned() throws {
    let network = try network(Self.concepts(), classes: false)
    let said = try network.predict(Self.body, Self.samples, executor: Self.executor)
    for accuracy in try ConceptAccuracy.all(predicted: said.values, truth: Self.truth) {
      #expect(accuracy.accuracy > 0.95)
    }
    for table in said.probabilities {
      for sample in 0..<Self.count { #expect(abs(table[sample].values.reduce(0, +) - 1) < 1e-5) }
    }
    #expect(try network.classModel(Self.body) == nil)
    #expect(try JSONDecoder().decode(ConceptNetwork.self, from: JSONEncoder().encode(network)) == network)
    #expect(try self.network(Self.concepts(), classes: false) == network)
  }

  @Test func labelsThatAreMissingCountNothing() throws {
    let network = try network(Self.concepts { $0 % 2 == 0 }, classes: false)
    let said = try network.predict(Self.body, Self.samples, executor: Self.executor)
    let accuracies = try ConceptAccuracy.all(predicted: said.values, truth: Self.truth)
    #expect(accuracies[0].accuracy > 0.9 && accuracies[1].accuracy > 0.95)
  }

  /// What follows the concepts of a joint bottleneck is the network's own last layer, and correcting all concepts
  /// corrects the class.
  @Test func theBottleneckKnowsNothingButConcepts() throws {
    let network = try network(Self.concepts(), classes: true)
    let said = try network.predict(Self.body, Self.samples, executor: Self.executor)
    let model = try #require(try network.classModel(Self.body))
    let heads = try #require(ConceptHeads(Self.body, values: [2, 3], classes: 6))
    let whole = heads.model.with(network.parameters, name: "whole")
    let outputs = try whole.layerOutputs(
      Inputs(Self.inputs), of: [whole.output], executor: Self.executor, monitor: .silent)[0]
    #expect(outputs.shape == [Self.count, 3, 6])
    let own = (0..<Self.count).map { sample in
      let row = outputs[sample].values[12..<18]
      return row.indices.max { row[$0] < row[$1] }! - 12
    }
    #expect(try model.predict(said) == own)
    func share(_ classes: [Int]) -> Double {
      Double(zip(classes, Self.labels).count { $0 == $1 }) / Double(Self.count)
    }
    #expect(share(own) > 0.9)
    let curve = try InterventionCurve(
      model, .init(prediction: said, truth: Self.truth, labels: Self.labels), order: .importance)
    #expect(curve.accuracies.first == share(own))
    #expect(try #require(curve.accuracies.last) > 0.97)
  }

  @Test func badInputIsRefused() throws {
    #expect(throws: LearningError.empty("the concepts")) { try network([], classes: false) }
    let unknown = LabelledConcept(name: "x", values: ["a"], labels: Self.truth.map { _ in 1 })
    #expect(throws: LearningError.outOfRange("value of x", 1, range: 0...0)) { try network([unknown], classes: false) }
    var measure = Architecture.Measure(input: [6], outputs: 2)
    measure.hidden = []
    let shallow = Architecture.named("mlp")!.model(seed: 1, measure: measure)
    #expect(throws: ConceptError.self) {
      try ConceptNetwork(
        shallow, Inputs(Self.inputs), concepts: Self.concepts(), settings: Self.settings, executor: Self.executor)
    }
  }
}

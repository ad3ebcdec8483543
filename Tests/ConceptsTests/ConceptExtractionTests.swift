import Concepts
import Execution
import Foundation
import Synchronization
import Tensors
import Testing

/// A network of three layers: the first, of 4 channels of 3 × 3, holds the size in the mean of a channel and the place in
/// where another is active; the second, of 6 units, holds the shape; the third holds nothing.
private struct Stage {
  let sizes: [Int]
  let places: [Int]
  let shapes: [Int]
  let layers: [Tensor]

  init(_ count: Int, seed: UInt64, large: Int = 3) {
    var random = Random(seed: seed)
    let sizes = (0..<count).map { _ in random.integer(below: 3) }
    let places = (0..<count).map { _ in random.integer(below: 4) }
    let shapes = (0..<count).map { _ in random.integer(below: 3) }
    let positions = large * large
    var first: [Float] = []
    for row in 0..<count {
      for channel in 0..<4 {
        for position in 0..<positions {
          var value = random.normal()
          if channel == 1 { value += 2 * Float(sizes[row]) }
          if channel == 2, position % 9 == 2 * places[row] { value += 5 }
          first.append(value)
        }
      }
    }
    var second: [Float] = []
    for shape in shapes { second += (0..<6).map { ($0 % 3 == shape ? 3 : 0) + random.normal() } }
    self.sizes = sizes
    self.places = places
    self.shapes = shapes
    layers = [
      Tensor([count, 4, large, large], first), Tensor([count, 6], second),
      Tensor([count, 5], (0..<5 * count).map { _ in random.normal() }),
    ]
  }

  func activations(_ order: [Int] = [0, 1, 2], count reads: (@Sendable (Int) -> Void)? = nil)
    -> LayerActivations
  {
    let layers = layers
    return LayerActivations(
      layers: order.map { .init(index: $0, name: "layer \($0)") }, count: layers[0].shape[0]
    ) { wanted, rows, _ in
      wanted.map { layer in
        reads?(layer)
        return layers[layer].rows(Array(rows))
      }
    }
  }

  /// With labels of the first rows only.
  func concepts(labelled: Int) -> [LabelledConcept] {
    [("size", sizes, 3), ("place", places, 4), ("shape", shapes, 3)].map { name, labels, count in
      LabelledConcept(
        name: name, values: (0..<count).map { "\(name) \($0)" },
        labels: labels.enumerated().map { $0.offset < labelled ? $0.element : nil })
    }
  }
}

@Suite struct ConceptExtractionTests {
  @Test(arguments: ConceptClassifier.Method.allCases)
  func conceptsAreFoundInTheLayersThatHoldThem(_ method: ConceptClassifier.Method) throws {
    let stage = Stage(200, seed: 1)
    var extraction = ConceptExtraction(method: method)
    extraction.boosting.rounds = 20
    let found = try extraction.predictors(of: stage.concepts(labelled: 100), from: stage.activations())
    #expect(found.predictors.map { $0.layer?.index } == [0, 0, 1])
    // The mean is enough for the size, and loses the place.
    if method != .spreading { #expect(found.predictors[0].view?.view == .mean) }
    #expect(found.predictors[1].view?.view != .mean)
    #expect(found.layers == [0, 1])
    for predictor in found.predictors {
      #expect(predictor.scores.map(\.layer.index) == [0, 1, 2])
      #expect(predictor.counts.reduce(0, +) == 100 && predictor.warnings.isEmpty)
      let best = try #require(predictor.score)
      #expect(best == predictor.scores.max { $0.accuracy < $1.accuracy })
      // Chance in the layer of noise.
      #expect(predictor.scores[2].accuracy < 0.55 && best.accuracy > 0.7 && best.error < 0.1)
    }
    let test = Stage(600, seed: 2)
    let said = try found.predict(test.activations())
    let truth = (0..<600).map { [test.sizes[$0], test.places[$0], test.shapes[$0]] }
    let accuracies = try ConceptAccuracy.all(predicted: said.values, truth: truth)
    for (accuracy, predictor) in zip(accuracies, found.predictors) {
      let score = try #require(predictor.score)
      #expect(abs(accuracy.accuracy - score.accuracy) < 4 * score.error + 0.05, "\(accuracy) \(score)")
    }
    for (concept, table) in said.probabilities.enumerated() {
      for row in 0..<600 {
        #expect(abs(table[row].values.reduce(0, +) - 1) < 1e-4)
        #expect(table[row].values[said.values[row][concept]] == table[row].values.max())
      }
    }
    let read = try JSONDecoder().decode(ConceptPredictors.self, from: JSONEncoder().encode(found))
    #expect(try read.predict(test.activations()) == said)
  }

  @Test func whatIsFoundDependsOnNeitherTheOtherConceptsNorTheOrderOfLayers() throws {
    let stage = Stage(120, seed: 3)
    let concepts = stage.concepts(labelled: 120)
    let extraction = ConceptExtraction()
    let together = try extraction.predictors(of: concepts, from: stage.activations())
    for (index, concept) in concepts.enumerated() {
      let alone = try extraction.predictors(of: [concept], from: stage.activations([2, 1, 0])).predictors[0]
      #expect(alone.classifier == together.predictors[index].classifier)
      #expect(Set(alone.scores) == Set(together.predictors[index].scores))
    }
  }

  @Test func eachLayerIsReadOnce() throws {
    let stage = Stage(600, seed: 4)
    let reads = Mutex([Int: Int]())
    let activations = stage.activations { layer in reads.withLock { $0[layer, default: 0] += 1 } }
    let found = try ConceptExtraction(method: .tree).predictors(
      of: stage.concepts(labelled: 90), from: activations)
    // 600 rows are three stretches.
    #expect(reads.withLock { $0 } == [0: 3, 1: 3, 2: 3])
    _ = try found.predict(activations)
    #expect(reads.withLock { $0 } == [0: 6, 1: 6, 2: 3])
  }

  @Test func rowsWithoutLabelsHelpToSpreadThem() throws {
    // Two rings: with one label in twelve the way along a ring is seen only through its other rows.
    var random = Random(seed: 5)
    let truth = (0..<240).map { $0 % 2 }
    let rows = truth.flatMap { ring -> [Float] in
      let angle = 2 * Float.pi * random.uniform()
      let radius = (ring == 0 ? 1 : 2.2) + 0.1 * random.normal()
      return [radius * cos(angle), radius * sin(angle)]
    }
    func right(_ kept: Int) throws -> Double {
      let concept = LabelledConcept(
        name: "ring", values: ["inner", "outer"], labels: (0..<kept).map { $0 < 20 ? truth[$0] : nil })
      func activations(_ range: Range<Int>) -> LayerActivations {
        let table = Tensor([240, 2], rows).rows(Array(range))
        return LayerActivations(layers: [.init(index: 7, name: "rings")], count: range.count) { _, rows, _ in
          [table.rows(Array(rows))]
        }
      }
      let found = try ConceptExtraction(method: .spreading).predictors(
        of: [concept], from: activations(0..<kept))
      let said = try found.predict(activations(20..<240)).values.map { $0[0] }
      return Double(zip(said, truth[20...]).count { $0 == $1 }) / 220
    }
    let (alone, helped) = (try right(20), try right(240))
    #expect(helped > alone + 0.02, "\(helped) \(alone)")
  }

  @Test func aConceptWithOneValueIsConstantAndSaysSo() throws {
    let stage = Stage(60, seed: 6)
    let constant = LabelledConcept(
      name: "colour", values: ["black", "white"], labels: (0..<60).map { $0 < 30 ? 1 : nil })
    let few = LabelledConcept(
      name: "shape", values: ["a", "b", "c", "d"],
      labels: stage.shapes.enumerated().map { $0.element == 2 && $0.offset > 8 ? nil : $0.element })
    let single = LabelledConcept(
      name: "rare", values: ["a", "b"], labels: (0..<60).map { $0 == 0 ? 0 : $0 == 1 ? 1 : nil })
    let found = try ConceptExtraction().predictors(of: [constant, few, single], from: stage.activations())
    #expect(found.predictors[0].warnings == [.singleValue(1)] && found.predictors[0].layer == nil)
    #expect(found.predictors[0].scores.isEmpty)
    let counts = found.predictors[1].counts
    #expect(counts[2] < 5 && counts[2] > 0)
    #expect(found.predictors[1].warnings == [.absent([3]), .scarce([2], folds: 5)])
    #expect(found.predictors[2].warnings == [.unjudged] && found.predictors[2].layer?.index == 0)
    let said = try found.predict(stage.activations())
    #expect(said.values.allSatisfy { $0[0] == 1 && $0[1] != 3 })
    let three = LabelledConcept(
      name: "few", values: ["a", "b"], labels: (0..<60).map { $0 < 6 ? $0 % 2 : nil })
    let fewer = try ConceptExtraction().predictors(of: [three], from: stage.activations())
    #expect(fewer.predictors[0].warnings == [.fewerFolds(3, wanted: 5)])
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let stage = Stage(20, seed: 7)
    func extract(_ concepts: [LabelledConcept], _ activations: LayerActivations) throws {
      _ = try ConceptExtraction().predictors(of: concepts, from: activations)
    }
    let unlabelled = LabelledConcept(name: "size", values: ["a"], labels: [Int?](repeating: nil, count: 20))
    #expect(throws: LearningError.empty("the labels of size")) {
      try extract([unlabelled], stage.activations())
    }
    let outside = LabelledConcept(name: "size", values: ["a"], labels: [Int?](repeating: 1, count: 20))
    #expect(throws: LearningError.outOfRange("value of size", 1, range: 0...0)) {
      try extract([outside], stage.activations())
    }
    #expect(throws: LearningError.empty("the layers")) {
      try extract(stage.concepts(labelled: 20), stage.activations([]))
    }
    let found = try ConceptExtraction().predictors(
      of: stage.concepts(labelled: 20), from: stage.activations())
    #expect(throws: LearningError.self) { try found.predict(Stage(5, seed: 1, large: 4).activations()) }
    #expect(throws: CancellationError.self) {
      try ConceptExtraction().predictors(
        of: stage.concepts(labelled: 20), from: stage.activations(), monitor: Monitor(isCancelled: { true }))
    }
  }

  @Test func aBottleneckSpeaksThroughFewConcepts() throws {
    let (stage, learning, test) = (Stage(200, seed: 8), Stage(900, seed: 9), Stage(600, seed: 10))
    // The class follows size and place; the shape is not in this layer.
    func labels(_ stage: Stage) -> [Int] {
      zip(stage.sizes, stage.places).map { $0 == 2 ? 1 : $1 == 3 ? 2 : 0 }
    }
    let bottleneck = try PostHocBottleneck(
      concepts: stage.concepts(labelled: 200), bank: stage.activations([0]),
      samples: learning.activations([0]),
      labels: labels(learning), classes: 3)
    #expect(bottleneck.directions.count == 10)
    let said = try bottleneck.predict(test.activations([0]))
    #expect(zip(said, labels(test)).count { $0 == $1 } > 540)
    func weight(_ concept: Int) -> Double {
      bottleneck.head.coefficients.reduce(0) { sum, row in
        sum + zip(bottleneck.directions, row).reduce(0) { $1.0.concept == concept ? $0 + abs($1.1) : $0 }
      }
    }
    #expect(weight(0) > 5 * weight(2) && weight(1) > 5 * weight(2))
    var edited = bottleneck
    for label in 0..<3 {
      for (place, direction) in edited.directions.enumerated() where direction.concept == 1 {
        edited.head.coefficients[label][place] = 0
      }
    }
    #expect(try edited.predict(test.activations([0])).count { $0 == 2 } < said.count { $0 == 2 } / 4)
  }
}

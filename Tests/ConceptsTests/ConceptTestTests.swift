import Attributions
import Concepts
import Execution
import Models
import Tensors
import Testing

/// Directions of concepts, and the test whether a class depends on them.
@Suite struct ConceptTestTests {
  /// Numbers of scipy 1.17.1: `stats.ttest_ind(a, b, equal_var=False)`.
  @Test func theTestIsThatOfScipy() throws {
    let test = try #require(WelchTest([0.9, 0.8, 0.85, 0.95, 0.7], [0.5, 0.4, 0.65, 0.3, 0.55, 0.45]))
    #expect(abs(test.t - 5.560812041503331) < 1e-12)
    #expect(abs(test.degrees - 8.991758056919869) < 1e-10)
    #expect(abs(test.p - 0.00035266213478148215) < 1e-13)
    let turned = try #require(WelchTest([0.5, 0.4, 0.65, 0.3, 0.55, 0.45], [0.9, 0.8, 0.85, 0.95, 0.7]))
    #expect(turned.t == -test.t && turned.p == test.p)
  }

  /// P(|t| > T) of scipy 1.17.1: `2 * stats.t.sf(T, degrees)`; groups are made so that t and degrees come out.
  @Test(arguments: [(0.5, 3.0, 0.651447964848151), (2, 7, 0.08561932856297605), (12, 4, 0.000276428548502973)])
  func tailsAreThoseOfScipy(_ t: Double, _ degrees: Double, _ p: Double) throws {
    // Of a group of n numbers and one that does not vary, the degrees are n - 1 and t the mean over its standard error.
    let count = Int(degrees) + 1
    let plain = (0..<count).map { Double($0) }
    let spread = try #require(Spread(plain))
    let error = spread.deviation / Double(count).squareRoot()
    let test = try #require(WelchTest(plain.map { $0 - spread.mean + t * error }, [0, 0]))
    #expect(abs(test.t - t) < 1e-9 && abs(test.degrees - degrees) < 1e-9)
    #expect(abs(test.p - p) < 1e-9)
  }

  @Test func whatDoesNotVaryIsCertain() throws {
    #expect(try #require(WelchTest([1, 1], [1, 1])).p == 1)
    #expect(try #require(WelchTest([1, 1], [0, 0])).p == 0)
    #expect(WelchTest([1], [1, 2]) == nil)
  }

  private static func normal(_ rows: Int, _ columns: Int, shift: Float = 0, seed: UInt64) -> Tensor {
    var random = Random(seed: seed, stream: 0)
    return Tensor([rows, columns], (0..<rows * columns).map { random.normal() + ($0 % columns == 0 ? shift : 0) })
  }

  /// Examples are shifted along the first of eight entries, and gradients mostly point there.
  @Test func aPlantedConceptIsFound() throws {
    let concept = Self.normal(40, 8, shift: 3, seed: 1)
    let pool = Self.normal(400, 8, seed: 2)
    var gradients = Self.normal(100, 8, seed: 3)
    for sample in 0..<100 { gradients.values[sample * 8] = 1 + abs(gradients.values[sample * 8]) }
    let test = try ConceptTest(concept: concept, pool: pool, gradients: gradients, runs: 10, seed: 4)
    #expect(test.test.p < 0.01 && test.accuracy > 0.85 && test.derivative > 0)
    #expect(test.scores.allSatisfy { $0 > 0.7 })
    #expect(try test == ConceptTest(concept: concept, pool: pool, gradients: gradients, runs: 10, seed: 4))
    // The other way round the class speaks against it.
    let against = try ConceptTest(
      concept: concept, pool: pool, gradients: gradients.map { -$0 }, runs: 10, seed: 4)
    #expect(against.test.p < 0.01 && against.derivative == -test.derivative)
    #expect(zip(test.scores, against.scores).allSatisfy { abs($0 + $1 - 1) < 1e-9 })
  }

  /// Of examples that are random themselves about one in twenty is found by chance; of twenty no more than four.
  @Test func randomExamplesAreNoConcept() throws {
    var found = 0
    for seed in 0..<20 as Range<UInt64> {
      let test = try ConceptTest(
        concept: Self.normal(30, 6, seed: 100 + seed), pool: Self.normal(300, 6, seed: 200 + seed),
        gradients: Self.normal(80, 6, seed: 300 + seed), runs: 8, seed: seed)
      #expect(test.accuracy < 0.75)
      if test.test.p < 0.05 / 20 { found += 1 }
    }
    #expect(found <= 4)
  }

  @Test func derivativesAreDifferences() throws {
    var measure = Architecture.Measure(input: [5], outputs: 3)
    measure.hidden = [7]
    measure.activation = .tanh
    let model = try #require(Architecture.named("mlp")).model(seed: 2, measure: measure)
    let executor = Executor()
    let rows = Self.normal(4, 5, seed: 9)
    let samples = Samples(count: 4, labels: nil) { Inputs(rows.rows(Array($0))) }
    let hidden = try #require(model.layers.indices.first { model.layers[$0].shape == [7] })
    let gradients = try model.gradients(ofLogit: 1, by: hidden, samples, executor: executor)
    #expect(gradients.shape == [4, 7])
    let values = try model.layerOutputs(Inputs(rows), of: [hidden], executor: executor)[0]
    let step: Float = 1e-2
    for entry in 0..<7 {
      func logits(_ sign: Float) throws -> Tensor {
        var moved = values
        for sample in 0..<4 { moved.values[sample * 7 + entry] += sign * step }
        return try model.predict(Inputs(rows), replacing: hidden, with: moved, executor: executor)
      }
      let (up, down) = (try logits(1), try logits(-1))
      for sample in 0..<4 {
        let difference = (up.values[sample * 3 + 1] - down.values[sample * 3 + 1]) / (2 * step)
        #expect(abs(difference - gradients.values[sample * 7 + entry]) < 1e-3)
      }
    }
  }

  @Test func badInputIsRefused() throws {
    let (concept, pool) = (Self.normal(10, 4, seed: 1), Self.normal(15, 4, seed: 2))
    #expect(throws: LearningError.self) {
      try ConceptTest(concept: concept, pool: pool, gradients: Self.normal(5, 4, seed: 3), runs: 3)
    }
    #expect(throws: LearningError.self) {
      try ConceptTest(concept: concept, pool: Self.normal(30, 4, seed: 2), gradients: Self.normal(5, 3, seed: 3), runs: 3)
    }
    #expect(throws: LearningError.self) {
      try ConceptTest(concept: concept, pool: Self.normal(30, 4, seed: 2), gradients: Self.normal(5, 4, seed: 3), runs: 1)
    }
  }
}

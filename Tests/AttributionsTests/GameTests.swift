import Attributions
import Execution
import Models
import Programs
import Tensors
import Testing

/// Ablation, Shapley values and linear models of which groups of values are kept.
@Suite struct GameTests {
  let games: Games
  let table: Question
  let lists = Grouping.lists([[0, 1], [2], [3, 4, 5], [6], [7]])

  init() throws {
    games = try Games()
    table = try games.table
  }

  private func distance(_ found: Tensor, _ key: String) throws -> Double {
    AttributionsTests.distance(found, try #require(games.values[key]))
  }

  // MARK: Agreement

  @Test func ablationAgreesWithTheReference() throws {
    #expect(try distance(games.attribute("feature-ablation", table).values, "ablation") < 1e-4)
    let grouped = try games.attribute("feature-ablation", table) { $0.grouping = lists }
    #expect(try distance(grouped.values, "ablation/groups") < 1e-4)
    #expect(try #require(grouped.byGroup).values.shape == [3, 5])
    let picture = try Question(
      games.model("picture"), Inputs(games.tensor("image", [2, 2, 8, 8])), target: .classes([1]),
      executor: games.executor)
    let patches = try games.attribute("feature-ablation", picture) {
      ($0.baseline, $0.grouping) = (.zeros, .grid(3))
    }
    #expect(try distance(patches.values, "ablation/grid") < 1e-4)
  }

  @Test func shapleyValuesAgreeWithTheReference() throws {
    #expect(try distance(games.attribute("shapley", table).values, "shapley") < 1e-4)
    #expect(
      try distance(games.attribute("shapley", table) { $0.grouping = lists }.values, "shapley/groups") < 1e-4)
  }

  @Test func kernelShapOverAllSetsAgreesWithTheReference() throws {
    let found = try games.attribute("kernel-shap", table) { $0.count = 256 }
    // The reference has the sums over none and all by a large weight, not exactly.
    #expect(try distance(found.values, "kernel") < 1e-4)
    #expect(try distance(found.values, "shapley") < 1e-4)
    #expect(found.errors == nil)
  }

  @Test(arguments: [0.01, 0.1]) func limeAgreesWithTheReferenceOnTheSameDraws(_ penalty: Double) throws {
    let draws = try #require(games.values["masks"]).map { $0 == 1 }
    let masks = (0..<draws.count / 8).map { Array(draws[$0 * 8..<($0 + 1) * 8]) }
    let lime = Lime(baseline: try games.baseline, grouping: .elements, count: 0, penalty: penalty, seed: 0)
    let found = try lime.attribute(table, groups: FeatureGroups(elementsOf: [8]), masks: masks)
    #expect(try distance(found.values, "lime/\(penalty)") < 1e-4)
  }

  // MARK: Estimates

  @Test(arguments: ["shapley-sampling", "kernel-shap"]) func standardErrorsAreCalibrated(_ name: String)
    throws
  {
    let exact = try games.attribute("shapley", table).values
    var squares: [Double] = []
    for seed in 0..<24 {
      let found = try games.attribute(name, table) { ($0.count, $0.seed) = (120, UInt64(seed)) }
      let errors = try #require(found.errors)
      for index in exact.values.indices {
        let off = Double(found.values.values[index] - exact.values[index])
        #expect(abs(off) <= 4.5 * Double(errors.values[index]) + 1e-5)
        if errors.values[index] > 1e-5 {
          squares.append(off * off / Double(errors.values[index] * errors.values[index]))
        }
      }
    }
    // Of 24 times 24 values, which are not independent: errors that are half or twice too large would show.
    let spread = (squares.reduce(0, +) / Double(squares.count)).squareRoot()
    #expect(spread > 0.8 && spread < 1.25)
  }

  @Test(arguments: ["shapley", "shapley-sampling", "kernel-shap"])
  func valuesSumToTheDifferenceOfOutputs(_ name: String) throws {
    let found = try games.attribute(name, table) { $0.count = 30 }
    let completeness = try #require(found.completeness)
    let outputs = try table.outputs().values.map(Double.init)
    for row in 0..<3 {
      #expect(abs(completeness.residuals[row]) < 1e-9 * max(1, abs(outputs[row])))
      #expect(abs(completeness.outputs[row] - outputs[row]) < 1e-5)
      let sum = found.values[row].values.reduce(0.0) { $0 + Double($1) }
      #expect(abs(sum - completeness.sums[row]) < 1e-5)
    }
  }

  @Test(arguments: ["feature-permutation", "kernel-shap", "lime", "shapley-sampling"])
  func drawsDependOnTheirSeedAlone(_ name: String) throws {
    func found(_ seed: UInt64) throws -> Tensor {
      try games.attribute(name, table) { ($0.count, $0.seed) = (40, seed) }.values
    }
    #expect(try found(3) == found(3))
    #expect(try found(3) != found(4))
  }

  @Test(arguments: ["feature-ablation", "kernel-shap", "lime", "shapley", "shapley-sampling"])
  func manySamplesAreExplainedLikeOne(_ name: String) throws {
    let together = try games.attribute(name, table) { $0.count = 60 }
    for row in 0..<3 {
      let alone = try games.attribute(name, table.rows([row])) { $0.count = 60 }
      #expect(AttributionsTests.distance(alone.values, together.values[row].values.map(Double.init)) < 1e-5)
    }
  }

  @Test func permutedValuesComeFromTheOtherSamples() throws {
    let points: [[Float]] = [[1, 10, 0], [2, 20, 0], [6, 60, 5]]
    let question = try Formula.question(points) { x in x[0] * 2 - x[1] * 3 }
    let found = try games.attribute("feature-permutation", question) { $0.count = 400 }
    let errors = try #require(found.errors)
    for (row, point) in points.enumerated() {
      for (feature, weight) in [2, -3, 0].enumerated() {
        let others = points.indices.filter { $0 != row }.map { points[$0][feature] }
        let expected = Float(weight) * (point[feature] - others.reduce(0, +) / 2)
        let index = row * 3 + feature
        #expect(abs(found.values.values[index] - expected) <= 4 * errors.values[index] + 1e-4)
      }
    }
  }

  // MARK: Properties

  @Test func aProductIsSharedAndWhatIsNotReadGetsNothing() throws {
    let question = try Formula.question([[2, 3, 5, 7]]) { x in x[0] * x[1] + x[2] * 4 }
    for name in ["shapley", "kernel-shap"] {
      let found = try games.attribute(name, question) { $0.baseline = .zeros }
      #expect(AttributionsTests.distance(found.values, [3, 3, 20, 0]) < 1e-6)
    }
    let ablated = try games.attribute("feature-ablation", question) { $0.baseline = .zeros }
    #expect(ablated.values.values == [6, 6, 20, 0])
    // A plane is all there is to a linear function: LIME without a penalty finds it.
    let plane = try Formula.question([[2, 3, 5, 7]]) { x in x[0] - x[1] * 2 + x[2] * 4 }
    let lime = try games.attribute("lime", plane) { ($0.baseline, $0.penalty) = (.zeros, 0) }
    #expect(AttributionsTests.distance(lime.values, [2, -6, 20, 0]) < 1e-4)
  }

  @Test func severalReferencesAreAveraged() throws {
    let question = try Formula.question([[2, 3]]) { x in x[0] * x[1] }
    let found = try games.attribute("shapley", question) {
      $0.baseline = .values(Tensor([2, 2], [0, 0, 1, 1]))
    }
    // v(∅) = (0 + 1) / 2, v(0) = (0 + 2) / 2, v(1) = (0 + 3) / 2, v(01) = 6.
    #expect(AttributionsTests.distance(found.values, [2.5, 3]) < 1e-6)
    #expect(found.completeness?.base == [0.5])
    #expect(throws: AttributionError.severalReferences(2)) {
      try games.attribute("lime", question) { $0.baseline = .values(Tensor([2, 2], [0, 0, 1, 1])) }
    }
  }

  @Test func hiddenLayersCanBeExplained() throws {
    let question = try Question(
      games.model("table"), Inputs(games.tensor("x", [3, 8])), place: .output(of: 1), target: .classes([0]),
      executor: games.executor)
    let found = try games.attribute("shapley", question) { $0.baseline = .zeros }
    #expect(found.values.shape == [3, 12])
    #expect(try #require(found.completeness).residuals.allSatisfy { abs($0) < 1e-6 })
  }

  // MARK: Refusals

  @Test func whatCannotBeExplainedIsRefused() throws {
    let wide = try Formula.question([Array(repeating: 1, count: 17)]) { $0[0] }
    #expect(throws: AttributionError.tooManyGroups(17, most: 16)) {
      try games.attribute("shapley", wide) { $0.baseline = .zeros }
    }
    #expect(throws: AttributionError.tooFewDraws(8, groups: 17)) {
      try games.attribute("kernel-shap", wide) { ($0.baseline, $0.count) = (.zeros, 8) }
    }
    #expect(throws: AttributionError.singleSample) { try games.attribute("feature-permutation", wide) }
  }

  @Test(arguments: ["kernel-shap", "lime", "shapley", "shapley-sampling"])
  func runsEndWhenTheyAreCancelled(_ name: String) throws {
    var question = table
    question.monitor = Monitor(isCancelled: { true })
    #expect(throws: CancellationError.self) { try games.attribute(name, question) }
  }
}

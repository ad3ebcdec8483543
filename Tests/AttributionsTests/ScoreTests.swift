import Attributions
import Execution
import Foundation
import Models
import Programs
import Tensors
import Testing

/// Scores agree with captum 0.9 and quantus 0.6 where those have them, else with their papers, on the
/// networks of ``CaptumTests`` (Tests/Fixtures/scores/make.py): every difference is below 1e-4 of the largest
/// value.
///
/// The references get the very draws that a seed makes here. What quantus means otherwise:
/// - Its curves of pixel-flipping begin after the first step, and its area under them takes steps of 1.
/// - Its sparseness adds 1e-7 to each magnitude.
/// - Its randomization gives each layer numbers from its initial distribution, all from the same seed; here
///   each layer's own numbers are shuffled.
@Suite struct ScoreTests {
  static let networks = ["conv", "dense", "residual"]

  private let archive: NPZ
  private let samples: NPZ
  private let executor = Executor()

  init() throws {
    let fixtures = CaptumTests.folder.deletingLastPathComponent()
    archive = try NPZ(fixtures.appending(path: "scores/expected.npz").path)
    samples = try NPZ(CaptumTests.folder.appending(path: "expected.npz").path)
  }

  private func question(_ network: String) throws -> Question {
    var targets = Tensor([3, 3], repeating: 0)
    for (row, target) in CaptumTests.targets.enumerated() { targets.values[row * 3 + target] = 1 }
    let model = try Model(onnx: CaptumTests.folder.appending(path: "\(network).onnx").path)
    return try Question(
      model, Inputs(samples.array("\(network)/samples").tensor), place: .input(0), targets: targets,
      executor: executor)
  }

  private func explained(_ network: String, _ method: String = "input-x-gradient") throws -> Explained {
    let question = try question(network)
    let named = try #require(NamedMethod.all.first { $0.name == method })
    let method = named.make(MethodSettings())
    return Explained(question, try method.attribute(question), by: method)
  }

  private func judge(
    _ score: String, _ explained: Explained, _ change: (inout ScoreSettings) -> Void = { _ in }
  ) throws -> Judgement {
    var settings = ScoreSettings()
    settings.seed = 3
    let size = explained.question.shape.count
    settings.truth = KnownParts(
      owners: (0..<size).map { 3 * $0 / size }, masks: Array(repeating: [1, 1, 0], count: explained.question.count),
      labels: CaptumTests.targets)
    change(&settings)
    return try #require(NamedScore.all.first { $0.name == score }).make(settings).judge(explained)
  }

  private func distance(_ found: [Double], _ network: String, _ key: String) throws -> Double {
    AttributionsTests.distance(found, try archive.array("\(network)/\(key)").tensor.values.map(Double.init))
  }

  private func steps(_ network: String) -> Int { ["conv": 16, "dense": 6, "residual": 36][network] ?? 0 }

  // MARK: Agreement

  @Test(arguments: networks, ["deletion", "insertion"])
  func areasAgreeWithTheirPaper(_ network: String, _ score: String) throws {
    let found = try judge(score, explained(network)) {
      ($0.baseline, $0.steps, $0.chance) = (.zeros, steps(network), 4)
    }
    let curves = try #require(found.curves)
    #expect(try distance(Array(curves.values.joined()), network, "\(score)/curve") < 1e-4)
    #expect(try distance(found.values, network, score) < 1e-4)
    #expect(try distance(Array(found.chance.values.joined()), network, "\(score)/chance") < 1e-4)
  }

  @Test(arguments: networks, ScoreSettings.Measure.allCases)
  func pixelFlippingAgrees(_ network: String, _ measure: ScoreSettings.Measure) throws {
    let found = try judge("pixel-flipping", explained(network)) {
      ($0.steps, $0.measure) = (steps(network), measure)
    }
    let curves = try #require(found.curves).values
    let key = "pixel-flipping/\(measure.rawValue)"
    #expect(try distance(curves.flatMap { $0.dropFirst() }, network, key) < 1e-4)
    for (value, curve) in zip(found.values, curves) {
      let falls = curve.map { curve[0] - $0 }
      #expect(abs(value - falls.reduce(0, +) / Double(falls.count)) < 1e-12)
    }
  }

  @Test(arguments: networks, ["saliency", "input-x-gradient"])
  func sensitivityAgrees(_ network: String, _ method: String) throws {
    let found = try judge("sensitivity", explained(network, method)) { ($0.count, $0.radius) = (6, 0.05) }
    #expect(try distance(found.values, network, "sensitivity/\(method)") < 1e-4)
  }

  @Test(arguments: networks, [false, true])
  func infidelityAgrees(_ network: String, _ isNormalized: Bool) throws {
    let form = isNormalized ? "normalized" : "plain"
    let noise = try judge("infidelity", explained(network, "gradient")) {
      ($0.perturbation, $0.noise, $0.count, $0.isNormalized) = (.noise, 0.2, 80, isNormalized)
    }
    #expect(try distance(noise.values, network, "infidelity/noise/\(form)") < 1e-4)
    let removal = try judge("infidelity", explained(network)) {
      ($0.count, $0.isNormalized) = (80, isNormalized)
    }
    #expect(try distance(removal.values, network, "infidelity/removal/\(form)") < 1e-4)
  }

  @Test(arguments: networks)
  func sparsenessAgrees(_ network: String) throws {
    #expect(try distance(judge("sparseness", explained(network)).values, network, "sparseness") < 1e-4)
  }

  @Test(arguments: ["dense", "residual"], [false, true])
  func randomizationAgrees(_ network: String, _ comparesMagnitudes: Bool) throws {
    let found = try judge("randomization", explained(network)) { $0.comparesMagnitudes = comparesMagnitudes }
    let key = "randomization/" + (comparesMagnitudes ? "magnitudes" : "signed")
    let curves = try #require(found.curves)
    #expect(try distance(Array(curves.values.joined()), network, key) < 1e-4)
    #expect(curves.names == (network == "dense" ? ["fc3", "fc2", "fc1"] : ["fc", "conv2", "conv1"]))
  }

  @Test func ranksAgreeWithScipy() throws {
    func numbers(_ key: String) throws -> [Double] {
      try archive.array("ranks/\(key)").tensor.values.map(Double.init)
    }
    #expect(
      abs(rankCorrelation(try numbers("first"), try numbers("second")) - (try numbers("correlation")[0]))
        < 1e-6)
    #expect(rankCorrelation([1, 1], [1, 2]).isNaN)
  }

  // MARK: Truth

  /// cos([1, 1, 0], R) of parts of two values each.
  @Test func cosineIsThatOfThePartsThatMakeTheClass() throws {
    let question = try question("dense")
    let parts: [[Float]] = [[0.9, 0.1, 0], [0.5, 0.3, 0.2], [0, 0, 0]]
    let values = parts.flatMap { $0.flatMap { [$0 * 0.25, $0 * 0.75] } }
    let method = try #require(NamedMethod.all.first { $0.name == "dtd" }).make(MethodSettings())
    let explained = Explained(question, Explanation(Tensor([3, 6], values)), by: method)
    let found = try judge("cosine", explained) {
      $0.truth = KnownParts(
        owners: [0, 0, 1, 1, 2, 2], masks: Array(repeating: [1, 1, 0], count: 3), labels: CaptumTests.targets)
    }
    #expect(abs(found.values[0] - 0.781) < 0.001 && abs(found.values[1] - 0.918) < 0.001 && found.values[2].isNaN)
    #expect(found.chance.means.allSatisfy { abs($0 - (2.0 / 3).squareRoot()) < 1e-9 })
    let inside = try #require(found.inside)
    #expect(abs(inside[0] - 1) < 1e-6 && abs(inside[1] - 0.8) < 1e-6 && inside[2].isNaN)
    #expect(found.facts == ["1 of 3 have no relevance and do not count"])
  }

  @Test func derivativesCountByTheirSquares() throws {
    let truth = KnownParts(
      owners: [0, 0, 1, 1, 2, 2], masks: Array(repeating: [1, 0, 1], count: 3), labels: CaptumTests.targets)
    let squared = try judge("cosine", explained("dense", "sensitivity")) { $0.truth = truth }
    let derivatives = try judge("cosine", explained("dense", "gradient")) { $0.truth = truth }
    #expect(AttributionsTests.distance(derivatives.values, squared.values) < 1e-6)
    #expect(derivatives.facts == ["derivatives count by their squares"])
  }

  @Test func cosineNeedsTruth() throws {
    #expect(throws: AttributionError.noTruth(samples: 3, [6])) {
      try judge("cosine", explained("dense")) { $0.truth = nil }
    }
  }

  // MARK: Properties

  @Test func integratedGradientsAreComplete() throws {
    let found = try judge("completeness", explained("conv", "ig"))
    #expect(found.values.allSatisfy { $0 < 1e-4 })
    #expect(!found.facts.contains("this method does not promise it"))
    #expect(found.chance.means.allSatisfy { $0 > 0.1 })
  }

  /// A part's derivative times how far it is from the baseline is what it contributes.
  @Test(arguments: networks)
  func derivativesForetellByWhatIsRemoved(_ network: String) throws {
    let gradient = try judge("infidelity", explained(network, "gradient"))
    let product = try judge("infidelity", explained(network, "input-x-gradient"))
    #expect(AttributionsTests.distance(gradient.values, product.values) < 1e-5)
    let half = Tensor([2] + (try question(network).shape), repeating: 0.5)
    let distant = try judge("infidelity", explained(network, "gradient")) { $0.baseline = .values(half) }
    #expect(AttributionsTests.distance(distant.values, product.values) > 1e-2)
  }

  @Test func derivativesAreNoShares() throws {
    let found = try judge("completeness", explained("dense", "saliency"))
    #expect(found.values.allSatisfy { $0.isNaN })
    #expect(found.facts.contains { $0.hasPrefix("not defined") })
  }

  @Test func whatProductsDoNotPromiseIsSaid() throws {
    let explained = try explained("dense")
    let found = try judge("completeness", explained)
    #expect(found.facts.contains("this method does not promise it"))
    let zeros = try explained.question.outputs(at: Tensor(explained.question.values.shape, repeating: 0))
      .values
    for (row, output) in try explained.question.outputs().values.enumerated() {
      let difference = Double(output) - Double(zeros[row])
      let sum = explained.explanation.values[row].values.reduce(0) { $0 + Double($1) }
      #expect(abs(found.values[row] - abs((sum - difference) / difference)) < 1e-5)
    }
  }

  /// An explanation with the values that it is given, of whatever network and samples.
  private struct Fixed: AttributionMethod {
    let values: Tensor
    func attribute(_ question: Question) throws -> Explanation { Explanation(values) }
  }

  private func fixed(_ network: String, _ value: (Int) -> Float) throws -> Explained {
    let question = try question(network)
    let method = Fixed(values: Tensor(question.values.shape, (0..<question.values.count).map(value)))
    return Explained(question, try method.attribute(question), by: method)
  }

  @Test func whatLooksAtNoNetworkDoesNotChangeWithIt() throws {
    let explained = try fixed("residual") { Float($0 * 37 % 101) }
    #expect(try judge("randomization", explained).values.allSatisfy { abs($0 - 1) < 1e-12 })
    #expect(try judge("sensitivity", explained).values == [0, 0, 0])
    #expect(try judge("sensitivity", explained).chance.means.allSatisfy { $0 > 0.5 })
  }

  @Test func sparsenessHasItsEnds() throws {
    #expect(
      try judge("sparseness", fixed("dense") { $0 % 6 == 2 ? -4 : 0 }).values.allSatisfy {
        abs($0 - 5 / 6) < 1e-12
      })
    #expect(try judge("sparseness", fixed("dense") { _ in -4 }).values == [0, 0, 0])
    #expect(try judge("sparseness", fixed("dense") { _ in 0 }).values == [0, 0, 0])
  }

  /// The Gini index of half-normal numbers is √2 - 1.
  @Test func chanceOfSparsenessIsThatOfNormalNumbers() throws {
    let found = try judge("sparseness", explained("conv")) { $0.chance = 1000 }
    #expect(found.chance.means.allSatisfy { abs($0 - (2.0.squareRoot() - 1)) < 0.01 })
  }

  /// Curves start at the sample and end at the baseline, or the other way round, whatever the order.
  @Test func insertionGoesTheOtherWayThanDeletion() throws {
    let explained = try explained("conv")
    let deleted = try #require(try judge("deletion", explained) { $0.baseline = .zeros }.curves)
    let inserted = try #require(try judge("insertion", explained) { $0.baseline = .zeros }.curves)
    for row in 0..<3 {
      #expect(deleted.values[row].first == inserted.values[row].last)
      #expect(deleted.values[row].last == inserted.values[row].first)
      #expect(deleted.chance[row].first.map { abs($0 - deleted.values[row][0]) < 1e-6 } == true)
    }
    #expect(deleted.places.count == 51)
  }

  @Test func normalizedInfidelityDoesNotDependOnTheSize() throws {
    let explained = try explained("conv")
    var larger = explained.explanation
    larger.values = larger.values.map { 7 * $0 }
    let other = Explained(explained.question, larger, by: explained.method)
    let found = try judge("infidelity", explained) { $0.isNormalized = true }.values
    #expect(
      AttributionsTests.distance(try judge("infidelity", other) { $0.isNormalized = true }.values, found)
        < 1e-5)
    #expect(try judge("infidelity", other).values[0] > 2 * judge("infidelity", explained).values[0])
  }

  @Test func valuesDoNotDependOnHowMuchIsDrawnBeside() throws {
    let explained = try explained("dense")
    // Chance of what is compared with truth is not drawn.
    for score in NamedScore.all where !score.needsTruth {
      let (few, many) = (
        try judge(score.name, explained) { $0.chance = 1 }, try judge(score.name, explained) { $0.chance = 7 }
      )
      #expect(zip(few.values, many.values).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }, "\(score.name)")
      #expect(many.chance.count == 7)
    }
  }

  /// A layer of the cascade keeps its numbers, in another order, and the others are left alone.
  @Test func shuffledLayersKeepTheirNumbers() throws {
    let model = try question("residual").model
    let layers = model.trainedLayers
    #expect(layers.map { model.layers[$0].name } == ["conv1", "conv2", "fc"])
    func weights(_ model: Model, _ layer: Int) -> [Float] {
      model.layers[layers[layer]].operation.parameters[0].tensor.values
    }
    let changed = model.shuffling(layers[2], seed: 3)
    #expect(weights(changed, 2).sorted() == weights(model, 2).sorted())
    #expect(weights(changed, 2) != weights(model, 2))
    #expect(weights(model.shuffling(layers[2], seed: 4), 2) != weights(changed, 2))
    for layer in [0, 1] { #expect(weights(changed, layer) == weights(model, layer)) }
  }

  /// A layer whose numbers are all the same is as it was when they are shuffled, and says nothing.
  @Test func constantLayersAreNotCounted() throws {
    let model = try question("residual").model
    let constant = model.replacing(parametersOf: model.trainedLayers[2]) {
      Constant($0.tensor.map { _ in 0.25 }, name: $0.name)
    }
    let other = try Question(
      constant, try question("residual").samples, place: .input(0), targets: try question("residual").targets,
      executor: executor)
    let method = try #require(NamedMethod.all.first { $0.name == "input-x-gradient" }).make(MethodSettings())
    let found = try judge("randomization", Explained(other, try method.attribute(other), by: method))
    let curves = try #require(found.curves)
    #expect(found.facts.contains("not counted, since all their numbers are equal: fc"))
    for (value, curve) in zip(found.values, curves.values) {
      #expect(abs(curve[0] - 1) < 1e-6)
      #expect(abs(value - (curve[1] + curve[2]) / 2) < 1e-12)
    }
  }

  /// Groups of 2 by 2 pixels hold what they got when it is asked for pixels or for groups of 4 by 4.
  @Test func groupsShareTheirNumbersEvenly() throws {
    let question = try question("conv")
    let named = try #require(NamedMethod.all.first { $0.name == "feature-ablation" })
    var settings = MethodSettings()
    settings.grouping = .grid(2)
    let method = named.make(settings)
    let explained = Explained(question, try method.attribute(question), by: method)
    let numbers = try #require(explained.explanation.byGroup?.values)
    for grouping in [Grouping.elements, .grid(1), .grid(2), .grid(4)] {
      let groups = try grouping.groups(for: question)
      for row in 0..<question.count {
        let sum = numbers.rows([row]).values.reduce(0) { $0 + Double($1) }
        let found = explained.relevance(of: groups, row: row).reduce(0, +)
        #expect(abs(found - sum) < 1e-5 * max(1, abs(sum)), "\(grouping)")
      }
    }
  }

  /// Values on a scale of their own foretell nothing unless they are brought to that of the output.
  @Test(arguments: ["occlusion", "smoothgrad"])
  func valuesOfNoScaleForetellNothing(_ name: String) throws {
    let question = try question("conv")
    var settings = MethodSettings()
    settings.kind = .variance
    let method = try #require(NamedMethod.all.first { $0.name == name }).make(settings)
    let explained = Explained(question, try method.attribute(question), by: method)
    #expect(method.meaning == .neither)
    #expect(try judge("completeness", explained).values.allSatisfy { $0.isNaN })
    #expect(try judge("infidelity", explained).values.allSatisfy { $0.isNaN })
    #expect(try judge("infidelity", explained) { $0.isNormalized = true }.values.allSatisfy(\.isFinite))
  }

  @Test func compositesSayWhatRelevanceIs() {
    let rates = ["gradient", "guided-backprop", "deconvnet", "beta-smooth"]
    for (name, make) in Composite.all {
      #expect(make(RuleSettings()).meaning == (rates.contains(name) ? .rates : .contributions), "\(name)")
    }
  }

  @Test func scoresStop() throws {
    for score in NamedScore.all where score.name != "completeness" {
      var explained = try explained("conv")
      explained.question.monitor = Monitor(isCancelled: { true })
      #expect(throws: CancellationError.self, "\(score.name)") { try judge(score.name, explained) }
    }
  }
}

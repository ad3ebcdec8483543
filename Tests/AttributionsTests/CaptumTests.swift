import Attributions
import Execution
import Foundation
import Models
import Tensors
import Testing

/// Methods agree with captum 0.9, computed in Float64 (Tests/Fixtures/captum/make.py): every difference is below 1e-4 of the
/// largest value.
///
/// Where the two mean different things, captum is asked for what is meant here:
/// - Its trapezoid has weights that sum to (n - 1)/n; integrals here are those of its middle rule with 20 000 nodes.
/// - At the end of a network that has a softmax, its DeepLIFT takes the mean over all samples and classes off the
///   multipliers; here explanations start from what the softmax reads, and so does captum's network.
/// - Its DeepLIFT of a product is the gradient at the sample, which leaves the output's change unexplained; here it is the
///   mean of both ends. ``DeepLiftTests`` tests that against the definition.
/// - A batch norm counts as part of the convolution before it here: layers behind it are compared.
@Suite struct CaptumTests {
  static let folder = Reference.folder.deletingLastPathComponent().appending(path: "captum")
  static let networks = ["conv", "dense", "residual", "smooth"]
  static let targets = [2, 0, 1]
  /// The layer that is looked at in each network, one of its neurons, and a layer that all passes.
  static let layers = [
    "conv": ("pool1", Attributions.Unit(layer: 3, channels: [2], positions: [7]), "conv2"),
    "dense": ("relu1", Attributions.Unit(layer: 1, channels: [4]), "fc2"),
    "residual": ("relu2", Attributions.Unit(layer: 3, channels: [1], positions: [16]), "sum"),
    "smooth": ("tanh", Attributions.Unit(layer: 1, channels: [3]), "fc2"),
  ]

  let archive: NPZ
  let executor = Executor()

  init() throws {
    archive = try NPZ(Self.folder.appending(path: "expected.npz").path)
  }

  private func model(_ network: String) throws -> Model {
    try Model(onnx: Self.folder.appending(path: "\(network).onnx").path)
  }

  private func array(_ network: String, _ key: String) throws -> Tensor {
    try archive.array("\(network)/\(key)").tensor
  }

  /// The targets of the fixtures, a class for each sample.
  private func question(_ network: String, _ place: Place = .input(0)) throws -> Question {
    var targets = Tensor([3, 3], repeating: 0)
    for (row, target) in Self.targets.enumerated() { targets.values[row * 3 + target] = 1 }
    return try Question(
      model(network), Inputs(array(network, "samples")), place: place, targets: targets, executor: executor)
  }

  private func question(_ network: String, neuron: Attributions.Unit) throws -> Question {
    try Question(model(network), Inputs(array(network, "samples")), unit: neuron, executor: executor)
  }

  private func attribute(
    _ method: String, _ question: Question, _ change: (inout MethodSettings) throws -> Void = { _ in }
  ) throws -> Explanation {
    var settings = MethodSettings(composite: try #require(Composite.named("epsilon-plus-flat")))
    try change(&settings)
    return try #require(NamedMethod.all.first { $0.name == method }).make(settings).attribute(question)
  }

  /// max |found - expected| / max |expected|
  private func distance(_ found: Explanation, _ network: String, _ key: String) throws -> Double {
    let expected = try array(network, key)
    try #require(found.values.shape == expected.shape)
    return AttributionsTests.distance(found.values, expected.values.map(Double.init))
  }

  private func baseline(_ network: String) throws -> Baseline {
    .inputs(Inputs(try array(network, "baseline")))
  }

  private func layer(_ network: String) throws -> Place {
    let name = try #require(Self.layers[network]).0
    return .output(of: try #require(model(network).layer(name)))
  }

  @Test(arguments: networks)
  func networksAreReadAsTheyAreMeant(_ network: String) throws {
    let question = try question(network)
    let logits = try array(network, "logits")
    let expected = Self.targets.enumerated().map { row, target in Double(logits[row].values[target]) }
    #expect(AttributionsTests.distance(try question.outputs(), expected) < 1e-5)
  }

  @Test(arguments: networks, ["saliency", "input-x-gradient"])
  func gradientsAgree(_ network: String, _ method: String) throws {
    #expect(try distance(attribute(method, question(network)), network, method) < 1e-4)
  }

  @Test(arguments: networks)
  func deepLiftAgrees(_ network: String) throws {
    let found = try attribute("deeplift", question(network)) { $0.baseline = try baseline(network) }
    // Through a maximum pool captum's own values do not sum to f(x) - f(x'), as DeepLIFT's should: 0.0685 for 0.0483 here.
    if network == "conv" {
      let completeness = try #require(found.completeness)
      #expect(completeness.residuals.allSatisfy { abs($0) < 1e-6 })
    } else {
      #expect(try distance(found, network, "deeplift") < 1e-4)
    }
    #expect(try distance(byLayer(network, "deeplift", steps: nil), network, "below/deeplift") < 1e-4)
  }

  /// DeepLIFT at a layer that all passes, from the baseline that the input's makes there.
  private func byLayer(_ network: String, _ method: String, steps: Int?) throws -> Explanation {
    let name = try #require(Self.layers[network]).2
    let place = Place.output(of: try #require(model(network).layer(name)))
    return try attribute(method, question(network, place)) {
      ($0.baseline, $0.steps) = (try baseline(network), steps)
    }
  }

  @Test(arguments: networks.filter { $0 != "conv" })
  func deepLiftShapAgrees(_ network: String) throws {
    let found = try attribute("deeplift-shap", question(network)) {
      $0.baseline = .inputs(Inputs(try array(network, "references")))
    }
    #expect(try distance(found, network, "deeplift-shap") < 1e-4)
    #expect(found.errors == nil)
  }

  @Test(arguments: networks)
  func layersAgree(_ network: String) throws {
    let question = try question(network, layer(network))
    #expect(try distance(attribute("input-x-gradient", question), network, "layer/input-x-gradient") < 1e-4)
    // Where a branch goes around the layer, a sum can leave zero within a cell, whose slope then counts whole.
    let influence = network == "residual" ? 32768 : 1024
    for (method, steps) in [("ig", 512), ("conductance", 1024), ("internal-influence", influence)] {
      let found = try attribute(method, question) { ($0.baseline, $0.steps) = (try baseline(network), steps) }
      #expect(try distance(found, network, "layer/\(method)") < 1e-4, "\(method)")
    }
  }

  @Test(arguments: networks)
  func neuronsAgree(_ network: String) throws {
    let neuron = try #require(Self.layers[network]).1
    let question = try question(network, neuron: neuron)
    #expect(try distance(attribute("gradient", question), network, "neuron/gradient") < 1e-4)
    #expect(try distance(attribute("guided-backprop", question), network, "neuron/guided-backprop") < 1e-4)
    let found = try attribute("ig", question) { ($0.baseline, $0.steps) = (try baseline(network), 512) }
    #expect(try distance(found, network, "neuron/ig") < 1e-4)
    let conductance = try attribute("neuron-conductance", self.question(network)) {
      ($0.baseline, $0.steps, $0.unit) = (try baseline(network), 1024, neuron)
    }
    #expect(try distance(conductance, network, "neuron/neuron-conductance") < 1e-4)
  }

  @Test(arguments: ["conv", "residual"])
  func gradCAMAgrees(_ network: String) throws {
    let layer = try layer(network)
    let question = try question(network, layer)
    #expect(try distance(attribute("grad-cam", question), network, "layer/grad-cam") < 1e-4)
    let rectified = try attribute("grad-cam", question) { $0.isRectified = true }
    #expect(try distance(rectified, network, "layer/grad-cam-relu") < 1e-4)
    let guided = try attribute("guided-grad-cam", self.question(network)) { $0.layer = layer }
    #expect(try distance(guided, network, "guided-grad-cam") < 1e-4)
  }

  /// Where windows overlap, each value gets their mean. captum's stay inside; here they go on at the other side, so that
  /// values near the border lie in other ones.
  @Test(arguments: ["conv", "residual"])
  func occlusionAgreesInsideOfBorders(_ network: String) throws {
    let found = try attribute("occlusion", question(network)) {
      ($0.window, $0.stride, $0.hidesWindow) = ([3, 3], [1, 1], true)
    }
    let expected = try array(network, "occlusion")
    let size = expected.shape[3]
    let inside = expected.values.indices.filter { index in
      [index % size, index / size % size].allSatisfy { (2..<size - 2).contains($0) }
    }
    let largest = inside.map { abs(expected.values[$0]) }.max() ?? 0
    #expect(inside.allSatisfy { abs(found.values.values[$0] - expected.values[$0]) < 1e-4 * largest })
  }

  /// captum's mean of 40 000 draws has about a quarter of the standard error that 2500 draws leave here.
  @Test(arguments: networks)
  func gradientShapAgreesAsFarAsChanceAllows(_ network: String) throws {
    let question = try question(network).rows([0])
    let found = try attribute("gradient-shap", question) {
      $0.baseline = .inputs(Inputs(try array(network, "references")))
      ($0.count, $0.noise, $0.seed) = (2500, 0.1, 5)
    }
    let expected = try array(network, "gradient-shap").values
    let errors = try #require(found.errors)
    let squares = expected.indices.filter { errors.values[$0] > 0 }.map { index in
      pow(Double((found.values.values[index] - expected[index]) / errors.values[index]), 2) / (1 + 1 / 16)
    }
    // The mean square of numbers of deviation 1 that hang together: one each at least as far as the few inputs go.
    #expect(squares.count > expected.count / 2)
    #expect(squares.reduce(0, +) / Double(squares.count) < 3)
    #expect((squares.max() ?? 0).squareRoot() < 4.5)
  }
}

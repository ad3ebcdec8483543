import Attributions
import Execution
import Models
import Tensors
import Testing

/// Methods beside LRP, with zennit's values for netA. They start from 1 at the class with the largest logit, occlusion at
/// class 1.
@Suite struct MethodTests {
  let model: Model
  let samples: Tensor
  let expected: [String: [Double]]
  let logits: [Double]
  let executor = Executor()

  init() throws {
    let rules = try Reference.rules()
    model = try Reference.model("netA")
    samples = rules.netA.x.tensor
    logits = rules.netA.y
    expected = rules.attributors_netA
  }

  private func attribute(
    _ name: String, target: Condition.Target = .predicted, _ change: (inout MethodSettings) -> Void = { _ in }
  ) throws -> Tensor {
    var settings = MethodSettings(composite: try #require(Composite.named("epsilon-plus-flat")))
    settings.initial = .number(1)
    change(&settings)
    let method = try #require(NamedMethod.all.first { $0.name == name })
    return try method.make(settings).attribute(
      Question(model, Inputs(samples), target: target, executor: executor)
    ).values
  }

  @Test(arguments: [
    ("guided-backprop", "guided_backprop"), ("deconvnet", "deconvnet"), ("gradient", "gradient"),
  ])
  func gradientMethodsAgreeWithTheReference(_ name: String, _ key: String) throws {
    #expect(try distance(attribute(name), #require(expected[key])) < 1e-4)
  }

  @Test(arguments: [("excitation-backprop", "excitation_backprop"), ("beta-smooth", "beta_smooth")])
  func compositesAgreeWithTheReference(_ name: String, _ key: String) throws {
    let found = try attribute("lrp") { settings in
      settings.composite = Composite.named(name) ?? settings.composite
    }
    #expect(try distance(found, #require(expected[key])) < 1e-4)
  }

  @Test func theFirstLayerCanHaveARuleOfItsOwn() throws {
    var composite = try #require(Composite.named("epsilon-plus"))
    composite.exceptions[0] = Rule.named("w-square")
    let found = try attribute("lrp") { ($0.composite, $0.initial) = (composite, .value) }
    #expect(try distance(found, #require(expected["wsquare_first|epsilon_plus"])) < 1e-4)
  }

  @Test func stabilizersCanScaleWithTheNorm() throws {
    var settings = RuleSettings()
    settings.epsilon = Stabilizer(0.1, normScale: true)
    let composite = try #require(Composite.named("epsilon-plus", settings))
    let found = try attribute("lrp") { ($0.composite, $0.initial) = (composite, .value) }
    #expect(try distance(found, #require(expected["epsilon_plus|stabilizer=norm_scale0.1"])) < 1e-4)
  }

  @Test func occlusionAgreesWithTheReference() throws {
    let small = try attribute("occlusion", target: .classes([1])) { ($0.window, $0.stride) = ([2, 2], [2, 2]) }
    #expect(try distance(small, #require(expected["occlusion_w(2,2)_s(2,2)"])) < 1e-4)
    #expect(try distance(attribute("occlusion", target: .classes([1])), #require(expected["occlusion_default"])) < 1e-4)
  }

  @Test func hidingNothingOfALinearScoreLosesNothing() throws {
    // Windows that do not overlap: what each hides can be read from its own elements alone.
    let hidden = try attribute("occlusion") { ($0.window, $0.stride, $0.hidesWindow) = ([8, 8], [8, 8], true) }
    let blank = try model.predict(Inputs(Tensor(samples.shape, repeating: 0)), executor: executor)
    for row in 0..<2 {
      let logits = try model.predict(Inputs(samples), executor: executor)[row]
      let best = logits.values.indices.max { logits.values[$0] < logits.values[$1] } ?? 0
      let lost = logits.values[best] - blank[row].values[best]
      #expect(hidden[row].values.allSatisfy { abs($0 - lost) < 1e-5 })
    }
  }

  @Test func smoothGradWithoutNoiseIsTheGradient() throws {
    let gradient = try attribute("gradient") { $0.initial = .number(1) }
    let single = try attribute("smoothgrad") { $0.count = 1 }
    #expect(distance(single, gradient.values.map(Double.init)) < 1e-5)
    let silent = try attribute("smoothgrad") { ($0.count, $0.noise) = (5, 0) }
    #expect(distance(silent, gradient.values.map(Double.init)) < 1e-5)
  }

  @Test func smoothGradDependsOnItsSeedAlone() throws {
    let first = try attribute("smoothgrad") { $0.seed = 3 }
    #expect(try attribute("smoothgrad") { $0.seed = 3 } == first)
    #expect(try attribute("smoothgrad") { $0.seed = 4 } != first)
  }

  @Test func manyCopiesOfSmoothGradAreMadeInParts() throws {
    let gradient = try attribute("gradient")
    let silent = try attribute("smoothgrad") { ($0.count, $0.noise) = (200, 0) }
    #expect(distance(silent, gradient.values.map(Double.init)) < 1e-5)
    let noisy = try attribute("smoothgrad") { ($0.count, $0.noise) = (200, 1e-4) }
    #expect(noisy != silent && distance(noisy, gradient.values.map(Double.init)) < 0.1)
  }

  @Test func windowsHaveNoMoreAxesThanSamples() {
    #expect(throws: AttributionError.tooManyAxes("window", 9, rank: samples.rank - 1)) {
      try attribute("occlusion") { $0.window = Array(repeating: 1, count: 9) }
    }
  }

  @Test func predictionsFromDamagedWeightsAreRefused() throws {
    let damaged = try Reference.model("../onnx/bad/not-a-number")
    #expect(throws: AttributionError.notFinite("the prediction")) {
      try damaged.predict(Inputs(Tensor([1, 3], repeating: 1)), executor: executor)
    }
  }

  @Test func inputTimesGradientIsTheirProduct() throws {
    let gradient = try attribute("gradient")
    let product = zip(samples.values, gradient.values).map { Double($0 * $1) }
    #expect(try distance(attribute("input-x-gradient"), product) < 1e-6)
  }
}

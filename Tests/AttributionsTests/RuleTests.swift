import Attributions
import Execution
import Models
import Programs
import Tensors
import TestSupport
import Testing

/// Every composite on two small networks, with zennit's values. In Float64, through the naive executor, what is left is
/// the rounding of the weights to Float32; in Float32, through the real one, the project's tolerance.
@Suite struct RuleTests {
  static let composites = [
    "epsilon_plus", "epsilon_plus_flat", "epsilon_alpha2_beta1", "epsilon_alpha2_beta1_flat",
    "epsilon_gamma_box",
  ]
  static let settings = ["eps=1e-06|zero_bias=False", "eps=0.25|zero_bias=False", "eps=1e-06|zero_bias=True"]

  @Test(arguments: ["netA", "netB"], composites)
  func compositesAgreeWithTheReference(_ name: String, _ composite: String) throws {
    let rules = try Reference.rules()
    let net = name == "netA" ? rules.netA : rules.netB
    let model = try Reference.model(name)
    for setting in Self.settings {
      let expected = try #require(net.cases["\(composite)|\(setting)"])
      var numbers = RuleSettings()
      numbers.epsilon = setting.contains("0.25") ? 0.25 : 1e-6
      numbers.zeroBias = setting.contains("True")
      (numbers.low, numbers.high) = (.init(-3), .init(3))
      let propagation = RelevancePropagation(
        try #require(Composite.named(composite.replacing("_", with: "-"), numbers)))

      let exact = try float64Relevance(propagation, model, net.x.tensor)
      #expect(distance(exact, expected) < 1e-5, "\(setting) in Float64")
      let attribution = try propagation.explain(
        model, samples: Inputs(net.x.tensor), conditions: [Condition()], executor: Executor())
      #expect(distance(attribution.input, expected) < 1e-4, "\(setting) in Float32")
    }
  }

  @Test func stabilizersAgreeWithTheReference() throws {
    let expected = try Reference.rules().stabilize
    let inputs = try #require(expected["in"])
    let cases: [(String, Stabilizer)] = [
      ("eps1e-6", 1e-6), ("clip0.5", Stabilizer(0.5, clip: true)),
      ("norm0.1", Stabilizer(0.1, normScale: true)),
    ]
    for (name, stabilizer) in cases {
      let builder = Builder()
      let x = builder.input("x", Type([inputs.count]))
      let program = try builder.program([("y", stabilizer(x))])
      let result = NaiveExecutor.evaluate(program, inputs: ["x": NaiveTensor([inputs.count], inputs)])
      #expect(distance(result["y"]?.values ?? [], try #require(expected[name])) < 1e-12, "\(name)")
    }
  }
}

/// The relevance of the input by the naive executor in Float64, relevance starting at the predicted class.
func float64Relevance(_ propagation: RelevancePropagation, _ model: Model, _ samples: Tensor) throws
  -> [Double]
{
  let model = model.merged
  let program = try RelevanceProgram(
    Route.routes(of: [Condition()], in: model)[0].route, model, record: [], settings: propagation)
  let labels = try model.predict(Inputs(samples), executor: Executor()).rowArgmax
  let inputs = program.inputs(Inputs(samples), [Condition()], predicted: labels)
  let results = NaiveExecutor.evaluate(
    program.program, inputs: inputs.mapValues { NaiveTensor($0.shape, $0.values.map(Double.init)) },
    samples: samples.shape[0])
  return results["input"]?.values ?? []
}

extension String {
  func replacing(_ old: Character, with new: Character) -> String {
    String(map { $0 == old ? new : $0 })
  }
}

import Attributions
import Execution
import Models
import Tensors
import Testing

/// What a file calls its input does not matter, even if explanations have inputs of that name.
@Suite struct InputNameTests {
  let executor = Executor()

  @Test(arguments: ["target", "activation", "mask of layer 2", "sample", "noise", "mask", "input target"])
  func anyNameOfTheInputWillDo(_ name: String) throws {
    let model = try Reference.model("netA")
    let renamed = Model(
      name: model.name, inputs: [Model.Input(name: name, shape: model.inputs[0].shape)], layers: model.layers,
      output: model.output)
    let samples = try Reference.rules().netA.x.tensor
    #expect(
      try renamed.predict(Inputs(samples), executor: executor) == (model.predict(Inputs(samples), executor: executor)))

    let activation = try model.activation(of: 2, Inputs(samples), executor: executor)
    let changed = Tensor(activation.shape, activation.values.map { $0 / 2 })
    #expect(
      try renamed.predict(Inputs(samples), replacing: 2, with: changed, executor: executor)
        == (model.predict(Inputs(samples), replacing: 2, with: changed, executor: executor)))

    let propagation = RelevancePropagation(try #require(.named("epsilon-plus")))
    let condition = Condition(units: [Unit(layer: 2, channels: [0, 1])], target: .classes([1]))
    func explain(_ model: Model) throws -> Tensor {
      try propagation.explain(model, samples: Inputs(samples), conditions: [condition], executor: executor).input
    }
    #expect(try explain(renamed) == explain(model))

    var settings = MethodSettings(composite: propagation.composite)
    (settings.count, settings.grouping) = (20, .grid(4))
    for method in NamedMethod.all where method.site == .anywhere {
      func attribute(_ model: Model) throws -> Tensor {
        try method.make(settings).attribute(
          Question(model, Inputs(samples), target: .classes([1]), executor: executor)
        ).values
      }
      #expect(try attribute(renamed) == attribute(model), "\(method.name)")
    }
  }
}

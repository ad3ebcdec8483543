public import Execution
public import Models
import Programs
public import Tensors

// A batch norm counts as part of the layer before it, as in every explanation.
extension Model {
  /// The output of a layer for each sample: [samples] + the layer's shape.
  public func activation(
    of layer: Int, _ samples: Inputs, executor: Executor, monitor: Monitor = .silent
  ) throws -> Tensor {
    try check(samples)
    try check(Unit(layer: layer, channels: []))
    let builder = Builder()
    let activation = merged.forward(inputs.map { $0.term(in: builder) })[layer]
    let program = try builder.program([("activation", activation)])
    let results = try executor.run(
      program, inputs: program.needed(of: named(samples)), samples: samples.count, monitor: monitor)
    return (results["activation"] ?? Tensor([0], [])).spread(to: [samples.count] + layers[layer].shape)
  }

  /// The logits when a layer's output is taken from `activation` instead of being computed: [samples, classes].
  public func predict(
    _ samples: Inputs, replacing layer: Int, with activation: Tensor, executor: Executor,
    monitor: Monitor = .silent
  ) throws -> Tensor {
    try check(samples)
    try check(Unit(layer: layer, channels: []))
    let builder = Builder()
    let replaced = builder.input("activation", Type(layers[layer].shape, varying: .sample))
    let values = merged.forward(inputs.map { $0.term(in: builder) }, overriding: [layer: replaced])[output].reshaped([classCount])
    let program = try builder.program([("logits", values)])
    var tensors = named(samples)
    tensors["activation"] = activation
    let results = try executor.run(
      program, inputs: program.needed(of: tensors), samples: samples.count, monitor: monitor)
    return try (results["logits"] ?? Tensor([0], [])).finite("the prediction after the change")
  }
}

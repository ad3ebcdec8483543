public import Execution
public import Models
import Programs
public import Tensors

// A batch norm counts as part of the layer before it, as in every explanation.
extension Model {
  /// The output of a layer for each sample: [samples] + the layer's shape.
  public func activation(
    of layer: Int, _ samples: Tensor, executor: Executor, monitor: Monitor = .silent
  ) throws -> Tensor {
    try check(samples)
    try check(Unit(layer: layer, channels: []))
    let builder = Builder()
    let input = inputs[0].term(in: builder)
    let results = try executor.run(
      builder.program([("activation", merged.forward([input])[layer])]), inputs: [inputs[0].programName: samples],
      samples: samples.shape[0], monitor: monitor)
    return results["activation"] ?? Tensor([0], [])
  }

  /// The logits when a layer's output is taken from `activation` instead of being computed: [samples, classes].
  public func predict(
    _ samples: Tensor, replacing layer: Int, with activation: Tensor, executor: Executor,
    monitor: Monitor = .silent
  ) throws -> Tensor {
    try check(samples)
    try check(Unit(layer: layer, channels: []))
    let builder = Builder()
    let input = inputs[0].term(in: builder)
    let replaced = builder.input("activation", Type(layers[layer].shape, varying: .sample))
    let values = merged.forward([input], overriding: [layer: replaced])[output].reshaped([classCount])
    let program = try builder.program([("logits", values)])
    var tensors = ["activation": activation]
    if program.inputs[inputs[0].programName] != nil { tensors[inputs[0].programName] = samples }
    let results = try executor.run(program, inputs: tensors, samples: samples.shape[0], monitor: monitor)
    return try (results["logits"] ?? Tensor([0], [])).finite("the prediction after the change")
  }
}

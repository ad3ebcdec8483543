public import Execution
public import Models
import Programs
public import Tensors

extension Model {
  /// How the logit of a class grows with each entry of a layer's output, in each of some samples: [samples, entries].
  ///
  /// - Throws: `ExecutionError`, `CancellationError`.
  public func gradients(
    ofLogit label: Int, by layer: Int, _ samples: Samples, executor: Executor, monitor: Monitor = .silent
  ) throws -> Tensor {
    let builder = Builder()
    let outputs = merged.forward(inputs.map { $0.term(in: builder) })
    let logits = outputs[self.logits].reshaped([outputs[self.logits].shape.count])
    var chosen = [Float](repeating: 0, count: logits.shape.count)
    if chosen.indices.contains(label) { chosen[label] = 1 }
    let logit = (logits * builder.constant(Constant(Tensor([chosen.count], chosen), name: "class"))).total
    let gradient = builder.gradient(of: [(logit, builder.fill(1))], to: [outputs[layer]])[0]
    let program = try builder.program([("gradient", gradient)])
    let width = layers[layer].shape.count
    var parts: [Tensor] = []
    try samples.forEachStretch { range, batch in
      if monitor.isCancelled() { throw CancellationError() }
      let found = try executor.run(program, inputs: named(batch), samples: range.count, monitor: monitor.quiet)["gradient"]
      let values = found?.values ?? []
      // Of a linear rest of the network the gradient is the same for all samples, and given once.
      parts.append(
        Tensor(
          [range.count, width],
          values.count == width ? Array(repeatElement(values, count: range.count).joined()) : values))
    }
    return .joined(parts)
  }
}

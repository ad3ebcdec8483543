public import Execution
import Programs
public import Tensors

extension Model {
  /// The output of every layer for these samples: [samples, ...].
  ///
  /// - Throws: `ExecutionError`, and `CancellationError` once the monitor says so.
  public func layerOutputs(
    _ samples: Inputs, of wanted: [Int]? = nil, executor: Executor, monitor: Monitor = .silent
  ) throws -> [Tensor] {
    let builder = Builder()
    let outputs = forward(inputs.map { $0.term(in: builder) })
    let wanted = wanted ?? Array(layers.indices)
    let program = try builder.program(wanted.map { ("layer \($0)", outputs[$0]) })
    let results = try executor.run(
      program, inputs: named(samples), samples: samples.count, monitor: monitor)
    return wanted.map { index in
      let found = results["layer \(index)"] ?? Tensor([0], [])
      // What is the same for every sample is given once.
      return found.count == samples.count * layers[index].shape.count
        ? found.reshaped([samples.count] + layers[index].shape)
        : Tensor(
          [samples.count] + layers[index].shape, Array(repeatElement(found.values, count: samples.count).joined()))
    }
  }
}

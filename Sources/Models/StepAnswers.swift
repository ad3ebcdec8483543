public import Execution
import Programs
public import Tensors

extension Model {
  /// The last recurrent layer that hands on its state at each step; nil where there is none.
  public var recurrentLayer: Int? {
    layers[...logits].lastIndex { ($0.operation as? Recurrence)?.output == .states && $0.shape.rank == 2 }
  }

  /// What a recurrent layer's state is at each step, [samples, steps, units], and what the network would say if it were the
  /// last one, [samples, steps, classes].
  ///
  /// Of a layer in both directions the state at a step has seen the steps behind it, too.
  ///
  /// - Parameter layer: one whose states are [steps, units], no later than the logits.
  /// - Throws: `ExecutionError`, and `CancellationError` once the monitor says so.
  public func stepAnswers(
    of layer: Int, _ samples: Inputs, executor: Executor, monitor: Monitor = .silent
  ) throws -> (states: Tensor, answers: Tensor) {
    let builder = Builder()
    let inputs = inputs.map { $0.term(in: builder) }
    let outputs = forward(inputs)
    let (steps, units) = (layers[layer].shape[0], layers[layer].shape[1])
    let answers: Term
    if let rows = stepLogits {
      answers = outputs[rows]
    } else {
      // The same state at all steps is the last one, too.
      let rows = (0..<steps).map { step in
        let row = outputs[layer].sliced([.init(start: step, count: 1), .init(start: 0, count: units)])
        return forward(inputs, overriding: [layer: row.broadcast(to: [steps, units])])[logits]
          .reshaped([1, layers[logits].shape.count])
      }
      answers = Term.concatenated(rows, axis: 0)
    }
    let program = try builder.program([("states", outputs[layer]), ("answers", answers)])
    let results = try executor.run(
      program, inputs: named(samples), samples: samples.count, monitor: monitor)
    return (
      results["states"] ?? Tensor([0], []),
      (results["answers"] ?? Tensor([0], [])).reshaped(
        [samples.count, steps, layers[logits].shape.count])
    )
  }
}

import Concepts
import Data
import Tensors

extension Verb {
  static let trace = Verb(
    "trace", "Steps through a sequence with the machine that was extracted: state, inputs, the rule that fired",
    keys: [Keys.sample], subject: Keys.sample, reads: [.model, .data, .samples, .concepts], gives: TracedSequence.self,
    cost: "a pass forward for the sample",
    example:
      "load data room; train gru hidden=[8] epochs=2 batch=20; extract concepts k=3 mend=false; trace sample=5",
    paper: "Kazhdan et al. 2020, MEME"
  ) { arguments, run in
    let extracted = try run.currentMachine()
    return .result(try run.traced(extracted, arguments, forced: nil, change: nil))
  }
}

extension Run {
  /// One sample through a machine.
  func traced(
    _ extracted: ExtractedMachine, _ arguments: Arguments, forced: StateMachine.Forced?, change: String?
  ) throws -> TracedSequence {
    let indices = explainedSamples(arguments)
    guard indices.count == 1 else {
      throw ArgumentError(Keys.sample, .failed("one sequence is stepped through at a time, not \(indices.count)"))
    }
    let data = try currentData()
    let sequence = try sequences(indices, layer: extracted.layer)
    let inputs = sequence.inputs.reshaped(data.shape)
    return TracedSequence(
      machine: extracted.machine, trace: try extracted.machine.trace(inputs, forced: forced),
      free: forced == nil ? nil : try extracted.machine.trace(inputs), network: sequence.labels, index: indices[0],
      change: change)
  }
}

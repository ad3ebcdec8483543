import Attributions
import Data
import Tensors

extension Verb {
  private static let y = Key(
    "y", optional: .classNumber, "the class whose probability the field prob gives",
    otherwise: "the predicted one")

  static let predict = Verb(
    "predict", "Runs the network on samples", keys: [Keys.sample, y], subject: Keys.sample,
    reads: [.model, .data, .samples], writes: [.explanation], gives: Prediction.self,
    cost: "a pass forward for each sample", example: "predict sample=0..9"
  ) { arguments, run in
    let data = try run.currentData()
    let indices = run.samples(arguments, otherwise: Array(0..<data.count))
    return .result(try Prediction(run, indices, y: arguments[y]))
  }
}

extension Run {
  /// The samples that a command names, else those that are chosen, else `otherwise`.
  func samples(_ arguments: Arguments, otherwise: @autoclosure () -> [Int]) -> [Int] {
    let all = Array(0..<(session.data?.count ?? 0))
    if arguments.isGiven(Keys.sample) { return arguments[Keys.sample] ?? all }
    return session.chosen ?? otherwise()
  }

  /// The samples that an explaining command is about. Where none is chosen it is the first, and that is said.
  func explainedSamples(_ arguments: Arguments) -> [Int] {
    if !arguments.isGiven(Keys.sample), session.chosen == nil { note("sample=0, since none is chosen") }
    return samples(arguments, otherwise: [0])
  }

  /// The logits of samples, computed a part of them at a time: [samples, classes].
  func logits(of indices: [Int]) throws -> Tensor {
    let (model, data) = (try currentModel(), try currentData())
    // 64 MB of samples at once.
    let limit = max(1, (16 << 20) / max(1, data.shape.count))
    return try recalled {
      let parts = try stride(from: 0, to: indices.count, by: limit).map { start in
        try checkCancellation()
        let part = Array(indices[start..<min(start + limit, indices.count)])
        return try model.predict(inputs(part), executor: executor, monitor: monitor)
      }
      return Tensor.joined(parts)
    }
  }
}

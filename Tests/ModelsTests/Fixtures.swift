import Models
import ONNX
import Programs
import TestSupport
import Testing
import Tensors

/// Files that other programs made, in `Tests/Fixtures`.
enum Fixtures {
  static let folder = #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/Fixtures/"
}

extension Model {
  /// The output for a batch of samples, computed in plain loops.
  func logits(_ inputs: [Tensor]) throws -> Tensor {
    let builder = Builder()
    let terms = self.inputs.map { builder.input($0.name, Type($0.shape, varying: .sample)) }
    let program = try builder.program([("logits", forward(terms)[output])])
    let values = Dictionary(uniqueKeysWithValues: zip(self.inputs.map(\.name), inputs.map { NaiveTensor<Float>($0) }))
    let result = NaiveExecutor.evaluate(program, inputs: values, samples: inputs[0].shape[0])["logits"]
    let logits = try #require(result)
    return Tensor(logits.shape, logits.values)
  }
}

/// The largest difference, relative to the largest entry that is expected.
func difference(_ found: Tensor, _ expected: Tensor) -> Float {
  guard found.shape == expected.shape else { return .infinity }
  let scale = expected.values.map(abs).max() ?? 0
  return (zip(found.values, expected.values).map { abs($0 - $1) }.max() ?? 0) / max(scale, .leastNormalMagnitude)
}

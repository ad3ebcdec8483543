import Models
import ONNX
import Programs
import Tensors
import TestSupport
import Testing

/// Files that other programs made, in `Tests/Fixtures`.
enum Fixtures {
  static let folder = #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/Fixtures/"

  /// What a reference was given and what it made of it; every tensor has its batch axis first.
  static func arrays(_ name: String) throws -> (inputs: [Tensor], expected: Tensor) {
    let archive = try NPZ(folder + "onnx/\(name).npz")
    let batchLast = name == "gemm-batch-last"
    let inputs = try archive.keys.filter { $0.hasPrefix("input") }.sorted().map { key in
      let tensor = try archive.array(key).tensor
      return batchLast ? tensor.swapped : tensor
    }
    return (inputs, try archive.array("expected").tensor)
  }
}

extension Model {
  /// The forward pass.
  var program: Program {
    get throws {
      let builder = Builder()
      let terms = inputs.map { builder.input($0.name, Type($0.shape, varying: .sample)) }
      return try builder.program([("logits", forward(terms)[output])])
    }
  }

  /// The output for a batch of samples, computed in plain loops.
  func logits(_ inputs: [Tensor]) throws -> Tensor {
    let program = try program
    let values = Dictionary(
      uniqueKeysWithValues: zip(self.inputs.map(\.name), inputs.map { NaiveTensor<Float>($0) }))
    let result = NaiveExecutor.evaluate(program, inputs: values, samples: inputs[0].shape[0])["logits"]
    let logits = try #require(result)
    return Tensor(logits.shape, logits.values)
  }
}

/// The largest difference, relative to the largest entry that is expected; infinite where one is no number.
func difference(_ found: Tensor, _ expected: Tensor) -> Float {
  guard found.shape == expected.shape else { return .infinity }
  let scale = expected.values.map(abs).max() ?? 0
  let differences = zip(found.values, expected.values).map { abs($0 - $1) }
  guard differences.allSatisfy({ $0 <= .greatestFiniteMagnitude }) else { return .infinity }
  return (differences.max() ?? 0) / max(scale, .leastNormalMagnitude)
}

extension Tensor {
  /// A matrix with rows and columns swapped.
  fileprivate var swapped: Tensor {
    let (rows, columns) = (shape[0], shape[1])
    return Tensor([columns, rows], (0..<count).map { values[$0 % rows * columns + $0 / rows] })
  }
}

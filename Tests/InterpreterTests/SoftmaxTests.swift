import Foundation
import Tensors
import Testing

struct SoftmaxTests {
  /// A network that ends in a softmax says probabilities itself: they are not squeezed a second time.
  @Test func probabilitiesAreSqueezedOnce() throws {
    let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/softmax")
    func probabilities(_ name: String) throws -> (logits: [Float], probabilities: [Float]) {
      let model = fixtures.appending(path: "\(name).onnx").path
      let run = try Program.run(
        [
          "-c", "load model \"\(model)\"; load data \"x.npy\"; predict sample=0 | save \"p.npz\"",
        ], files: ["x.npy": NPY.bytes(NumericArray(Tensor([1, 4], [1, -2, 3, 0.5])))])
      #expect(run.status == 0, "\(run.error)")
      let saved = try NPZ(run.folder.appending(path: "p.npz").path)
      return (try saved.array("logits").tensor.values, try saved.array("probs").tensor.values)
    }
    let plain = try probabilities("ends-in-softmax")
    #expect(plain.logits == plain.probabilities)
    let logarithmic = try probabilities("ends-in-log-softmax")
    for (probability, expected) in zip(logarithmic.probabilities, plain.probabilities) {
      #expect(abs(probability - expected) < 1e-6)
    }
  }
}

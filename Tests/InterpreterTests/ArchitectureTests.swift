import Foundation
import Models
import Tensors
import Testing

/// The networks that are built in compute what torchvision's compute with the same weights.
struct ArchitectureTests {
  @Test(arguments: Architecture.all.filter { !$0.isMeasured }.map(\.name))
  func logitsAreTorchvisions(_ name: String) throws {
    let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/architectures")
    let expected = try NPZ(fixtures.appending(path: "logits.npz").path).array(name).tensor.values
    let bytes = (0..<3 * 224 * 224).map { $0 * 7919 % 256 }
    let values = bytes.map { Float($0) / 128 - 1 }
    let image = NPY.bytes(NumericArray(Tensor([1, 3, 224, 224], values)))
    let run = try Program.run(
      [
        "-c",
        "load model \(name) weights=random seed=1; load data \"x.npy\"; predict sample=0 | save \"logits.npy\"",
      ], files: ["x.npy": image])
    #expect(run.status == 0, "\(run.error)")
    #expect(run.error.contains("the weights of \(name) are random, from seed 1"))
    let found = try NPY.read(run.folder.appending(path: "logits.npy").path).tensor.values
    #expect(found.count == 1000)
    let scale = expected.map(abs).max() ?? 0
    // Nothing dies out on the way, and nothing grows beyond bounds.
    #expect((0.05...50).contains(scale))
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-4 * scale })
  }
}

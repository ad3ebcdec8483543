import Models
import Programs
import Tensors
import Testing

/// The networks that the project's numbers are stated for.
struct NetworkTests {
  @Test func theBundledNetworkIsReadAsItsAuthorNumberedIt() throws {
    let model = try Model(onnx: Fixtures.folder + "../../Sources/Data/Resources/fashion-mnist/model.onnx")
    #expect(model.inputs.map(\.shape) == [[1, 28, 28]])
    #expect(model.layers.map(\.name) == (0...12).map(String.init))
    #expect(
      model.layers.map(\.operation.kind) == [
        .convolution, .relu, .maxPool, .convolution, .relu, .maxPool, .convolution, .relu, .maxPool,
        .arrangement,
        .linear, .relu, .linear,
      ])
    #expect(model.layers[4].shape == [64, 14, 14])
    #expect(model.classCount == 10)
  }

  @Test func theBundledNetworkComputesItsLogits() throws {
    let resources = Fixtures.folder + "../../Sources/Data/Resources/fashion-mnist/"
    let images = try NPZ(resources + "images.npz").array("images").tensor.rows(0..<4).map { $0 / 255 }
    let logits = try NPZ(Fixtures.folder + "fashion-cnn/expected.npz").array("logits").tensor.rows(0..<4)
    let model = try Model(onnx: resources + "model.onnx")
    #expect(difference(try model.logits([images.reshaped([4, 1, 28, 28])]), logits) < 1e-5)
  }

  @Test(arguments: ["model", "model-current"])
  func theResidualNetworkIsTheSameFromBothExporters(_ file: String) throws {
    let folder = Fixtures.folder + "crp-residual/"
    let model = try Model(onnx: folder + file + ".onnx")
    for (name, shape) in [
      ("conv1", [16, 28, 28]), ("conv2", [16, 14, 14]), ("shortcut", [16, 14, 14]), ("conv3", [32, 14, 14]),
      ("linear1", [48]),
    ] {
      let index = try #require(model.layer(name))
      #expect(model.layers[index].operation is any AffineOperation)
      #expect(model.layers[index].shape.extents == shape)
    }
    #expect(model.layers.filter { $0.operation.kind == .sum }.count == 1)
    let input = try NPY.read(folder + "input.npy").tensor
    let expected = try NPZ(folder + "expected.npz").array("logits").tensor
    #expect(difference(try model.logits([input]), expected) < 1e-5)
    #expect(difference(try model.mergingBatchNorm().logits([input]), expected) < 1e-5)
  }
}

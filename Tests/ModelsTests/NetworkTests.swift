import Models
import Programs
import Tensors
import Testing

/// The networks that the project's numbers are stated for.
struct NetworkTests {
  private static let resources = Fixtures.folder + "../../Sources/Data/Resources/fashion-mnist/"
  private static let layers: [LayerKind] = [
    .convolution, .relu, .maxPool, .convolution, .relu, .maxPool, .convolution, .relu, .maxPool, .arrangement,
    .linear, .relu, .linear,
  ]

  @Test func theBundledNetworkHasTheNamesOfItsScript() throws {
    let model = try Model(onnx: Self.resources + "model.onnx")
    #expect(model.inputs.map(\.shape) == [[1, 28, 28]])
    #expect(
      model.layers.map(\.name) == [
        "conv1", "relu1", "pool1", "conv2", "relu2", "pool2", "conv3", "relu3", "pool3", "Flatten", "fc1", "relu4",
        "fc2",
      ])
    #expect(model.layers.map(\.operation.kind) == Self.layers)
    #expect(model.layers[4].shape == [64, 14, 14])
    #expect(model.classCount == 10)
  }

  @Test func aSequenceOfLayersIsReadAsItsAuthorNumberedIt() throws {
    let model = try Model(onnx: Fixtures.folder + "fashion-cnn/model.onnx")
    #expect(model.inputs.map(\.shape) == [[1, 28, 28]])
    #expect(model.layers.map(\.name) == (0...12).map(String.init))
    #expect(model.layers.map(\.operation.kind) == Self.layers)
    #expect(model.layers[4].shape == [64, 14, 14])
    #expect(model.classCount == 10)
  }

  @Test(arguments: [
    (resources + "model.onnx", "bundled"), (Fixtures.folder + "fashion-cnn/model.onnx", "expected"),
  ])
  func networksOnClothesComputeTheirLogits(_ network: String, _ reference: String) throws {
    let images = try NPZ(Self.resources + "images.npz").array("images").tensor.rows(0..<4).map { $0 / 255 }
    let logits = try NPZ(Fixtures.folder + "fashion-cnn/\(reference).npz").array("logits").tensor.rows(0..<4)
    let model = try Model(onnx: network)
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

import Models
import Programs
import Tensors
import Testing

/// Layers are called what their author called them, whichever exporter wrote the file.
struct NameTests {
  private func names(_ file: String) throws -> [String] {
    try Model(onnx: Fixtures.folder + "onnx/\(file).onnx").layers.map(\.name)
  }

  @Test(arguments: ["older", "older-fixed", "current", "current-fixed"])
  func sequentialModulesAreCalledByTheirNumber(_ exporter: String) throws {
    let names = try names("net-plain-\(exporter)")
    #expect(names == ["0", "1", "2", "3", "4", "5", "6", "7", "9"])
  }

  @Test(arguments: ["older", "older-fixed", "older-training", "current", "current-fixed"])
  func nestedModulesAreCalledByTheirPath(_ exporter: String) throws {
    let names = try names("net-resnet-\(exporter)")
    for name in [
      "conv1", "relu", "maxpool", "layer1.0.conv1", "layer1.0.relu", "layer1.0.relu_1", "layer1.0.conv2",
      "layer1.0",
      "layer2.0.downsample.0", "layer4.1.conv2", "avgpool", "fc",
    ] {
      #expect(names.contains(name))
    }
  }

  @Test(arguments: ["older", "current"])
  func deeperModulesAreCalledByTheirPath(_ exporter: String) throws {
    let names = try names("net-mobilenet-\(exporter)")
    for name in ["features.0.0", "features.1.block.1.0", "features.1.block.2.fc1", "classifier.3"] {
      #expect(names.contains(name))
    }
  }

  @Test func batchNormInTrainingModeKeepsItsNameAndIsRemarked() throws {
    let model = try Model(onnx: Fixtures.folder + "onnx/net-average-older-training.onnx")
    #expect(model.layers.filter { $0.operation.kind == .batchNorm }.map(\.name) == ["first", "bn1", "bn2"])
    #expect(model.remarks.count == 3)
  }

  @Test func aProductAndASumOfAConstantAreOneLinearLayer() throws {
    let model = try Model(onnx: Fixtures.folder + "onnx/net-attention-older.onnx")
    let layer = try #require(model.layers.first { $0.name == "qkv" })
    #expect(layer.operation.kind == .linear)
    #expect(layer.operation.parameters.map(\.shape) == [[8, 24], [24]])
    #expect(layer.shape == [5, 24])
  }

  @Test func layersAreFoundByNameBeforeIndex() throws {
    let model = try Model(onnx: Fixtures.folder + "onnx/net-plain-older.onnx")
    #expect(model.layer("9") == 8)
    #expect(model.layer("8") == 8)
    #expect(model.layer("relu") == nil)
  }
}

import Foundation
import Models
import Programs
import Tensors
import Testing

/// What is written as an ONNX file is read as the same network.
struct ExportTests {
  /// Every network among the fixtures, by its path in their folder.
  static let files =
    ImportTests.names.map { "onnx/\($0)" } + [
      "crp-residual/model", "crp-residual/model-current", "lrp-vectors/netA", "lrp-vectors/netB",
      "fashion-cnn/model", "softmax/ends-in-log-softmax", "softmax/ends-in-softmax",
      "../../Sources/Data/Resources/fashion-mnist/model",
      "../../Sources/Data/Resources/tabular/softplus",
    ]

  /// Networks that take a layer more: files of a fixed batch size, where a constant among joined signals is as long as
  /// the batch. Where the batch size is open, it has to be repeated for each sample.
  static let longer = [
    "onnx/concat-fixed-constant", "onnx/net-attention-current-fixed", "onnx/net-attention-older-fixed",
  ]

  @Test(arguments: files)
  func layersAreTheSame(_ file: String) throws {
    let model = try Model(onnx: Fixtures.folder + file + ".onnx")
    let again = try model.rewritten().model
    #expect(again.inputs == model.inputs)
    #expect(again.classCount == model.classCount)
    let isLonger = Self.longer.contains(file)
    let layers = again.layers.filter { !isLonger || !$0.name.hasSuffix(".Expand") }
    #expect(layers.map(\.name) == model.layers.map(\.name))
    #expect(layers.map(\.shape) == model.layers.map(\.shape))
    #expect(layers.map(\.operation.kind) == model.layers.map(\.operation.kind))
    guard !isLonger else { return }
    #expect(layers.map(\.operands) == model.layers.map(\.operands))
    let parameters = { (model: Model) in model.layers.map { $0.operation.parameters.map(\.tensor) } }
    #expect(parameters(again) == parameters(model))
    #expect(again.output == model.output && again.logits == model.logits)
  }

  @Test(arguments: ImportTests.names)
  func outputsAreTheSame(_ name: String) throws {
    let model = try Model(onnx: Fixtures.folder + "onnx/\(name).onnx")
    let inputs = try Fixtures.arrays(name).inputs
    #expect(try model.rewritten().model.logits(inputs) == model.logits(inputs))
  }

  /// What is read and written again is the same file.
  @Test(arguments: files)
  func writingIsStable(_ file: String) throws {
    // What was said of the first file is not said of one that is written.
    let first = try Model(onnx: Fixtures.folder + file + ".onnx").rewritten()
    let second = try first.model.rewritten()
    #expect(try second.model.rewritten().bytes == second.bytes)
  }

  @Test func tensorsAreCalledAfterTheirLayers() throws {
    let model = try Model(onnx: Fixtures.folder + "onnx/net-resnet-older-training.onnx").rewritten().model
    let layers = model.layers.filter { ["conv1", "bn1", "fc"].contains($0.name) }
    #expect(
      layers.flatMap { $0.operation.parameters.map(\.name) } == [
        "conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var", "fc.weight",
        "fc.bias",
      ])
  }

  /// The oldest and the newest way of writing an operator are taken where a layer needs them.
  @Test(arguments: [("softmax-11", 12), ("softmax-middle", 17), ("average-pool-dilated", 19)])
  func theOpsetIsOneThatHasTheOperators(_ name: String, _ opset: Int) throws {
    let model = try Model(onnx: Fixtures.folder + "onnx/\(name).onnx")
    #expect(try model.rewritten().opset == opset)
  }

  @Test func whatNoOpsetHasIsRefused() throws {
    let wide = try Model(onnx: Fixtures.folder + "onnx/softmax-11.onnx").layers
    let middle = try Model(onnx: Fixtures.folder + "onnx/softmax-middle.onnx")
    let model = Model(name: "both", inputs: middle.inputs, layers: middle.layers + wide, output: 0)
    #expect(throws: ExportError.noOpset(layer: wide[0].name)) { try model.rewritten() }
  }

  @Test func writingThatIsStoppedLeavesNothing() throws {
    let model = try Model(onnx: Fixtures.folder + "crp-residual/model.onnx")
    let folder = FileManager.default.temporaryDirectory.appending(path: "xpl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appending(path: "model.onnx").path
    #expect(throws: CancellationError.self) {
      try model.write(onnx: path) { if $0 > 0.5 { throw CancellationError() } }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}

import Models
import Programs
import Tensors
import Testing

/// Batch norm goes into the layer before it where nothing else reads that, and stays where it has none.
struct MergeBatchNormTests {
  @Test(arguments: [
    ("net-resnet-older-training", 0), ("net-mobilenet-current", 0), ("net-average-older-training", 1),
    ("norm-before-grouped", 1), ("norm-before-linear", 1), ("norm-before-padded", 1), ("norm-read-twice", 2),
    ("net-dense-older", 5), ("batch-norm", 1),
  ])
  func batchNormsThatAreLeft(_ name: String, _ left: Int) throws {
    let merged = try Model(onnx: Fixtures.folder + "onnx/\(name).onnx").mergingBatchNorm()
    #expect(merged.layers.filter { $0.operation is BatchNorm }.count == left)
  }

  @Test func theUsersModelIsNotChanged() throws {
    let model = try Model(onnx: Fixtures.folder + "onnx/net-resnet-older-training.onnx")
    let before = model.layers.map { $0.operation.parameters }
    _ = model.mergingBatchNorm()
    #expect(model.layers.map { $0.operation.parameters } == before)
    #expect(model.layers.contains { $0.operation is BatchNorm })
  }
}

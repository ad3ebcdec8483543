import Foundation
import Models
import Tensors
import Testing

/// Networks compute what onnxruntime (or, in training mode, PyTorch) says that they compute.
struct ImportTests {
  static let names =
    (try? FileManager.default.contentsOfDirectory(atPath: Fixtures.folder + "onnx"))?
    .filter { $0.hasSuffix(".npz") }.map { String($0.dropLast(4)) }.sorted() ?? []

  @Test func thereAreNetworks() {
    #expect(Self.names.count > 90)
  }

  @Test(arguments: names)
  func outputsAreThoseOfTheReference(_ name: String) throws {
    let model = try Model(onnx: Fixtures.folder + "onnx/\(name).onnx")
    let (inputs, expected) = try Fixtures.arrays(name)
    #expect(difference(try model.logits(inputs), expected) < 1e-5)
  }

  /// The batch size of the file does not matter, even where the file fixes it.
  @Test(arguments: names)
  func samplesAreComputedOneByOne(_ name: String) throws {
    let model = try Model(onnx: Fixtures.folder + "onnx/\(name).onnx")
    let (inputs, expected) = try Fixtures.arrays(name)
    let last = inputs[0].shape[0] - 1
    let found = try model.logits(inputs.map { $0.rows([last]) })
    #expect(difference(found, expected.rows([last])) < 1e-5)
  }

  @Test(arguments: names)
  func mergingBatchNormKeepsOutputsNamesAndShapes(_ name: String) throws {
    let model = try Model(onnx: Fixtures.folder + "onnx/\(name).onnx")
    let merged = model.mergingBatchNorm()
    let (inputs, expected) = try Fixtures.arrays(name)
    #expect(difference(try merged.logits(inputs), expected) < 1e-5)
    #expect(merged.layers.map(\.name) == model.layers.map(\.name))
    #expect(merged.layers.map(\.shape) == model.layers.map(\.shape))
    #expect(merged.layers.map(\.operation.kind) == model.layers.map(\.operation.kind))
  }

  /// Plans are found again by their program.
  @Test(arguments: names)
  func writtenTwiceANetworkIsTheSameProgram(_ name: String) throws {
    let model = try Model(onnx: Fixtures.folder + "onnx/\(name).onnx")
    #expect(try model.program == model.program)
    let merged = model.mergingBatchNorm()
    #expect(try merged.program == merged.program)
  }

  @Test(arguments: names)
  func namesAreDistinct(_ name: String) throws {
    let model = try Model(onnx: Fixtures.folder + "onnx/\(name).onnx")
    #expect(Set(model.layers.map(\.name)).count == model.layers.count)
    #expect(!model.layers.contains { $0.name.isEmpty })
  }
}

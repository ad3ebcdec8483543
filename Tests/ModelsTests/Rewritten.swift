import Foundation
import Models
import ONNX

extension Model {
  /// The network after it was written as an ONNX file, and the file's bytes and opset.
  func rewritten() throws -> (model: Model, bytes: Data, opset: Int?) {
    let path = FileManager.default.temporaryDirectory.appending(path: "xpl-\(UUID().uuidString).onnx").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try write(onnx: path)
    let file = try ModelFile(path: path)
    return (
      try Model(file, name: name), try Data(contentsOf: URL(filePath: path)), file.message.opsets[""]
    )
  }
}

import ONNX
import Tensors
import Testing

/// Files that are cut off or altered give an error or a message, never a trap.
struct DamagedFileTests {
  static let folder = #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/Fixtures/onnx/"

  static func bytes(_ name: String) throws -> [UInt8] {
    try MappedFile(folder + name).withUnsafeBytes { Array($0) }
  }

  /// Reads all that a file holds, the numbers of its tensors included.
  private func read(_ bytes: [UInt8]) throws(ONNXError) -> Int {
    let file = try ModelFile(bytes: bytes, folder: Self.folder)
    var count = 0
    for tensor in file.message.graph.initializers { count += try file.elements(of: tensor).count }
    return count
  }
}

import Data
import Foundation
import Tensors

/// The path of a file below Tests/Fixtures.
func fixture(_ name: String) -> String {
  folder(of: folder(of: #filePath)) + "/Fixtures/" + name
}

/// Whether Debian's package of clothes is there.
let fashionMNISTIsInstalled = (try? Dataset.header("fashion-mnist")) != nil

func bytes(of path: String) throws -> [UInt8] {
  try MappedFile(path).withUnsafeBytes { [UInt8]($0) }
}

/// Calls `body` with a new folder and removes it afterwards.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "xpl-tests-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}

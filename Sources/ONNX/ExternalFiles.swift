import Synchronization
import Tensors

/// The files that hold weights beside an ONNX file, each mapped once for all the tensors in it.
final class ExternalFiles: Sendable {
  private let files = Mutex<[String: MappedFile]>([:])

  func file(_ path: String) throws(FileError) -> MappedFile {
    if let known = files.withLock({ $0[path] }) { return known }
    let file = try MappedFile(path)
    files.withLock { $0[path] = file }
    return file
  }
}

public import Tensors

/// An ONNX file, with the files beside it that hold its weights.
///
/// Everything but the numbers of its tensors is read when it is opened.
public struct ModelFile: Sendable {
  public let message: ModelMessage
  /// The folder that external data is looked for in.
  private let folder: String
  private let externalFiles = ExternalFiles()

  public init(path: String) throws(ONNXError) {
    let file: MappedFile
    do throws(FileError) {
      file = try MappedFile(path)
    } catch {
      throw .file(error)
    }
    try self.init(FileSlice(file), folder: Self.folder(of: path))
  }

  /// A file whose bytes are at hand; external data is looked for in `folder`.
  public init(bytes: [UInt8], folder: String) throws(ONNXError) {
    try self.init(FileSlice(bytes), folder: folder)
  }

  private init(_ bytes: FileSlice, folder: String) throws(ONNXError) {
    message = try ModelMessage(bytes)
    self.folder = folder
  }

  /// The numbers of a tensor, in row-major order.
  ///
  /// - Throws: ``ONNXError`` where the type is not read, the numbers don't fill the shape, or a file is
  ///   missing.
  public func elements(of tensor: TensorMessage) throws(ONNXError) -> Elements {
    guard let type = StoredType(rawValue: tensor.elementType) else {
      throw .elementType(tensor: tensor.name, type: tensor.elementType)
    }
    let count = try tensor.count()
    let elements =
      if let external = tensor.external {
        type.decode(try externalBytes(external, of: tensor, count: count, size: type.size))
      } else if let raw = tensor.raw {
        type.decode(raw)
      } else {
        try type.decode(tensor.typed)
      }
    guard elements.count == count else {
      throw .length(tensor: tensor.name, elements: count, found: elements.count)
    }
    return elements
  }

  /// The numbers of a tensor where they lie, if it is stored as Float32 in a file; nil where they must be decoded.
  ///
  /// - Throws: ``ONNXError``, as ``elements(of:)`` does.
  public func mappedFloats(of tensor: TensorMessage) throws(ONNXError) -> MappedFloats? {
    guard StoredType(rawValue: tensor.elementType) == .float32 else { return nil }
    let count = try tensor.count()
    if let external = tensor.external {
      return try externalBytes(external, of: tensor, count: count, size: StoredType.float32.size).floats(
        count)
    }
    return tensor.raw?.floats(count)
  }

  private func externalBytes(
    _ entries: [String: String], of tensor: TensorMessage, count: Int, size: Int
  ) throws(ONNXError) -> FileSlice {
    let location = entries["location"] ?? ""
    let leaves = location.split(separator: "/", omittingEmptySubsequences: false).contains("..")
    guard !location.isEmpty, !location.hasPrefix("/"), !leaves else {
      throw .externalOutside(tensor: tensor.name, file: location)
    }
    let file: MappedFile
    do throws(FileError) {
      file = try externalFiles.file(folder + location)
    } catch {
      throw .external(tensor: tensor.name, error)
    }
    let (length, overflow) = count.multipliedReportingOverflow(by: size)
    let offset = entries["offset"].map { Int($0) ?? -1 } ?? 0
    guard !overflow, let bytes = FileSlice(file).slice(offset, length) else {
      throw .externalShort(tensor: tensor.name, file: folder + location)
    }
    return bytes
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }
}

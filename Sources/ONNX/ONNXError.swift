public import Tensors

/// What keeps an ONNX file from being read or written.
public enum ONNXError: Error, Hashable, Sendable {
  case file(FileError)
  case malformed(byte: Int)
  case truncated(byte: Int)
  case noGraph
  case elementType(tensor: String, type: Int)
  case negativeExtent(tensor: String)
  case length(tensor: String, elements: Int, found: Int)
  case external(tensor: String, FileError)
  case externalOutside(tensor: String, file: String)
  case externalShort(tensor: String, file: String)
  case tooLarge(bytes: Int, limit: Int)
}

extension ONNXError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .file(let error):
      error.description
    case .malformed(let byte):
      "this is not an ONNX file, or it is damaged (at byte \(byte)): export it again"
    case .truncated(let byte):
      "the ONNX file is cut off, or damaged (at byte \(byte)): copy or export it again"
    case .noGraph:
      "this is not an ONNX model: it holds no graph"
    case .elementType(let tensor, let type):
      "tensor '\(tensor)' has elements of a type that is not read (\(Self.typeName(type))): "
        + "export it in float32"
    case .negativeExtent(let tensor):
      "tensor '\(tensor)' has a shape that no tensor can have: the file is damaged, export it again"
    case .length(let tensor, let elements, let found):
      "tensor '\(tensor)' should hold \(elements) numbers, but has \(found): "
        + "the file is damaged, export it again"
    case .external(let tensor, let error):
      "the weights of '\(tensor)' are kept in a file of their own: \(error)"
    case .externalOutside(let tensor, let file):
      "the weights of '\(tensor)' are said to be in '\(file)', outside the model's folder: "
        + "such a file is not opened, save the weights beside the model"
    case .externalShort(let tensor, let file):
      "'\(file)' is too short to hold the weights of '\(tensor)': copy it again, whole"
    case .tooLarge(let bytes, let limit):
      "the network would take \(bytes) bytes, and an ONNX file that holds its weights may have \(limit): "
        + "a larger one can't be written"
    }
  }

  private static func typeName(_ type: Int) -> String {
    switch type {
    case 8: "string"
    case 14, 15: "complex"
    case 17...20: "float8"
    default: "type \(type)"
    }
  }
}

public import ONNX
public import Programs

/// What keeps a file from becoming a model.
public enum ImportError: Error, Hashable, Sendable {
  /// The node that is at fault, as the file names it.
  public struct Place: Hashable, Sendable {
    public let node: String
    public let operation: String
    public let opset: Int
  }

  case file(ONNXError)
  case oldOpset(Int)
  case input(name: String, reason: String)
  case unknownOperator(Place, domain: String, nearest: String?)
  case missingValue(Place, name: String)
  case missingOperand(Place, position: Int)
  case unsupported(Place, reason: String)
  case shapes(Place, ShapeError)
  case output(name: String)
  case noFreeAxis(String, known: [String])
}

extension ImportError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .file(let error):
      error.description
    case .oldOpset(let version):
      "the model uses ONNX opset \(version); 11 is the oldest that is read: export it again with a newer one"
    case .input(let name, let reason):
      "input '\(name)' \(reason)"
    case .unknownOperator(let place, let domain, let nearest):
      "\(place) uses the operator \(domain.isEmpty ? "" : domain + ".")\(place.operation), which is not known"
        + (nearest.map { ": the nearest known one is \($0)" } ?? "")
    case .missingValue(let place, let name):
      "\(place) reads '\(name)', which nothing before it computes"
    case .missingOperand(let place, let position):
      "\(place) lacks operand \(position)"
    case .unsupported(let place, let reason):
      "\(place) \(reason)"
    case .shapes(let place, let error):
      "\(place) does not fit its operands: \(error)"
    case .output(let name):
      name.isEmpty ? "the model has no output" : "output '\(name)' is not computed from the model's input"
    case .noFreeAxis(let name, let known):
      "the model has no axis '\(name)' whose extent is free: "
        + (known.isEmpty ? "all of them are fixed" : "there is \(known.joined(separator: ", "))")
    }
  }
}

extension ImportError.Place: CustomStringConvertible {
  public var description: String {
    "node '\(node)' (\(operation), opset \(opset))"
  }
}

public import Tensors

/// Operands that an operation can't take.
public enum ShapeError: Error, Hashable, Sendable, CustomStringConvertible {
  case mismatch(operation: String, shapes: [Shape])
  case windowDoesNotFit(Window, Shape)
  case inputTwice(String)

  public var description: String {
    switch self {
    case .mismatch(let operation, let shapes):
      "\(operation) can't combine shapes \(shapes.map(\.description).joined(separator: " and "))"
    case .windowDoesNotFit(let window, let shape):
      "a window of \(window.kernel[0]) x \(window.kernel[1]) does not fit into \(shape)"
    case .inputTwice(let name):
      "input '\(name)' is declared twice with different shapes"
    }
  }
}

public import Tensors

/// Operands that an operation can't take.
public enum ShapeError: Error, Hashable, Sendable, CustomStringConvertible {
  case mismatch(operation: String, shapes: [Shape])
  case windowDoesNotFit(Window, Shape)
  case windowInPadding(Window, Shape)
  case tooLarge(operation: String, Shape)
  case derivativeVaries(along: Leading)
  case inputTwice(String)

  public var description: String {
    switch self {
    case .mismatch(let operation, let shapes):
      "\(operation) can't be applied to \(shapes.map(\.description).joined(separator: " and "))"
    case .windowDoesNotFit(let window, let shape):
      "a window of \(window) does not fit into \(shape)"
    case .windowInPadding(let window, let shape):
      "a window of \(window) over \(shape) lies wholly in the padding somewhere, where there is no maximum"
    case .tooLarge(let operation, let shape):
      "\(operation) gives \(shape): a single value has at most 2147483647 entries"
    case .derivativeVaries(let axes):
      "what is summed over \(axes) can't have a derivative for each \(axes)"
    case .inputTwice(let name):
      "input '\(name)' is declared twice with different shapes"
    }
  }
}

public import Tensors

/// What can go wrong when a program runs.
public enum ExecutionError: Error, Hashable, Sendable, CustomStringConvertible {
  case missingInput(String)
  case wrongShape(input: String, expected: Shape, found: Shape)
  case noExtent(samples: Int, conditions: Int)
  case outOfMemory(bytes: Int)
  /// An index that names no entry of an axis.
  case index(Float, extent: Int)
  case library(step: String, status: Int)
  case notSquare(Shape)
  case mismatch(operation: String, Shape, Shape)
  case notConverged(operation: String)

  public var description: String {
    switch self {
    case .missingInput(let name):
      "the program reads an input '\(name)' that was not given: pass a tensor of that name"
    case .wrongShape(let input, let expected, let found):
      "input '\(input)' has shape \(found), but the program takes \(expected)"
    case .noExtent(let samples, let conditions):
      "a program runs for at least one sample and one condition, not for \(samples) and \(conditions)"
    case .outOfMemory(let bytes):
      "there is no room for \(bytes / 1_000_000) MB: ask for fewer samples, conditions or recorded layers at once"
    case .index(let value, let extent):
      "index \(Int(exactly: value).map(String.init) ?? "\(value)") names no entry of an axis of \(extent): give whole numbers from 0 to \(extent - 1)"
    case .library(let step, let status):
      "oneDNN could not compute '\(step)' (status \(status))"
    case .notSquare(let shape):
      "eigenvalues need a square matrix, not one of shape \(shape)"
    case .mismatch(let operation, let left, let right):
      "\(operation) can't combine matrices of shapes \(left) and \(right)"
    case .notConverged(let operation):
      "\(operation) did not converge: look for NaN or infinite values in the matrix"
    }
  }
}

import Synchronization
public import Tensors

/// A tensor that programs hold, known by identity: two constants are equal only if one is a copy of the other.
///
/// Weights are constants, so that what is derived from them (a reordering, a clamped half) can be kept for every program.
public struct Constant: Hashable, Sendable {
  /// The numbers, row-major, wherever they are.
  public enum Entries: Sendable {
    case memory([Float])
    /// In a file, which executors read in place: the weights of a large network are not copied.
    case file(MappedFloats)
  }

  public let identity: UInt64
  public let name: String
  public let shape: Shape
  public let entries: Entries

  private static let identities = Atomic<UInt64>(0)

  public init(_ tensor: Tensor, name: String) {
    self.init(tensor.shape, .memory(tensor.values), name: name)
  }

  /// - Parameter numbers: as many as the shape counts.
  public init(_ shape: Shape, _ numbers: MappedFloats, name: String) {
    precondition(numbers.count == shape.count, "\(numbers.count) values do not fill \(shape)")
    self.init(shape, .file(numbers), name: name)
  }

  private init(_ shape: Shape, _ entries: Entries, name: String) {
    identity = Self.identities.add(1, ordering: .relaxed).newValue
    self.name = name
    self.shape = shape
    self.entries = entries
  }

  /// The numbers as a value; those in a file are copied each time.
  public var tensor: Tensor {
    switch entries {
    case .memory(let values): Tensor(shape, values)
    case .file(let numbers): Tensor(shape, numbers.values)
    }
  }

  /// Another constant with the same numbers, which are not copied, under another shape with as many elements.
  public func reshaped(_ shape: Shape) -> Constant {
    precondition(shape.count == self.shape.count, "\(self.shape.count) values do not fill \(shape)")
    return Constant(shape, entries, name: name)
  }

  public static func == (left: Constant, right: Constant) -> Bool {
    left.identity == right.identity
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(identity)
  }
}

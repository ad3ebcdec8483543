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
  private let content: Content

  private static let identities = Atomic<UInt64>(0)

  public init(_ tensor: Tensor, name: String) {
    self.init(tensor.shape, .known(.memory(tensor.values)), name: name)
  }

  /// - Parameter numbers: as many as the shape counts.
  public init(_ shape: Shape, _ numbers: MappedFloats, name: String) {
    precondition(numbers.count == shape.count, "\(numbers.count) values do not fill \(shape)")
    self.init(shape, .known(.file(numbers)), name: name)
  }

  /// A tensor that is made when it is first asked for: random weights of a network that is only looked at cost nothing.
  public init(_ shape: Shape, name: String, making make: @escaping @Sendable () -> [Float]) {
    self.init(shape, .later(Later(make)), name: name)
  }

  private init(_ shape: Shape, _ content: Content, name: String) {
    identity = Self.identities.add(1, ordering: .relaxed).newValue
    self.name = name
    self.shape = shape
    self.content = content
  }

  /// The numbers where they are; those that are not made yet are made.
  public var entries: Entries {
    switch content {
    case .known(let entries): entries
    case .later(let later): .memory(later.values(count: shape.count))
    }
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
    return Constant(shape, content, name: name)
  }

  private enum Content: Sendable {
    case known(Entries)
    case later(Later)
  }

  /// Numbers that are made once, whoever asks first.
  private final class Later: Sendable {
    private let make: @Sendable () -> [Float]
    private let made = Mutex<[Float]?>(nil)

    init(_ make: @escaping @Sendable () -> [Float]) { self.make = make }

    func values(count: Int) -> [Float] {
      made.withLock { made in
        let values = made ?? make()
        precondition(values.count == count, "\(values.count) values are made instead of \(count)")
        made = values
        return values
      }
    }
  }

  public static func == (left: Constant, right: Constant) -> Bool {
    left.identity == right.identity
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(identity)
  }
}

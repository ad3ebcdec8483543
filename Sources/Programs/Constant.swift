import Synchronization
public import Tensors

/// A tensor that programs hold, known by identity: two constants are equal only if one is a copy of the other.
///
/// Weights are constants, so that what is derived from them (a reordering, a clamped half) can be kept for every program.
public struct Constant: Hashable, Sendable {
  public let identity: UInt64
  public let name: String
  public let shape: Shape
  private let content: Content

  private static let identities = Atomic<UInt64>(0)

  public init(_ tensor: Tensor, name: String) {
    self.init(tensor.shape, .known(tensor), name: name)
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

  public var tensor: Tensor {
    switch content {
    case .known(let tensor): tensor
    case .later(let later): later.tensor(shape)
    }
  }

  private enum Content: Sendable {
    case known(Tensor)
    case later(Later)
  }

  /// Numbers that are made once, whoever asks first.
  private final class Later: Sendable {
    private let make: @Sendable () -> [Float]
    private let made = Mutex<Tensor?>(nil)

    init(_ make: @escaping @Sendable () -> [Float]) { self.make = make }

    func tensor(_ shape: Shape) -> Tensor {
      made.withLock { made in
        let tensor = made ?? Tensor(shape, make())
        made = tensor
        return tensor
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

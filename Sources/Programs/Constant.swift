import Synchronization
public import Tensors

/// A tensor that programs hold, known by identity: two constants are equal only if one is a copy of the other.
///
/// Weights are constants, so that what is derived from them (a reordering, a clamped half) can be kept for every program.
public struct Constant: Hashable, Sendable {
  public let identity: UInt64
  public let name: String
  public let tensor: Tensor

  private static let identities = Atomic<UInt64>(0)

  public init(_ tensor: Tensor, name: String) {
    identity = Self.identities.add(1, ordering: .relaxed).newValue
    self.name = name
    self.tensor = tensor
  }

  public static func == (left: Constant, right: Constant) -> Bool {
    left.identity == right.identity
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(identity)
  }
}

public import Tensors

/// What a network reads: for each of its inputs, in its order, a tensor [samples] + the input's shape.
public struct Inputs: Hashable, Sendable {
  public var tensors: [Tensor]

  public init(_ tensors: [Tensor]) {
    self.tensors = tensors
  }

  /// What a network with one input reads.
  public init(_ tensor: Tensor) {
    self.init([tensor])
  }

  /// The number of samples.
  public var count: Int { tensors.first?.shape.extents.first ?? 0 }

  public subscript(position: Int) -> Tensor { tensors[position] }

  public func rows(_ indices: some Collection<Int>) -> Inputs {
    Inputs(tensors.map { $0.rows(indices) })
  }

  /// Samples one below the other.
  public static func joined(_ parts: [Inputs]) -> Inputs {
    Inputs((parts.first?.tensors.indices ?? 0..<0).map { position in .joined(parts.map { $0[position] }) })
  }
}

extension Model {
  /// What a program that computes this network reads, by name.
  package func named(_ samples: Inputs) -> [String: Tensor] {
    Dictionary(zip(inputs.map(\.programName), samples.tensors)) { first, _ in first }
  }
}

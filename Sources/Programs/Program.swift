/// A list of tensor operations, in an order in which each comes after what it needs.
public struct Program: Hashable, Sendable {
  public struct Node: Hashable, Sendable {
    public let primitive: Primitive
    /// Positions in the list of nodes.
    public let operands: [Int]
    public let type: Type
  }

  public struct Output: Hashable, Sendable {
    public let name: String
    public let node: Int
  }

  public let nodes: [Node]
  public let outputs: [Output]

  /// The inputs that the program reads, by name.
  public var inputs: [String: Type] {
    var inputs: [String: Type] = [:]
    for node in nodes {
      if case .input(let name, let type) = node.primitive { inputs[name] = type }
    }
    return inputs
  }
}

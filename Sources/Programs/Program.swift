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
  public let inputs: [String: Type]
  /// Programs are looked up for each run, and those of long sequences have thousands of nodes.
  private let digest: Int

  init(nodes: [Node], outputs: [Output]) {
    (self.nodes, self.outputs) = (nodes, outputs)
    var inputs: [String: Type] = [:]
    for node in nodes {
      if case .input(let name, let type) = node.primitive { inputs[name] = type }
    }
    self.inputs = inputs
    var hasher = Hasher()
    hasher.combine(nodes)
    hasher.combine(outputs)
    digest = hasher.finalize()
  }

  public static func == (left: Program, right: Program) -> Bool {
    left.digest == right.digest && left.nodes == right.nodes && left.outputs == right.outputs
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}

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
  /// The leading axes that a sum goes over.
  package let summedLeading: Leading
  /// Programs are looked up for each run, and those of long sequences have thousands of nodes.
  private let digest: Int

  init(nodes: [Node], outputs: [Output]) {
    (self.nodes, self.outputs) = (nodes, outputs)
    var (inputs, summed) = ([String: Type](), Leading())
    for node in nodes {
      switch node.primitive {
      case .input(let name, let type): inputs[name] = type
      case .sumLeading(let axes): summed.formUnion(axes)
      default: break
      }
    }
    (self.inputs, summedLeading) = (inputs, summed)
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

import Programs
public import Tensors

extension Model {
  /// What tells this network from others: the digest of its layers, of how they hang together, and of all its numbers.
  public var digest: Digest {
    let facts = layers.map { layer in
      Digest("\(layer.name) \(layer.operation.kind) \(layer.operands) \(layer.shape)")
    }
    let numbers = layers.flatMap(\.operation.parameters).map { parameter in
      switch parameter.entries {
      case .memory(let values): values.withUnsafeBytes { Digest($0) }
      case .file(let floats): floats.withUnsafeBytes { Digest($0) }
      }
    }
    return Digest(of: facts + numbers)
  }
}

import Tensors

extension Value {
  /// About how many bytes of tensors, numbers and texts it holds.
  var byteCount: Int {
    switch self {
    case .nothing, .bool, .number, .unit, .range: 16
    case .text(let text): text.utf8.count
    case .list(let values): values.reduce(16) { $0 + $1.byteCount }
    case .tensor(let tensor): tensor.count * MemoryLayout<Float>.stride
    case .result(let result): size(of: result, depth: 0)
    }
  }
}

/// Results are structs of other rooms' values: what lies in them is found by looking into each.
private func size(of content: Any, depth: Int) -> Int {
  switch content {
  case let tensor as Tensor: return tensor.count * MemoryLayout<Float>.stride
  case let floats as [Float]: return floats.count * MemoryLayout<Float>.stride
  case let doubles as [Double]: return doubles.count * MemoryLayout<Double>.stride
  case let whole as [Int]: return whole.count * MemoryLayout<Int>.stride
  case let text as String: return text.utf8.count
  case let value as Value: return value.byteCount
  default: break
  }
  guard depth < 8 else { return 16 }
  let mirror = Mirror(reflecting: content)
  guard [.collection, .set, .dictionary].contains(mirror.displayStyle) else {
    return mirror.children.reduce(16) { $0 + size(of: $1.value, depth: depth + 1) }
  }
  // The elements of a long list are much alike.
  let looked = mirror.children.prefix(32).reduce(0) { $0 + size(of: $1.value, depth: depth + 1) }
  return 16 + looked * mirror.children.count / max(1, min(32, mirror.children.count))
}

public import Tensors

extension Dataset {
  /// What tells this data from other data: the digest of its samples, of how they are prepared, and of what is to be
  /// predicted. Of pictures their files are read.
  public var digest: Digest {
    let own: Digest =
      switch samples {
      case .bytes(let bytes): bytes.withUnsafeBytes { Digest($0) }
      case .numbers(let numbers): numbers.withUnsafeBytes { Digest($0) }
      case .strips(let strips): strips.digest
      case .onDemand(let pictures): pictures.digest
      case .pictures(let paths): Digest(of: paths.map { (try? Digest(file: $0)) ?? Digest($0) })
      }
    let goals = [
      labels.map { $0.withUnsafeBytes { Digest($0) } }, targets.map { $0.withUnsafeBytes { Digest($0) } },
      stepLabels.map { $0.withUnsafeBytes { Digest($0) } },
      parts.map { Digest("\($0.names) \($0.owners) \($0.masks)") },
      concepts.map {
        Digest(of: [Digest("\($0.names) \($0.values)"), $0.labels.withUnsafeBytes { Digest($0) }])
      },
    ]
    let facts = "\(shape) \(count) \(preparation) \(arrays.map(\.name)) \(classes) \(features ?? [])"
    return Digest(of: [own, Digest(facts)] + goals.compactMap { $0 })
  }
}

import FoundationEssentials

/// A tensor in a file: its extents, and its values as little-endian Float32.
extension Tensor: Codable {
  private enum Key: CodingKey { case shape, values }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(shape.extents, forKey: .shape)
    try container.encode(values.withUnsafeBytes { Data($0) }, forKey: .values)
  }

  /// Throws a `DecodingError` where shape and values don't fit together.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let extents = try container.decode([Int].self, forKey: .shape)
    let data = try container.decode(Data.self, forKey: .values)
    let count = extents.reduce(into: 1) { count, extent in
      count = extent >= 0 ? count.multipliedReportingOverflow(by: extent).partialValue : -1
    }
    guard extents.allSatisfy({ $0 >= 0 }), count >= 0, data.count == count * MemoryLayout<Float>.stride else {
      throw DecodingError.dataCorruptedError(
        forKey: .values, in: container, debugDescription: "\(data.count) bytes do not fill \(extents)")
    }
    let values = [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      _ = data.copyBytes(to: buffer)
      filled = count
    }
    self.init(Shape(extents), values)
  }
}

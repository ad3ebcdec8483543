/// How one number is written in a file: its kind and its size in bytes, as NumPy spells them.
public enum ElementType: String, Hashable, Sendable, CaseIterable {
  case b1, f2, f4, f8, i1, i2, i4, i8, u1, u2, u4, u8

  /// Bytes per number.
  public var size: Int {
    switch self {
    case .b1, .i1, .u1: 1
    case .f2, .i2, .u2: 2
    case .f4, .i4, .u4: 4
    case .f8, .i8, .u8: 8
    }
  }
}

extension ElementType {
  /// The numbers in `bytes`; nil if one of them is too large for a signed whole number of 64 bits.
  package func decode(_ bytes: Bytes, bigEndian: Bool) -> NumericArray.Elements? {
    func each<I: FixedWidthInteger, Value>(_ type: I.Type, _ convert: (I) -> Value) -> [Value] {
      let size = MemoryLayout<I>.size
      return (0..<bytes.count / size).map { index in
        let raw = bytes.buffer.loadUnaligned(fromByteOffset: index * size, as: I.self)
        return convert(bigEndian ? I(bigEndian: raw) : I(littleEndian: raw))
      }
    }
    switch self {
    case .u1: return .bytes([UInt8](bytes.buffer))
    case .b1: return .integers(each(UInt8.self) { $0 == 0 ? 0 : 1 })
    case .i1: return .integers(each(Int8.self) { Int64($0) })
    case .i2: return .integers(each(Int16.self) { Int64($0) })
    case .i4: return .integers(each(Int32.self) { Int64($0) })
    case .i8: return .integers(each(Int64.self) { $0 })
    case .u2: return .integers(each(UInt16.self) { Int64($0) })
    case .u4: return .integers(each(UInt32.self) { Int64($0) })
    case .u8:
      let values = each(UInt64.self) { Int64(bitPattern: $0) }
      return values.contains { $0 < 0 } ? nil : .integers(values)
    case .f2: return .floats(each(UInt16.self) { Float(Float16(bitPattern: $0)) })
    case .f4 where !bigEndian:
      // The usual case, and the order of bytes in memory: copied as a whole.
      return .floats(
        [Float](unsafeUninitializedCapacity: bytes.count / 4) { values, count in
          count = bytes.count / 4
          UnsafeMutableRawBufferPointer(values).copyMemory(from: bytes.buffer)
        })
    case .f4: return .floats(each(UInt32.self) { Float(bitPattern: $0) })
    case .f8: return .floats(each(UInt64.self) { Float(Double(bitPattern: $0)) })
    }
  }
}

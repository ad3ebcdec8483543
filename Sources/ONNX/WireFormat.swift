/// Protobuf's wire format: a message is a list of fields, each a number and a value.
///
/// Source: "Encoding", Protocol Buffers documentation. Groups, which nothing in ONNX uses, are refused.
struct WireReader {
  enum Field {
    case varint(UInt64)
    case fixed32(UInt32)
    case fixed64(UInt64)
    case bytes(FileSlice)
  }

  private let bytes: FileSlice
  private var position = 0

  init(_ bytes: FileSlice) {
    self.bytes = bytes
  }

  /// The next field, or nil at the end of the message.
  mutating func next() throws(ONNXError) -> (number: Int, field: Field)? {
    guard position < bytes.count else { return nil }
    let start = position
    let key = try varint()
    let number = Int(truncatingIfNeeded: key >> 3)
    switch key & 7 {
    case 0: return (number, .varint(try varint()))
    case 1: return (number, .fixed64(try take(8).numbers(UInt64.self)[0]))
    case 2: return (number, .bytes(try take(Int(truncatingIfNeeded: try varint()))))
    case 5: return (number, .fixed32(try take(4).numbers(UInt32.self)[0]))
    default: throw .malformed(byte: bytes.range.lowerBound + start)
    }
  }

  private mutating func take(_ length: Int) throws(ONNXError) -> FileSlice {
    guard let slice = bytes.slice(position, length) else {
      throw .truncated(byte: bytes.range.lowerBound + position)
    }
    position += length
    return slice
  }

  /// Seven bits a byte, the lowest first; the highest bit says whether another byte follows.
  private mutating func varint() throws(ONNXError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard position < bytes.count else { throw .truncated(byte: bytes.range.upperBound) }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
    }
    throw .malformed(byte: bytes.range.lowerBound + position)
  }

  /// Whole numbers without keys between them.
  mutating func packedVarints() throws(ONNXError) -> [UInt64] {
    var values: [UInt64] = []
    while position < bytes.count { values.append(try varint()) }
    return values
  }
}

extension WireReader.Field {
  /// Whole numbers as signed ones; other fields read as 0, as protobuf's own readers skip them.
  var integer: Int { if case .varint(let value) = self { Int(truncatingIfNeeded: value) } else { 0 } }

  var float: Float { if case .fixed32(let bits) = self { Float(bitPattern: bits) } else { 0 } }

  var text: String { if case .bytes(let bytes) = self { bytes.text } else { "" } }

  /// The field as a message of its own; what is no message reads as an empty one.
  var message: FileSlice { if case .bytes(let bytes) = self { bytes } else { FileSlice([]) } }

  /// One whole number, or a packed list of them.
  func integers() throws(ONNXError) -> [Int] {
    guard case .bytes(let bytes) = self else { return [integer] }
    var reader = WireReader(bytes)
    return try reader.packedVarints().map { Int(truncatingIfNeeded: $0) }
  }

  /// One number, or a packed list of them.
  var floats: [Float] {
    if case .bytes(let bytes) = self { bytes.numbers(Float.self) } else { [float] }
  }

  var doubles: [Double] {
    switch self {
    case .bytes(let bytes): bytes.numbers(Double.self)
    case .fixed64(let bits): [Double(bitPattern: bits)]
    default: []
    }
  }
}

extension FileSlice {
  /// Calls `read` with each field of the message.
  func eachField(_ read: (Int, WireReader.Field) throws(ONNXError) -> Void) throws(ONNXError) {
    var reader = WireReader(self)
    while let (number, field) = try reader.next() { try read(number, field) }
  }
}

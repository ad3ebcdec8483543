/// Protobuf's wire format, written: what ``WireReader`` reads.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  /// A whole number; negative ones take ten bytes.
  mutating func integer(_ number: Int, _ value: Int) {
    key(number, 0)
    varint(UInt64(bitPattern: Int64(value)))
  }

  mutating func float(_ number: Int, _ value: Float) {
    key(number, 5)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
  }

  mutating func text(_ number: Int, _ text: String) {
    let characters = text.utf8
    announce(number, length: characters.count)
    bytes += characters
  }

  /// Whole numbers without keys between them.
  mutating func integers(_ number: Int, _ values: [Int]) {
    message(number) { list in
      for value in values { list.varint(UInt64(bitPattern: Int64(value))) }
    }
  }

  mutating func message(_ number: Int, _ write: (inout WireWriter) -> Void) {
    var message = WireWriter()
    write(&message)
    announce(number, length: message.bytes.count)
    bytes += message.bytes
  }

  /// The beginning of a field whose bytes follow from elsewhere.
  mutating func announce(_ number: Int, length: Int) {
    key(number, 2)
    varint(UInt64(length))
  }

  private mutating func key(_ number: Int, _ type: UInt64) {
    varint(UInt64(number) << 3 | type)
  }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

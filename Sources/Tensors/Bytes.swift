/// Bytes of a file, borrowed for the length of a call: what lies outside of them is nil and never read.
package struct Bytes {
  package let buffer: UnsafeRawBufferPointer

  package init(_ buffer: UnsafeRawBufferPointer) {
    self.buffer = buffer
  }

  package var count: Int { buffer.count }

  package subscript(offset: Int) -> UInt8? {
    buffer.indices.contains(offset) ? buffer[offset] : nil
  }

  package func slice(at offset: Int, count: Int) -> Bytes? {
    guard offset >= 0, count >= 0, offset <= self.count, count <= self.count - offset else { return nil }
    return Bytes(UnsafeRawBufferPointer(rebasing: buffer[offset..<offset + count]))
  }

  package func integer<I: FixedWidthInteger>(at offset: Int, _ type: I.Type, bigEndian: Bool = false) -> I? {
    guard let slice = slice(at: offset, count: MemoryLayout<I>.size) else { return nil }
    let value = slice.buffer.loadUnaligned(as: I.self)
    return bigEndian ? I(bigEndian: value) : I(littleEndian: value)
  }

  package func starts(with magic: [UInt8]) -> Bool {
    buffer.starts(with: magic)
  }
}

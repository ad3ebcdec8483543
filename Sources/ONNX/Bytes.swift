/// A stretch of a file's bytes, shared with the file and not copied.
struct Bytes: Sendable {
  private let whole: [UInt8]
  let range: Range<Int>

  init(_ whole: [UInt8]) {
    self.whole = whole
    range = 0..<whole.count
  }

  private init(_ whole: [UInt8], _ range: Range<Int>) {
    self.whole = whole
    self.range = range
  }

  var count: Int { range.count }

  /// The byte at `offset` from the start of the stretch.
  subscript(offset: Int) -> UInt8 { whole[range.lowerBound + offset] }

  /// `length` bytes from `offset` on, or nil where there are not as many.
  func slice(_ offset: Int, _ length: Int) -> Bytes? {
    guard offset >= 0, length >= 0, offset <= count, length <= count - offset else { return nil }
    let start = range.lowerBound + offset
    return Bytes(whole, start..<start + length)
  }

  func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    whole.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// The bytes as text; what is not UTF-8 is replaced.
  var text: String { withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }

  /// The bytes as little-endian numbers of a fixed size, one after the other; a rest that fills none is left out.
  func numbers<Number: BitwiseCopyable>(_ type: Number.Type) -> [Number] {
    withUnsafeBytes { bytes in
      let size = MemoryLayout<Number>.size
      return [Number](unsafeUninitializedCapacity: bytes.count / size) { buffer, count in
        count = bytes.count / size
        UnsafeMutableRawBufferPointer(buffer).copyMemory(from: .init(rebasing: bytes[..<(count * size)]))
      }
    }
  }
}

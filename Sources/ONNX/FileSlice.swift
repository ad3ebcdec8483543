import Tensors

/// A stretch of a file's bytes, read in place and not copied.
struct FileSlice: Sendable {
  private enum Whole: Sendable {
    case file(MappedFile)
    case memory([UInt8])
  }

  private let whole: Whole
  /// Where the stretch lies in the file.
  let range: Range<Int>

  init(_ file: MappedFile) {
    self.init(.file(file), 0..<file.count)
  }

  init(_ bytes: [UInt8]) {
    self.init(.memory(bytes), 0..<bytes.count)
  }

  private init(_ whole: Whole, _ range: Range<Int>) {
    self.whole = whole
    self.range = range
  }

  var count: Int { range.count }

  /// The byte at `offset` from the start of the stretch.
  subscript(offset: Int) -> UInt8 {
    withUnsafeBytes { $0[offset] }
  }

  /// `length` bytes from `offset` on, or nil where there are not as many.
  func slice(_ offset: Int, _ length: Int) -> FileSlice? {
    guard offset >= 0, length >= 0, offset <= count, length <= count - offset else { return nil }
    let start = range.lowerBound + offset
    return FileSlice(whole, start..<start + length)
  }

  func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    switch whole {
    case .file(let file): file.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    case .memory(let bytes): bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }
  }

  /// The bytes as Float32 numbers in place, or nil where they are not in a file or not as many.
  func floats(_ count: Int) -> MappedFloats? {
    guard case .file(let file) = whole, count.multipliedReportingOverflow(by: 4) == (self.count, false) else {
      return nil
    }
    return MappedFloats(file, offset: range.lowerBound, count: count)
  }

  /// The bytes as text; what is not UTF-8 is replaced.
  var text: String { withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }

  /// The bytes as little-endian numbers of a fixed size, one after the other; a rest that fills none is left
  /// out.
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

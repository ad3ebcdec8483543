/// Float32 numbers in a stretch of a mapped file, read in place.
///
/// They may start at any byte, as numbers in an ONNX file do: protobuf aligns nothing, and in what PyTorch writes three
/// of four weights lie askew. What reads them loads bytes, or is known to read from any address.
public struct MappedFloats: Sendable {
  public let file: MappedFile
  /// The byte of the file that the first number starts at.
  public let offset: Int
  public let count: Int

  /// nil where the file does not hold as many numbers from there on.
  public init?(_ file: MappedFile, offset: Int, count: Int) {
    let (bytes, overflows) = count.multipliedReportingOverflow(by: MemoryLayout<Float>.size)
    guard !overflows, count >= 0, (0...file.count).contains(offset), bytes <= file.count - offset else {
      return nil
    }
    (self.file, self.offset, self.count) = (file, offset, count)
  }

  public subscript(index: Int) -> Float {
    withUnsafeBytes { $0.loadUnaligned(fromByteOffset: index * MemoryLayout<Float>.size, as: Float.self) }
  }

  /// The numbers, copied.
  public var values: [Float] {
    withUnsafeBytes { bytes in
      [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
        UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
        initialized = count
      }
    }
  }

  /// Where the first NaN lies, if there is one.
  public var firstNaN: Int? {
    withUnsafeBytes { bytes in
      func isNaN(_ index: Int) -> Bool {
        let bits = bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<UInt32>.size, as: UInt32.self)
        return bits & 0x7fff_ffff > 0x7f80_0000
      }
      // A block is judged as a whole, without a way out of the loop, so that several numbers are compared at once.
      let block = 1024
      for start in stride(from: 0, to: count, by: block) {
        let range = start..<min(start + block, count)
        var found = false
        for index in range { found = found || isNaN(index) }
        if found { return range.first(where: isNaN) }
      }
      return nil
    }
  }

  /// Calls `body` with the numbers' bytes, which stay where they are as long as the file object is kept.
  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try file.withUnsafeBytes { bytes throws(Failure) in
      try body(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count * MemoryLayout<Float>.size]))
    }
  }
}

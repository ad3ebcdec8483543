import CZlib

/// Decompression of deflated bytes (Deutsch, RFC 1951 and 1952) through zlib.
package enum Inflate {
  /// Deflate can't pack more than this into one byte, so a file that claims more is damaged.
  package static let largestRatio = 1032

  package enum Failure: Error {
    case truncated
    case damaged
    case noMemory
  }

  /// The first `count` bytes of a raw deflate stream; fewer if it ends before.
  package static func raw(_ bytes: Bytes, count: Int) throws(Failure) -> [UInt8] {
    try inflate(bytes, windowBits: -MAX_WBITS, limit: count)
  }

  /// The bytes of a gzip file with one or more members, at most `limit` of them.
  package static func gunzip(_ bytes: Bytes, limit: Int = .max) throws(Failure) -> [UInt8] {
    try inflate(bytes, windowBits: MAX_WBITS + 16, limit: limit)
  }

  /// Calls `body` with the bytes of a raw deflate stream, piece by piece and in pieces of any size, until it says no.
  package static func raw(_ bytes: Bytes, _ body: (UnsafeRawBufferPointer) -> Bool) throws(Failure) {
    try inflate(bytes, windowBits: -MAX_WBITS, limit: .max, body)
  }

  private static func inflate(_ bytes: Bytes, windowBits: Int32, limit: Int) throws(Failure) -> [UInt8] {
    var output: [UInt8] = []
    try inflate(bytes, windowBits: windowBits, limit: limit) { piece in
      output += piece
      return true
    }
    return output
  }

  private static func inflate(
    _ bytes: Bytes, windowBits: Int32, limit: Int, _ body: (UnsafeRawBufferPointer) -> Bool
  ) throws(Failure) {
    var stream = z_stream()
    guard inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw .noMemory
    }
    defer { inflateEnd(&stream) }
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    var (position, total) = (0, 0)
    while total < limit {
      // zlib counts in 32 bits: a file of any length is handed over in parts.
      let input = bytes.slice(at: position, count: min(bytes.count - position, 1 << 20))?.buffer
      let room = min(piece.count, limit - total)
      let (status, used, made) = piece.withUnsafeMutableBufferPointer { piece in
        stream.next_in = UnsafeMutablePointer(mutating: input?.bindMemory(to: UInt8.self).baseAddress)
        stream.avail_in = UInt32(input?.count ?? 0)
        stream.next_out = piece.baseAddress
        stream.avail_out = UInt32(room)
        let status = CZlib.inflate(&stream, Z_NO_FLUSH)
        return (status, (input?.count ?? 0) - Int(stream.avail_in), room - Int(stream.avail_out))
      }
      position += used
      total += made
      guard piece.withUnsafeBytes({ body(UnsafeRawBufferPointer(rebasing: $0[..<made])) }) else { return }
      switch status {
      case Z_OK: continue
      case Z_STREAM_END:
        let isGzip = windowBits > MAX_WBITS
        guard isGzip, bytes.slice(at: position, count: 2)?.starts(with: [0x1F, 0x8B]) == true else {
          return
        }
        inflateReset(&stream)
      case Z_BUF_ERROR: throw .truncated
      case Z_MEM_ERROR: throw .noMemory
      default: throw .damaged
      }
    }
  }
}

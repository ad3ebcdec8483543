import CXXHash

/// 128 bits that stand for a content: two contents with one digest are taken for the same (XXH3, Collet 2020).
///
/// It tells results apart; it is no protection against anyone who wants two contents to collide.
public struct Digest: Hashable, Sendable {
  public let high: UInt64
  public let low: UInt64

  public init(high: UInt64, low: UInt64) {
    (self.high, self.low) = (high, low)
  }

  public init(_ bytes: UnsafeRawBufferPointer) {
    let hash = XXH3_128bits(bytes.baseAddress, bytes.count)
    self.init(high: hash.high64, low: hash.low64)
  }

  public init(_ text: String) {
    var text = text
    self = text.withUTF8 { Digest(UnsafeRawBufferPointer($0)) }
  }

  /// The digest of several in their order.
  public init(of parts: [Digest]) {
    self = parts.withUnsafeBytes { Digest($0) }
  }

  /// The digest of a file's bytes.
  ///
  /// Throws a `FileError` where it can't be read.
  public init(file path: String) throws(FileError) {
    self = try MappedFile(path).withUnsafeBytes { Digest($0) }
  }
}

extension Digest: CustomStringConvertible {
  /// 32 hexadecimal digits.
  public var description: String {
    [high, low].map { half in
      let digits = String(half, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

}

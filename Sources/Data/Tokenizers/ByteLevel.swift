/// Bytes written as printable characters, one for each: printable ones of Latin-1 are themselves, and the others
/// are U+0100 and up, in their order. A blank becomes `Ġ`.
///
/// Source: Radford et al. 2019 (GPT-2).
enum ByteLevel {
  /// Where GPT-2 cuts a text into words.
  static let pattern =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  /// What a blank becomes.
  static let blank: Unicode.Scalar = "\u{120}"

  private static let scalars: [Unicode.Scalar] = {
    var next: UInt32 = 0x100
    return (0...255).map { byte in
      if 0x21...0x7E ~= byte || 0xA1...0xAC ~= byte || 0xAE...0xFF ~= byte {
        return Unicode.Scalar(UInt8(byte))
      }
      defer { next += 1 }
      return Unicode.Scalar(next) ?? "?"
    }
  }()

  private static let bytes: [Unicode.Scalar: UInt8] = Dictionary(
    uniqueKeysWithValues: scalars.enumerated().map { ($1, UInt8($0)) })

  static func spelled(_ text: AlignedText) -> AlignedText {
    var result = AlignedText()
    for (byte, origin) in zip(text.bytes, text.origins) { result.append(scalars[Int(byte)], from: origin) }
    return result
  }

  /// The text that a token stands for; nil if it is not written in this way.
  static func text(of token: String) -> String? {
    var bytes: [UInt8] = []
    for scalar in token.unicodeScalars {
      guard let byte = self.bytes[scalar] else { return nil }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The replacements of characters that a sentencepiece model brings along: a double-array tree over the bytes of what
/// is replaced, and the replacements.
///
/// Source: Aoe 1989 for the tree; sentencepiece, `precompiled_charsmap`, for its form.
struct CharacterMap: Sendable {
  private let units: [UInt32]
  /// Texts, each ended by a zero.
  private let replacements: [UInt8]

  /// Reads the map from Base64.
  init(_ entry: Entry) throws(TokenizerError) {
    func broken(_ reason: String) -> TokenizerError {
      .badValue(path: entry.path, place: entry.place, reason: reason)
    }
    guard let bytes = CharacterMap.decoded(try entry.text()) else { throw broken("it is no Base64") }
    guard bytes.count >= 4 else { throw broken("it is too short") }
    let word = { (offset: Int) in
      (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1)) }
    }
    let size = Int(word(0))
    guard size % 4 == 0, size <= bytes.count - 4 else { throw broken("its tree is longer than it is itself") }
    units = stride(from: 4, to: 4 + size, by: 4).map(word)
    replacements = Array(bytes[(4 + size)...])
  }

  /// Clusters of characters are replaced as a whole where the map has them and they are short; else each character.
  func normalized(_ text: AlignedText) -> AlignedText {
    var scalars: [(value: Unicode.Scalar, consumed: Int)] = []
    // What is dropped before anything is kept.
    var skipped = 0
    func add(_ replacement: String, for count: Int) {
      let new = Array(replacement.unicodeScalars)
      for (index, scalar) in new.enumerated() { scalars.append((scalar, index < count ? 1 : 0)) }
      guard new.count < count else { return }
      if let last = scalars.indices.last {
        scalars[last].consumed += count - new.count
      } else {
        skipped += count
      }
    }
    for character in String(decoding: text.bytes, as: UTF8.self) {
      let cluster = character.unicodeScalars
      if character.utf8.count < 6, let replacement = replacement(character.utf8) {
        add(replacement, for: cluster.count)
        continue
      }
      for scalar in cluster {
        if let replacement = replacement(String(scalar).utf8) {
          add(replacement, for: 1)
        } else {
          scalars.append((scalar, 1))
        }
      }
    }
    guard skipped > 0, let start = text.origins.first?.start else { return text.replaced(by: scalars) }
    var offset = 0
    for _ in 0..<skipped where offset < text.count { offset = text.scalar(at: offset).end }
    var result = text[offset..<text.count].replaced(by: scalars)
    // What is kept first stands for what was dropped, too: it still begins the text.
    result.stretchFirst(to: start)
    return result
  }

  /// What replaces the shortest beginning of some bytes that the map has.
  private func replacement(_ bytes: some Sequence<UInt8>) -> String? {
    guard let root = units.first else { return nil }
    var place = offset(of: root)
    for byte in bytes {
      if byte == 0 { return nil }
      place ^= Int(byte)
      guard units.indices.contains(place), units[place] & 0x8000_00FF == UInt32(byte) else { return nil }
      let unit = units[place]
      place ^= offset(of: unit)
      if unit >> 8 & 1 == 1 {
        guard units.indices.contains(place) else { return nil }
        let start = Int(units[place] & 0x7FFF_FFFF)
        guard start < replacements.count else { return nil }
        return String(decoding: replacements[start...].prefix { $0 != 0 }, as: UTF8.self)
      }
    }
    return nil
  }

  private func offset(of unit: UInt32) -> Int {
    Int(unit >> 10) << (unit >> 9 & 1 == 1 ? 8 : 0)
  }

  private static func decoded(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var (bits, count) = (UInt32(0), 0)
    for byte in text.utf8 {
      let value: UInt8
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - 65
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - 97 + 26
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - 48 + 52
      case UInt8(ascii: "+"): value = 62
      case UInt8(ascii: "/"): value = 63
      case UInt8(ascii: "="): continue
      default: return nil
      }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return bytes
  }
}

/// A text on its way to tokens: its UTF-8 bytes, and for each of them which bytes of the user's text it stands for.
struct AlignedText: Sendable {
  /// Bytes of the user's text, from `start` up to `end`.
  struct Origin: Sendable {
    var start: Int32
    var end: Int32
  }

  private(set) var bytes: [UInt8] = []
  private(set) var origins: [Origin] = []

  var count: Int { bytes.count }
  var isEmpty: Bool { bytes.isEmpty }
  var isASCII: Bool { bytes.allSatisfy { $0 < 0x80 } }

  init() {}

  init(_ text: String) {
    bytes = Array(text.utf8)
    origins.reserveCapacity(bytes.count)
    var offset = 0
    while offset < bytes.count {
      let end = scalar(at: offset).end
      let origin = Origin(start: Int32(offset), end: Int32(end))
      for _ in offset..<end { origins.append(origin) }
      offset = end
    }
  }

  /// The part at `range` of the bytes.
  subscript(range: Range<Int>) -> AlignedText {
    var part = AlignedText()
    part.bytes = Array(bytes[range])
    part.origins = Array(origins[range])
    return part
  }

  /// The scalar whose bytes begin at `offset`, and where the next one begins.
  func scalar(at offset: Int) -> (value: Unicode.Scalar, end: Int) {
    let first = bytes[offset]
    if first < 0x80 { return (Unicode.Scalar(first), offset + 1) }
    let count = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    let end = min(offset + count, bytes.count)
    var code = UInt32(first) & (0xFF >> UInt32(count + 1))
    for index in offset + 1..<end { code = code << 6 | UInt32(bytes[index] & 0x3F) }
    return (Unicode.Scalar(code) ?? "\u{FFFD}", end)
  }

  /// The scalar before `offset`.
  func scalar(before offset: Int) -> Unicode.Scalar? {
    guard offset > 0 else { return nil }
    var start = offset - 1
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return scalar(at: start).value
  }

  func forEachScalar(_ body: (_ scalar: Unicode.Scalar, _ range: Range<Int>) -> Void) {
    var offset = 0
    while offset < bytes.count {
      let (scalar, end) = scalar(at: offset)
      body(scalar, offset..<end)
      offset = end
    }
  }

  mutating func append(_ scalar: Unicode.Scalar, from origin: Origin) {
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { append(byte, from: origin) }
  }

  mutating func append(_ byte: UInt8, from origin: Origin) {
    bytes.append(byte)
    origins.append(origin)
  }

  mutating func append(_ text: String, from origin: Origin) {
    for byte in text.utf8 { append(byte, from: origin) }
  }

  mutating func append(_ range: Range<Int>, of other: AlignedText) {
    bytes += other.bytes[range]
    origins += other.origins[range]
  }

  /// Each scalar replaced by what `body` appends for it.
  func mapped(_ body: (Unicode.Scalar, Origin, inout AlignedText) -> Void) -> AlignedText {
    var result = AlignedText()
    result.bytes.reserveCapacity(count)
    result.origins.reserveCapacity(count)
    forEachScalar { scalar, range in body(scalar, origins[range.lowerBound], &result) }
    return result
  }

  /// Scalars that take the place of these ones: each takes that of the next one here and of `consumed` - 1 after it,
  /// and stands for the first of them; where `consumed` is 0, it stands for what the one before it stood for.
  func replaced(by scalars: [(value: Unicode.Scalar, consumed: Int)]) -> AlignedText {
    var result = AlignedText()
    var offset = 0
    for (scalar, consumed) in scalars {
      let place = consumed > 0 ? offset : offset - 1
      let origin = origins.indices.contains(place) ? origins[place] : Origin(start: 0, end: 0)
      result.append(scalar, from: origin)
      for _ in 0..<consumed where offset < bytes.count { offset = self.scalar(at: offset).end }
    }
    return result
  }

  /// Lets the first scalar stand for the user's text from `start` on.
  mutating func stretchFirst(to start: Int32) {
    guard !isEmpty else { return }
    for offset in 0..<scalar(at: 0).end { origins[offset].start = start }
  }

  /// The text with `prefix` before it, which stands for what the first scalar stands for.
  func prefixed(by prefix: String) -> AlignedText {
    guard let first = origins.first else { return self }
    var result = AlignedText()
    result.append(prefix, from: first)
    result.append(0..<count, of: self)
    return result
  }

  /// The text with `replacement` in place of each of some ranges in order, standing for the last byte of it.
  func replacing(_ ranges: [Range<Int>], by replacement: String) -> AlignedText {
    guard !ranges.isEmpty else { return self }
    var result = AlignedText()
    var end = 0
    for range in ranges {
      result.append(end..<range.lowerBound, of: self)
      let last = range.upperBound > 0 ? origins[range.upperBound - 1] : Origin(start: 0, end: 0)
      result.append(replacement, from: last)
      end = range.upperBound
    }
    result.append(end..<count, of: self)
    return result
  }

  /// Where `part` occurs, without overlaps.
  func ranges(of part: [UInt8]) -> [Range<Int>] {
    guard let first = part.first else { return [] }
    var ranges: [Range<Int>] = []
    var offset = 0
    while offset + part.count <= count {
      if bytes[offset] == first, bytes[offset..<offset + part.count].elementsEqual(part) {
        ranges.append(offset..<offset + part.count)
        offset += part.count
      } else {
        offset += 1
      }
    }
    return ranges
  }

  func starts(with prefix: String) -> Bool { bytes.starts(with: prefix.utf8) }

  /// The bytes of the user's text that a part stands for.
  func origin(of range: Range<Int>) -> Range<Int> {
    guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= count else {
      let place = origins.indices.contains(range.lowerBound) ? Int(origins[range.lowerBound].start) : 0
      return place..<place
    }
    let start = Int(origins[range.lowerBound].start)
    return start..<max(start, Int(origins[range.upperBound - 1].end))
  }
}

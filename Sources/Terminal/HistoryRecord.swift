/// One line of the history: a flat JSON object (RFC 8259).
struct HistoryRecord: Hashable {
  var id: String?
  var time: String?
  var folder: String?
  var statement: String?
  var outcome: String?
  var seconds: Double?

  init(id: String) {
    self.id = id
  }

  /// Nil where the line is no flat object; keys that are not known are left out.
  init?(_ line: ArraySlice<UInt8>) {
    var rest = line
    func skip() { rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == 13 } }
    func accept(_ byte: Unicode.Scalar) -> Bool {
      skip()
      guard rest.first == UInt8(ascii: byte) else { return false }
      rest = rest.dropFirst()
      return true
    }
    guard accept("{") else { return nil }
    if !accept("}") {
      repeat {
        skip()
        guard let key = Self.string(&rest), accept(":") else { return nil }
        skip()
        if rest.first == UInt8(ascii: "\"") {
          guard let text = Self.string(&rest) else { return nil }
          take(key, text)
        } else {
          let word = rest.prefix { !",} \t".utf8.contains($0) }
          guard !word.isEmpty else { return nil }
          if key == "seconds" { seconds = Double(String(decoding: word, as: UTF8.self)) }
          rest = rest.dropFirst(word.count)
        }
      } while accept(",")
      guard accept("}") else { return nil }
    }
    skip()
    guard rest.isEmpty else { return nil }
  }

  private mutating func take(_ key: String, _ text: String) {
    switch key {
    case "id": id = text
    case "time": time = text
    case "folder": folder = text
    case "statement": statement = text
    case "outcome": outcome = text
    default: break
    }
  }

  /// A string at the start of the bytes, which go on behind it.
  private static func string(_ rest: inout ArraySlice<UInt8>) -> String? {
    let quote = UInt8(ascii: "\"")
    guard rest.first == quote else { return nil }
    var place = rest.startIndex + 1
    var (bytes, start) = ([UInt8](), place)
    while place < rest.endIndex {
      let byte = rest[place]
      if byte == quote {
        bytes += rest[start..<place]
        rest = rest[(place + 1)...]
        return String(decoding: bytes, as: UTF8.self)
      }
      if byte < 0x20 { return nil }
      guard byte == UInt8(ascii: "\\") else {
        place += 1
        continue
      }
      bytes += rest[start..<place]
      guard let (character, end) = escape(rest, place + 1) else { return nil }
      bytes += Array(String(character).utf8)
      (place, start) = (end, end)
    }
    return nil
  }

  /// What `\n` or `\u00e9` stands for, and where it ends.
  private static func escape(_ bytes: ArraySlice<UInt8>, _ place: Int) -> (Unicode.Scalar, Int)? {
    guard place < bytes.endIndex else { return nil }
    switch bytes[place] {
    case UInt8(ascii: "n"): return ("\n", place + 1)
    case UInt8(ascii: "t"): return ("\t", place + 1)
    case UInt8(ascii: "r"): return ("\r", place + 1)
    case UInt8(ascii: "b"): return ("\u{8}", place + 1)
    case UInt8(ascii: "f"): return ("\u{C}", place + 1)
    case UInt8(ascii: "u"):
      guard let high = unit(bytes, place + 1) else { return nil }
      if let scalar = Unicode.Scalar(high) { return (scalar, place + 5) }
      // Characters beyond the first 65536 are written as two halves.
      guard place + 6 < bytes.endIndex, bytes[place + 5] == UInt8(ascii: "\\"),
        bytes[place + 6] == UInt8(ascii: "u"), let low = unit(bytes, place + 7),
        UTF16.isLeadSurrogate(high), UTF16.isTrailSurrogate(low)
      else { return nil }
      let value = 0x10000 + (UInt32(high) - 0xD800) << 10 + UInt32(low) - 0xDC00
      return Unicode.Scalar(value).map { ($0, place + 11) }
    case let byte where "\"\\/".utf8.contains(byte): return (Unicode.Scalar(byte), place + 1)
    default: return nil
    }
  }

  private static func unit(_ bytes: ArraySlice<UInt8>, _ start: Int) -> UInt16? {
    guard start + 4 <= bytes.endIndex else { return nil }
    return UInt16(String(decoding: bytes[start..<start + 4], as: UTF8.self), radix: 16)
  }

  var json: String {
    var fields: [String] = []
    func add(_ key: String, _ text: String?) {
      if let text { fields.append("\"\(key)\":\(Self.quoted(text))") }
    }
    add("time", time)
    add("id", id)
    add("folder", folder)
    add("statement", statement)
    add("outcome", outcome)
    if let seconds { fields.append("\"seconds\":\((seconds * 1e6).rounded() / 1e6)") }
    return "{" + fields.joined(separator: ",") + "}"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for character in text.unicodeScalars {
      switch character {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where character.value < 0x20:
        let digits = String(character.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(character)
      }
    }
    return result + "\""
  }
}

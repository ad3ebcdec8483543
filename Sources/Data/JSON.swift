import Tensors

/// A JSON document as RFC 8259 has it, read strictly.
package enum JSON: Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([JSON])
  /// Members in their order; of those with the same name the last one counts.
  case object([(key: String, value: JSON)])

  package struct Failure: Error {
    package let reason: String
    /// The byte at which reading stopped.
    package let offset: Int
  }

  /// Files with more levels are made to break readers, not to be read.
  static let deepest = 128
  /// Values need more room in memory than in a file: 20 million take about half a gigabyte.
  static let mostValues = 20_000_000

  package init(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    var reader = JSONReader(bytes: bytes)
    self = try reader.document()
  }

  package subscript(_ key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.key == key }?.value
  }

  /// What it is, as a reader would say it.
  package var kind: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .text: "text"
    case .list: "a list"
    case .object: "an object"
    }
  }
}

private struct JSONReader {
  let bytes: UnsafeRawBufferPointer
  var offset = 0
  var count = 0
  var depth = 0

  private var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private func failure(_ reason: String) -> JSON.Failure { JSON.Failure(reason: reason, offset: offset) }

  mutating func document() throws(JSON.Failure) -> JSON {
    // A byte order mark is forbidden to writers, and readers may pass over it.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    let value = try value()
    skipSpace()
    guard offset == bytes.count else { throw failure("something follows its end") }
    return value
  }

  private mutating func skipSpace() {
    while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
  }

  private mutating func value() throws(JSON.Failure) -> JSON {
    skipSpace()
    count += 1
    guard count <= JSON.mostValues else { throw failure("it holds more than \(JSON.mostValues) values") }
    switch byte {
    case UInt8(ascii: "{"): return try nested { (reader) throws(JSON.Failure) in try reader.object() }
    case UInt8(ascii: "["): return try nested { (reader) throws(JSON.Failure) in try reader.list() }
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case nil: throw failure("it ends too early")
    case let byte? where byte == UInt8(ascii: "-") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte:
      return try number()
    default: throw failure("no value begins like this")
    }
  }

  private mutating func nested(
    _ body: (inout JSONReader) throws(JSON.Failure) -> JSON
  ) throws(JSON.Failure) -> JSON {
    guard depth < JSON.deepest else { throw failure("it is nested more than \(JSON.deepest) levels deep") }
    depth += 1
    defer { depth -= 1 }
    offset += 1
    return try body(&self)
  }

  private mutating func word(_ word: StaticString, _ value: JSON) throws(JSON.Failure) -> JSON {
    let end = offset + word.utf8CodeUnitCount
    guard end <= bytes.count, bytes[offset..<end].elementsEqual("\(word)".utf8) else {
      throw failure("no value begins like this")
    }
    offset = end
    return value
  }

  private mutating func list() throws(JSON.Failure) -> JSON {
    var values: [JSON] = []
    skipSpace()
    if take("]") { return .list(values) }
    while true {
      values.append(try value())
      skipSpace()
      if take("]") { return .list(values) }
      try expect(",", in: "a list")
    }
  }

  private mutating func object() throws(JSON.Failure) -> JSON {
    var members: [(key: String, value: JSON)] = []
    skipSpace()
    if take("}") { return .object(members) }
    while true {
      skipSpace()
      guard byte == UInt8(ascii: "\"") else { throw failure("the name of a member is missing") }
      let key = try text()
      skipSpace()
      try expect(":", in: "an object")
      members.append((key, try value()))
      skipSpace()
      if take("}") { return .object(members) }
      try expect(",", in: "an object")
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard byte == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar, in place: String) throws(JSON.Failure) {
    guard byte != nil else { throw failure("it ends too early") }
    guard take(character) else { throw failure("\"\(character)\" is missing in \(place)") }
  }

  private mutating func text() throws(JSON.Failure) -> String {
    offset += 1
    let start = offset
    while let byte, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { offset += 1 }
    if byte == UInt8(ascii: "\"") { return try string(bytes[start..<offset]) }
    var unescaped = [UInt8](bytes[start..<offset])
    while let byte {
      switch byte {
      case UInt8(ascii: "\""): return try string(unescaped)
      case UInt8(ascii: "\\"): try escape(into: &unescaped)
      case 0..<0x20: throw failure("a control character stands in a text")
      default:
        unescaped.append(byte)
        offset += 1
      }
    }
    throw failure("it ends too early")
  }

  /// The text of some bytes, after which a quotation mark stands.
  private mutating func string(_ utf8: some Collection<UInt8>) throws(JSON.Failure) -> String {
    guard let text = String(validating: utf8, as: UTF8.self) else { throw failure("a text is not UTF-8") }
    offset += 1
    return text
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSON.Failure) {
    offset += 1
    let plain: [UInt8: UInt8] = [
      UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F, UInt8(ascii: "b"): 0x08,
      UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    ]
    if let byte, let value = plain[byte] {
      text.append(value)
      offset += 1
      return
    }
    guard take("u") else { throw failure("there is no such escape in a text") }
    var code = try hexadecimal()
    if (0xD800..<0xDC00).contains(code), take("\\"), take("u") {
      let low = try hexadecimal()
      guard (0xDC00..<0xE000).contains(low) else { throw failure("half of a surrogate pair is missing") }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw failure("half of a surrogate pair is missing") }
    text += UTF8.encode(scalar).map { Array($0) } ?? []
  }

  private mutating func hexadecimal() throws(JSON.Failure) -> UInt32 {
    guard offset + 4 <= bytes.count,
      let text = String(validating: bytes[offset..<offset + 4], as: UTF8.self),
      text.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }), let code = UInt32(text, radix: 16)
    else { throw failure("four hexadecimal digits are missing") }
    offset += 4
    return code
  }

  private mutating func number() throws(JSON.Failure) -> JSON {
    let start = offset
    _ = take("-")
    if !take("0") { try digits() }
    let wholeEnd = offset
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    if offset == wholeEnd, let whole = Int(text), abs(whole) < 1 << 53 { return .number(Double(whole)) }
    guard let value = Double(text), value.isFinite else { throw failure("a number is out of range") }
    return .number(value)
  }

  private mutating func digits() throws(JSON.Failure) {
    let start = offset
    while let byte, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { offset += 1 }
    guard offset > start else { throw failure("a digit is missing") }
  }
}

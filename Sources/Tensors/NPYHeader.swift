/// What the start of a `.npy` file says about the numbers that follow.
public struct NPYHeader: Hashable, Sendable {
  public let shape: Shape
  /// NumPy's spelling, such as `<f4`.
  public let typeName: String
  let columnMajor: Bool
  /// Bytes before the first number.
  let size: Int

  /// The kind of number; nil for strings, records and other kinds that are no numbers here.
  public var type: ElementType? {
    guard let order = typeName.first, "<>|=".contains(order) else { return nil }
    return ElementType(rawValue: String(typeName.dropFirst()))
  }

  var bigEndian: Bool { typeName.hasPrefix(">") }

  package init(_ bytes: Bytes, file: String) throws(ArrayFileError) {
    guard bytes.starts(with: NPY.magic) else { throw .notOfFormat(file: file, format: "a NumPy (.npy)") }
    guard let version = bytes[6] else {
      throw .truncated(file: file, needed: 10, found: bytes.count)
    }
    guard (1...3).contains(version) else { throw .badHeader(file: file, reason: "format version \(version)") }
    let start = version == 1 ? 10 : 12
    let length =
      version == 1
      ? bytes.integer(at: 8, UInt16.self).map { Int($0) } : bytes.integer(at: 8, UInt32.self).map { Int($0) }
    guard let length, let text = bytes.slice(at: start, count: length) else {
      throw .truncated(file: file, needed: start + (length ?? 0), found: bytes.count)
    }
    size = start + length
    var scanner = DictionaryScanner(text)
    guard let entries = scanner.dictionary() else {
      throw .badHeader(file: file, reason: "it is no Python dictionary of a type, an order and a shape")
    }
    guard case .word(let order)? = entries["fortran_order"], ["True", "False"].contains(order) else {
      throw .badHeader(file: file, reason: "fortran_order is neither True nor False")
    }
    columnMajor = order == "True"
    switch entries["descr"] {
    case .string(let name)?: typeName = name
    case .other?: throw .unsupportedType(file: file, type: "record")
    default: throw .badHeader(file: file, reason: "the element type is missing")
    }
    guard case .tuple(let extents)? = entries["shape"] else {
      throw .badHeader(file: file, reason: "the shape is missing or has an extent that is no whole number")
    }
    // NumPy's own limit.
    guard extents.count <= 64 else {
      throw .badHeader(file: file, reason: "a shape of \(extents.count) axes")
    }
    // Extents of 0 count as 1, and each number as 16 bytes, so that no count, stride or size can overflow later.
    var product = 16
    for extent in extents {
      let (next, overflow) = product.multipliedReportingOverflow(by: max(extent, 1))
      if overflow { throw .badHeader(file: file, reason: "the shape \(extents) is impossibly large") }
      product = next
    }
    shape = Shape(extents)
  }
}

/// Reads the one dictionary that heads a `.npy` file; anything unexpected is nil.
private struct DictionaryScanner {
  enum Value {
    case string(String)
    case word(String)
    case tuple([Int])
    case other
  }

  private var rest: Slice<UnsafeRawBufferPointer>

  init(_ bytes: Bytes) {
    rest = bytes.buffer[...]
  }

  mutating func dictionary() -> [String: Value]? {
    guard take("{") else { return nil }
    var entries: [String: Value] = [:]
    while !take("}") {
      guard let key = string(), take(":"), let value = value() else { return nil }
      entries[key] = value
      if !take(",") {
        guard take("}") else { return nil }
        break
      }
    }
    return entries
  }

  private mutating func value() -> Value? {
    if let string = string() { return .string(string) }
    if take("(") { return tuple().map { .tuple($0) } }
    if take("[") { return skipRecord() ? .other : nil }
    let word = takeWhile { UInt8(ascii: "A")...UInt8(ascii: "z") ~= $0 }
    return word.isEmpty ? nil : .word(word)
  }

  private mutating func tuple() -> [Int]? {
    var extents: [Int] = []
    while !take(")") {
      guard let extent = Int(takeWhile { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
      extents.append(extent)
      if !take(",") { return take(")") ? extents : nil }
    }
    return extents
  }

  /// Passes over the type of a record, `[('a', '<f4'), ...]`.
  private mutating func skipRecord() -> Bool {
    var depth = 1
    while depth > 0, let byte = rest.popFirst() {
      if byte == UInt8(ascii: "[") { depth += 1 }
      if byte == UInt8(ascii: "]") { depth -= 1 }
    }
    return depth == 0
  }

  private mutating func string() -> String? {
    guard take("'") else { return nil }
    let text = takeWhile { $0 != UInt8(ascii: "'") }
    return take("'") ? text : nil
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    rest = rest.drop { $0 == UInt8(ascii: " ") }
    guard rest.first == UInt8(ascii: character) else { return false }
    rest = rest.dropFirst()
    return true
  }

  private mutating func takeWhile(_ belongs: (UInt8) -> Bool) -> String {
    rest = rest.drop { $0 == UInt8(ascii: " ") }
    let text = rest.prefix(while: belongs)
    rest = rest.dropFirst(text.count)
    return String(decoding: text, as: UTF8.self)
  }
}

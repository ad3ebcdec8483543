/// NumPy's file of one array: a magic string, a version, a Python dictionary as header, the numbers.
///
/// Source: NumPy Enhancement Proposal 1 (Kern, 2007), versions 1 to 3.
public enum NPY {
  static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]

  /// Reads an array of numbers from the file at `path`.
  public static func read(_ path: String) throws -> NumericArray {
    try MappedFile(path).withUnsafeBytes { try read(Bytes($0), file: "'\(path)'") }
  }

  /// Shape and kind of the numbers in the file at `path`, without reading them.
  public static func header(_ path: String) throws -> NPYHeader {
    try MappedFile(path).withUnsafeBytes { try NPYHeader(Bytes($0), file: "'\(path)'") }
  }

  package static func read(_ bytes: Bytes, file: String) throws -> NumericArray {
    let header = try NPYHeader(bytes, file: file)
    guard let type = header.type else {
      throw ArrayFileError.unsupportedType(file: file, type: header.typeName)
    }
    let shape = header.shape
    let data = try numbers(bytes, header, size: shape.count * type.size, file: file)
    guard let elements = type.decode(data, bigEndian: header.bigEndian) else {
      throw ArrayFileError.tooLarge(file: file, what: "a whole number in it exceeds \(Int64.max)")
    }
    return NumericArray(shape, header.columnMajor ? elements.fromColumnMajor(shape) : elements)
  }

  /// Reads an array of strings (NumPy's type `U`, four bytes per character), in the order of the file.
  package static func readStrings(_ bytes: Bytes, file: String) throws -> [String] {
    let header = try NPYHeader(bytes, file: file)
    guard header.typeName.dropFirst().first == "U", let width = Int(header.typeName.dropFirst(2)),
      (0...1_000_000).contains(width),
      case let length = 4 * width,
      case (let size, let overflow) = header.shape.count.multipliedReportingOverflow(by: length), !overflow
    else { throw ArrayFileError.unsupportedType(file: file, type: header.typeName) }
    let data = try numbers(bytes, header, size: size, file: file)
    guard width > 0 else { return [] }
    return (0..<header.shape.count).map { index in
      let characters = (0..<width).lazy.compactMap {
        data.integer(at: index * length + 4 * $0, UInt32.self, bigEndian: header.bigEndian)
      }
      return String(String.UnicodeScalarView(characters.prefix { $0 != 0 }.compactMap(Unicode.Scalar.init)))
    }
  }

  private static func numbers(
    _ bytes: Bytes, _ header: NPYHeader, size: Int, file: String
  ) throws(ArrayFileError) -> Bytes {
    guard let data = bytes.slice(at: header.size, count: size) else {
      // What follows the header is counted, so that the sum can't overflow.
      throw .truncated(file: file, needed: size, found: bytes.count - header.size)
    }
    return data
  }

  /// The file that `numpy.save` would write: floats as `<f4`, whole numbers as `<i8`, bytes as `|u1`.
  public static func bytes(_ array: NumericArray) -> [UInt8] {
    let extents = array.shape.extents.map(String.init).joined(separator: ", ")
    let shape = array.shape.rank == 1 ? "(\(extents),)" : "(\(extents))"
    let dictionary = "{'descr': '\(array.elements.typeName)', 'fortran_order': False, 'shape': \(shape), }"
    // Magic, version, length and the final line feed take 11 bytes; the numbers start at a multiple of 64.
    let padding = (64 - (11 + dictionary.utf8.count) % 64) % 64
    let length = dictionary.utf8.count + padding + 1
    var bytes = magic + [1, 0, UInt8(truncatingIfNeeded: length), UInt8(truncatingIfNeeded: length >> 8)]
    bytes += dictionary.utf8
    bytes += [UInt8](repeating: 0x20, count: padding) + [0x0A]
    switch array.elements {
    case .floats(let values): values.withUnsafeBytes { bytes += $0 }
    case .integers(let values): values.withUnsafeBytes { bytes += $0 }
    case .bytes(let values): bytes += values
    }
    return bytes
  }

  /// Writes `array` to the file at `path`.
  public static func write(_ array: NumericArray, to path: String) throws(FileError) {
    try writeAtomically(bytes(array), to: path)
  }
}

extension NumericArray.Elements {
  fileprivate var typeName: String {
    switch self {
    case .floats: "<f4"
    case .integers: "<i8"
    case .bytes: "|u1"
    }
  }

  /// The same numbers in row-major order, from the order in which the first index varies fastest.
  fileprivate func fromColumnMajor(_ shape: Shape) -> Self {
    func reorder<Value>(_ values: [Value]) -> [Value] {
      let strides = [Int](Shape(shape.extents.reversed()).strides.reversed())
      var index = [Int](repeating: 0, count: shape.rank)
      var position = 0
      return values.indices.map { _ in
        let value = values[position]
        for axis in index.indices.reversed() {
          index[axis] += 1
          position += strides[axis]
          if index[axis] < shape[axis] { break }
          position -= strides[axis] * shape[axis]
          index[axis] = 0
        }
        return value
      }
    }
    switch self {
    case .floats(let values): return .floats(reorder(values))
    case .integers(let values): return .integers(reorder(values))
    case .bytes(let values): return .bytes(reorder(values))
    }
  }
}

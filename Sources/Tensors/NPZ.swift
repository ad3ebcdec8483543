/// NumPy's archive of named arrays: a zip file with one `.npy` entry for each.
public struct NPZ: Sendable {
  private let file: MappedFile

  /// Opens the archive at `path`; its arrays are read one by one, when they are asked for.
  public init(_ path: String) throws {
    file = try MappedFile(path)
    _ = try directory { _, _ in }
  }

  /// The names of the arrays, in the order of the file.
  public var keys: [String] {
    get throws { try directory { zip, _ in zip.entries.map { NPZ.key($0.name) } } }
  }

  /// Reads the array named `key`.
  public func array(_ key: String) throws -> NumericArray {
    try contents(key) { try NPY.read($0, file: $1) }
  }

  /// Reads the array of strings named `key`.
  public func strings(_ key: String) throws -> [String] {
    try contents(key) { try NPY.readStrings($0, file: $1) }
  }

  /// Shape and kind of the array named `key`, without reading its numbers.
  public func header(_ key: String) throws -> NPYHeader {
    // Headers of usual arrays take 128 bytes; the longest of version 1 is 65,546.
    try contents(key, limit: 65_546) { try NPYHeader($0, file: $1) }
  }

  /// Calls `body` with the bytes of each entry along the first axis of an array, in their order, until it says no.
  ///
  /// However large the array is, only some of its bytes are in memory at a time.
  public func forEachRow(
    _ key: String, _ body: (_ row: Int, _ bytes: UnsafeRawBufferPointer) throws -> Bool
  ) throws {
    let header = try header(key)
    guard let type = header.type, !header.columnMajor, header.shape.rank > 0 else {
      throw ArrayFileError.unsupportedType(file: "'\(file.path)', array '\(key)'", type: header.typeName)
    }
    let size = type.size * header.shape.extents.dropFirst().reduce(1, *)
    guard size > 0 else { return }
    try directory { zip, bytes in
      var (skipped, row, number) = (header.size, [UInt8](), 0)
      row.reserveCapacity(size)
      try zip.forEachPiece(of: entry(key, of: zip), in: bytes) { piece in
        var rest = piece.dropFirst(skipped)
        skipped -= piece.count - rest.count
        while !rest.isEmpty {
          // Most rows lie within a piece; of the others what came before is kept.
          let part = UnsafeRawBufferPointer(rebasing: rest.prefix(size - row.count))
          rest = rest.dropFirst(part.count)
          let isWhole = part.count == size
          if !isWhole { row += part }
          guard isWhole || row.count == size else { continue }
          let wantsMore = try isWhole ? body(number, part) : row.withUnsafeBytes { try body(number, $0) }
          row.removeAll(keepingCapacity: true)
          number += 1
          guard wantsMore else { return false }
        }
        return true
      }
    }
  }

  private func entry(_ key: String, of zip: Zip) throws(ArrayFileError) -> Zip.Entry {
    guard let entry = zip.entries.last(where: { NPZ.key($0.name) == key }) else {
      throw .noEntry(file: zip.file, key: key, available: zip.entries.map { NPZ.key($0.name) })
    }
    return entry
  }

  private func contents<Result>(
    _ key: String, limit: Int = .max, _ body: (Bytes, _ file: String) throws -> Result
  ) throws -> Result {
    try directory { zip, bytes in
      let entry = try entry(key, of: zip)
      return try zip.contents(of: entry, in: bytes, limit: limit) {
        try body($0, "\(zip.file), array '\(key)'")
      }
    }
  }

  private func directory<Result>(_ body: (Zip, Bytes) throws -> Result) throws -> Result {
    try file.withUnsafeBytes { buffer in
      let bytes = Bytes(buffer)
      return try body(try Zip(bytes, file: "'\(file.path)'"), bytes)
    }
  }

  private static func key(_ name: String) -> String {
    name.hasSuffix(".npy") ? String(name.dropLast(4)) : name
  }
}

extension NPZ {
  /// An archive of `arrays` in their order, entries stored: the same arrays give the same bytes.
  public static func bytes(_ arrays: [(key: String, array: NumericArray)]) throws(ArrayFileError) -> [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for (key, array) in arrays {
      let name = Array("\(key).npy".utf8)
      let contents = NPY.bytes(array)
      guard name.count <= UInt16.max, archive.count + contents.count + 46 + name.count < UInt32.max else {
        throw .tooLarge(file: "the archive", what: "array '\(key)' would end beyond 4 GB")
      }
      let checksum = contents.withUnsafeBytes { Zip.checksum($0) }
      let size = UInt32(contents.count)
      // Version 2.0, name in UTF-8, stored, 1 January 1980; then checksum, sizes, length of name, no extra field.
      let common: [UInt16] = [20, 0x0800, 0, 0, 0x0021]
      var header = common.flatMap(littleEndian) + [checksum, size, size].flatMap(littleEndian)
      header += littleEndian(UInt16(name.count)) + [0, 0]
      let offset = UInt32(archive.count)
      archive += littleEndian(0x0403_4B50 as UInt32) + header + name + contents
      directory += littleEndian(0x0201_4B50 as UInt32) + littleEndian(20 as UInt16) + header
      directory += [UInt8](repeating: 0, count: 10) + littleEndian(offset) + name
    }
    guard arrays.count < UInt16.max, archive.count + directory.count < UInt32.max else {
      throw .tooLarge(
        file: "the archive", what: "\(arrays.count) arrays take more than 4 GB or 65,534 entries")
    }
    let end = littleEndian(0x0605_4B50 as UInt32) + [0, 0, 0, 0]
    let count = littleEndian(UInt16(arrays.count))
    let place = littleEndian(UInt32(directory.count)) + littleEndian(UInt32(archive.count))
    return archive + directory + end + count + count + place + [0, 0]
  }

  /// Writes an archive of `arrays` to the file at `path`.
  public static func write(_ arrays: [(key: String, array: NumericArray)], to path: String) throws {
    try writeAtomically(bytes(arrays), to: path)
  }
}

private func littleEndian<I: FixedWidthInteger>(_ value: I) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { [UInt8]($0) }
}

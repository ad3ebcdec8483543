import Tensors

extension Reader {
  /// A file of the format in which MNIST came, packed by gzip or not, with labels from the file beside it.
  static let idx = Reader(
    kind: "an IDX file (-idx3-ubyte, .gz)",
    recognises: { name, isFolder in
      !isFolder && (name.hasSuffix(".idx") || name.hasSuffix(".idx.gz") || name.contains("idx") && name.contains("-ubyte"))
    },
    header: { path, loading in try IDX.header(path) },
    read: { path, loading in try IDX.dataset(path, preparation: loading.preparation) })
}

/// Numbers behind a header of big-endian extents. Source: LeCun, Cortes, Burges, "The MNIST database".
enum IDX {
  private static let largestHeader = 4 + 4 * 255

  static func header(_ path: String, name: String? = nil, classes: [String]? = nil) throws -> DatasetHeader {
    let (type, shape) = try read(path, limit: largestHeader) { bytes in
      let header = try IDXHeader(bytes, file: "'\(path)'")
      return (header.type, header.shape)
    }
    let labels = try labels(path, count: shape.extents.first ?? 0, names: classes)
    return try DatasetHeader(
      name: name ?? baseName(path), source: "'\(path)'", array: shape, areBytes: type == .u1,
      classes: labels?.classes ?? classes ?? [])
  }

  static func dataset(
    _ path: String, name: String? = nil, classes: [String]? = nil, preparation: Preparation
  ) throws -> Dataset {
    let labels = try labelsPath(path).map(array)
    return try Dataset(
      array(path), name: name ?? baseName(path), source: "'\(path)'", labels: labels, classes: classes,
      preparation: preparation)
  }

  static func array(_ path: String) throws -> NumericArray {
    let header = try read(path, limit: largestHeader) { bytes in
      try IDXHeader(bytes, file: "'\(path)'")
    }
    let size = header.shape.count * header.type.size
    let needed = header.size + size
    guard needed <= physicalMemory / 4 else {
      throw ArrayFileError.tooLarge(file: "'\(path)'", what: "its header asks for \(needed / 1_000_000) MB")
    }
    // A byte more than there ought to be, so that too many are noticed without unpacking them all.
    return try read(path, limit: needed + 1) { bytes in
      guard bytes.count <= needed else {
        throw DataError.badShape(
          source: "'\(path)'", reason: "more bytes follow its header than the \(size) of shape \(header.shape)")
      }
      guard let data = bytes.slice(at: header.size, count: size),
        let elements = header.type.decode(data, bigEndian: true)
      else { throw ArrayFileError.truncated(file: "'\(path)'", needed: needed, found: bytes.count) }
      return NumericArray(header.shape, elements)
    }
  }

  private static func labels(_ path: String, count: Int, names: [String]?) throws -> Labels? {
    try labelsPath(path).map { try Labels(array($0), names: names, count: count, source: "'\(path)'") }
  }

  /// `train-labels-idx1-ubyte` for `train-images-idx3-ubyte`, whichever of the two is packed.
  private static func labelsPath(_ path: String) -> String? {
    guard let images = path.lastRange(of: "images"), let rank = path.lastRange(of: "idx3"),
      images.upperBound <= rank.lowerBound
    else { return nil }
    let start = path[..<images.lowerBound] + "labels" + path[images.upperBound..<rank.lowerBound] + "idx1"
    let plain = start + (path.hasSuffix(".gz") ? path[rank.upperBound...].dropLast(3) : path[rank.upperBound...])
    return ["\(plain)", "\(plain).gz"].first(where: exists)
  }

  /// Calls `body` with the file's bytes, unpacked if they are packed; at most with the first `limit` of them.
  private static func read<Result>(
    _ path: String, limit: Int, _ body: (Bytes) throws -> Result
  ) throws -> Result {
    try MappedFile(path).withUnsafeBytes { buffer in
      let bytes = Bytes(buffer)
      guard bytes.starts(with: [0x1F, 0x8B]) else { return try body(bytes) }
      do {
        return try Inflate.gunzip(bytes, limit: limit).withUnsafeBytes { try body(Bytes($0)) }
      } catch is Inflate.Failure {
        throw ArrayFileError.corrupt(file: "'\(path)'", reason: "its packed bytes can't be unpacked")
      }
    }
  }
}

private struct IDXHeader {
  let type: ElementType
  let shape: Shape
  let size: Int

  private static let types: [UInt8: ElementType] = [
    0x08: .u1, 0x09: .i1, 0x0B: .i2, 0x0C: .i4, 0x0D: .f4, 0x0E: .f8,
  ]

  init(_ bytes: Bytes, file: String) throws(ArrayFileError) {
    guard bytes[0] == 0, bytes[1] == 0, let code = bytes[2], let rank = bytes[3], rank > 0 else {
      throw .notOfFormat(file: file, format: "an IDX")
    }
    guard let type = IDXHeader.types[code] else { throw .unsupportedType(file: file, type: "IDX \(code)") }
    size = 4 + 4 * Int(rank)
    let extents = (0..<Int(rank)).compactMap { bytes.integer(at: 4 + 4 * $0, UInt32.self, bigEndian: true) }
    guard extents.count == Int(rank) else { throw .truncated(file: file, needed: size, found: bytes.count) }
    var product = type.size
    for extent in extents {
      let (next, overflow) = product.multipliedReportingOverflow(by: max(1, Int(extent)))
      guard !overflow, next < Int.max / 2 else {
        throw .badHeader(file: file, reason: "the shape \(extents) is impossibly large")
      }
      product = next
    }
    self.type = type
    shape = Shape(extents.map { Int($0) })
  }
}

import Tensors

/// The file of dSprites: pictures of 64 by 64 bytes that are 0 or 1, and the indices of their factors.
struct DSpritesFile {
  private let path: String
  private let archive: NPZ

  init(_ path: String) throws {
    guard exists(path) else {
      throw DataError.badKey(
        key: "from", value: path, reason: "there is no such file; leave it out to have them drawn")
    }
    self.path = path
    archive = try NPZ(path)
  }

  /// The archive's `metadata`, which only Python can read, is not looked at.
  func pictures(_ loading: Loading) throws -> FactoredPictures {
    let source = "'\(path)'"
    let header = try archive.header("imgs")
    guard header.type == .u1, header.shape.rank == 3,
      header.shape.extents.dropFirst() == [DSprites.side, DSprites.side]
    else {
      throw DataError.badShape(
        source: "\(source), array 'imgs',",
        reason:
          "it is \(header.typeName) of shape \(header.shape), and those of dSprites are bytes of shape [N, 64, 64]"
      )
    }
    let count = header.shape[0]
    let places = try places(
      archive.array("latents_classes"), count: count, source: "\(source), array 'latents_classes',")
    return FactoredPictures(
      name: "dsprites", source: source, shape: [1, DSprites.side, DSprites.side], factors: DSprites.factors,
      places: places, remark: "read from \(source)"
    ) { rows in try bits(of: rows, source: source, loading) }
  }

  /// Of six columns the first, of colours, says nothing: all are white.
  private func places(_ array: NumericArray, count: Int, source: String) throws(DataError) -> [UInt8] {
    let sizes = DSprites.factors.all.map(\.values.count)
    guard array.shape == [count, sizes.count + 1], let classes = array.integers else {
      throw .badLabels(
        source: source,
        reason: "they are of shape \(array.shape), and \(count) pictures need whole numbers of shape "
          + "[\(count), \(sizes.count + 1)]: color, shape, scale, orientation, x and y")
    }
    var places: [UInt8] = []
    places.reserveCapacity(count * sizes.count)
    for (index, value) in classes.enumerated() where !index.isMultiple(of: sizes.count + 1) {
      let (sample, column) = index.quotientAndRemainder(dividingBy: sizes.count + 1)
      guard (0..<sizes[column - 1]).contains(value) else {
        throw .badLabels(
          source: source,
          reason:
            "picture \(sample) has \(value) as its \(DSprites.factors.names[column - 1]); there are 0 to "
            + "\(sizes[column - 1] - 1)")
      }
      places.append(UInt8(value))
    }
    return places
  }

  /// The pictures of some rows, a bit for each pixel: the archive is unpacked from its beginning, and what is not asked
  /// for is dropped on the way, so that its 3 GB are never in memory.
  private func bits(of rows: [Int], source: String, _ loading: Loading) throws -> Dataset.Samples {
    let size = DSprites.side * DSprites.side
    var bits: [UInt8] = []
    bits.reserveCapacity(rows.count * size / 8)
    var rest = rows[...]
    try archive.forEachRow("imgs") { row, bytes in
      if row & 0xFFF == 0 { try loading.check() }
      guard row == rest.first else { return !rest.isEmpty }
      rest = rest.dropFirst()
      for start in stride(from: 0, to: size, by: 8) {
        var byte: UInt8 = 0
        for (place, pixel) in bytes[start..<start + 8].enumerated() {
          guard pixel < 2 else {
            throw DataError.badShape(
              source: "\(source), array 'imgs',",
              reason: "picture \(row) has a pixel of \(pixel); those of dSprites are 0 "
                + "or 1")
          }
          byte |= pixel << place
        }
        bits.append(byte)
      }
      return !rest.isEmpty
    }
    guard rest.isEmpty else {
      throw DataError.badShape(
        source: "\(source), array 'imgs',",
        reason: "it ends before picture \(rest.first ?? 0), of which its header speaks: copy it anew")
    }
    let packed = bits
    return .onDemand(
      OnDemand(numbers: Array(0..<Int32(rows.count)), origin: packed.withUnsafeBytes { Digest($0) }) {
        number in
        (0..<size).map { Float(packed[(number * size + $0) / 8] >> ($0 % 8) & 1) }
      })
  }
}

import Tensors

extension CatalogueEntry {
  /// The published pictures, from the file that the user has.
  static let shapes3D = CatalogueEntry(
    factored: "shapes3d",
    summary:
      "3D Shapes, whose file 3dshapes.h5 is in from=: a solid in a room with the concepts floor-hue, wall-hue, object-hue, "
      + "scale, shape and orientation; 16,000 pictures, or all 480,000 by subset=full",
    keys: ["from"]
  ) { loading in
    guard let path = loading.sequence.source else {
      throw DataError.comesWithoutFiles(
        name: "shapes3d", way: "say by from= where 3dshapes.h5 is, or take shapes3d-like, which is drawn")
    }
    guard exists(path) else {
      throw DataError.badKey(key: "from", value: path, reason: "there is no such file")
    }
    return try pictures(HDF5(path), loading)
  }

  private static func pictures(_ file: HDF5, _ loading: Loading) throws -> FactoredPictures {
    let (images, labels) = (try file.array("images"), try file.array("labels"))
    let source = "'\(file.path)'"
    let size = Shapes3D.side * Shapes3D.side
    guard images.areBytes, images.shape.rank == 4,
      images.shape.extents.dropFirst() == [Shapes3D.side, Shapes3D.side, 3]
    else {
      throw DataError.badShape(
        source: "\(source), array 'images',",
        reason: "it is of shape \(images.shape), and those of 3D Shapes are bytes of shape [N, 64, 64, 3]")
    }
    let count = images.shape[0]
    let places = try places(labels, count: count, source: "\(source), array 'labels',")
    @Sendable func picture(_ row: Int) throws -> [UInt8] {
      let bytes = try images.bytes(row)
      return (0..<3).flatMap { channel in (0..<size).map { bytes[$0 * 3 + channel] } }
    }
    return FactoredPictures(
      name: "shapes3d", source: source, shape: [3, Shapes3D.side, Shapes3D.side], factors: Shapes3D.factors,
      places: places, remark: "read from \(source)"
    ) { rows in
      // The published file packs the same corner of thousands of pictures together: one alone costs as much as all of
      // these, so that they are read in their order, once, where there is room.
      guard rows.count * size * 3 <= physicalMemory / 8 else {
        return try .onDemand(
          OnDemand(numbers: rows.map { Int32($0) }, origin: Digest(file: file.path)) {
            try picture($0).map { Float($0) / 255 }
          })
      }
      return .bytes(
        try rows.flatMap { row in
          try loading.check()
          return try picture(row)
        })
    }
  }

  /// The index of the value of each factor that a label is nearest to.
  private static func places(_ labels: HDF5Array, count: Int, source: String) throws -> [UInt8] {
    let factors = Shapes3D.factors
    guard labels.shape == [count, factors.all.count] else {
      throw DataError.badLabels(
        source: source,
        reason:
          "they are of shape \(labels.shape), and \(count) pictures need \([count, factors.all.count]): "
          + factors.names.joined(separator: ", "))
    }
    let values: [[Double]] = factors.all.enumerated().map { factor, values in
      values.values.indices.map { index in
        switch factor {
        case 3: Shapes3D.scale(index)
        case 4: Double(index)
        case 5: Shapes3D.orientation(index)
        default: Double(index) / 10
        }
      }
    }
    return try labels.numbers().enumerated().map { index, label in
      let (sample, factor) = index.quotientAndRemainder(dividingBy: values.count)
      guard let place = values[factor].firstIndex(where: { abs($0 - label) < 0.01 }) else {
        throw DataError.badLabels(
          source: source,
          reason: "picture \(sample) has \(label) as its \(factors.names[factor]); there are "
            + factors.all[factor].values.joined(separator: ", "))
      }
      return UInt8(place)
    }
  }
}

import Tensors

extension Reader {
  /// One picture: data of one sample.
  static let picture = Reader(
    kind: "a picture (.png, .jpg)",
    recognises: { name, isFolder in !isFolder && isPicture(name) },
    header: { path, loading in try pictureHeader(path, loading.preparation) },
    read: { path, loading in
      let header = try pictureHeader(path, loading.preparation)
      return try Dataset(header, source: "picture '\(path)'", .pictures([path]), preparation: loading.preparation)
    })
}

private func pictureHeader(_ path: String, _ preparation: Preparation) throws -> DatasetHeader {
  DatasetHeader(name: baseName(path), count: 1, shape: try preparation.shape(ofPicture: path), classes: [])
}

func isPicture(_ name: String) -> Bool {
  let name = name.lowercased()
  return [".png", ".jpg", ".jpeg"].contains { name.hasSuffix($0) }
}

extension Preparation {
  /// The shape that samples get if they are like the picture at `path`.
  func shape(ofPicture path: String) throws -> Shape {
    let shape = try Picture.shape(path)
    let channels = self.channels ?? mean?.count ?? std?.count ?? shape[0]
    guard channels == 1 || channels == 3 else {
      throw DataError.badKey(key: "channels", value: "\(channels)", reason: "pictures have 1 (grey) or 3 (colour)")
    }
    try check([channels, shape[1], shape[2]], arePictures: true)
    let size = try framedSize(width: shape[2], height: shape[1], path: path)
    return [channels, size.height, size.width]
  }
}

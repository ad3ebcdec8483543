import Tensors

extension Reader {
  /// A NumPy archive with `images` or `x`, and if it likes `labels` or `y`, and `classes`.
  static let npz = Reader(
    kind: "a NumPy archive (.npz)",
    recognises: { name, isFolder in !isFolder && name.hasSuffix(".npz") },
    header: { path, loading in try SampleArchive(path).header(name: baseName(path)) },
    read: { path, loading in try SampleArchive(path).read(name: baseName(path), loading.preparation) })
}

/// Samples, labels and names of classes in a NumPy archive.
struct SampleArchive {
  private let path: String
  private let archive: NPZ
  private let images: String
  private let labels: NumericArray?
  private let classes: [String]?

  /// `classes` are the names of the classes where the archive holds none.
  init(_ path: String, classes: [String]? = nil) throws {
    self.path = path
    archive = try NPZ(path)
    let keys = try archive.keys
    // Without either name, reading says which names there are.
    images = keys.contains("images") ? "images" : keys.contains("x") ? "x" : "images"
    labels = try ["labels", "y"].first(where: keys.contains).map(archive.array)
    self.classes = try keys.contains("classes") ? archive.strings("classes") : classes
  }

  func header(name: String) throws -> DatasetHeader {
    let header = try archive.header(images)
    let labels = try labels.map {
      try Labels($0, names: classes, count: header.shape.extents.first ?? 0, source: "'\(path)'")
    }
    return try DatasetHeader(
      name: name, source: "'\(path)'", array: header.shape, areBytes: header.type == .u1,
      classes: labels?.classes ?? classes ?? [])
  }

  func read(name: String, _ preparation: Preparation) throws -> Dataset {
    try Dataset(
      archive.array(images), name: name, source: "'\(path)'", labels: labels, classes: classes,
      preparation: preparation)
  }
}

import Tensors

extension Reader {
  /// A NumPy array `[N, ...]` of samples without labels.
  static let npy = Reader(
    kind: "a NumPy file (.npy)",
    recognises: { name, isFolder in !isFolder && name.hasSuffix(".npy") },
    header: { path, loading in
      let header = try NPY.header(path)
      return try DatasetHeader(
        name: baseName(path), source: "'\(path)'", array: header.shape, areBytes: header.type == .u1, classes: [])
    },
    read: { path, loading in
      try Dataset(NPY.read(path), name: baseName(path), source: "'\(path)'", preparation: loading.preparation)
    })
}

extension Dataset {
  /// Samples along the first axis of an array.
  init(
    _ array: NumericArray, name: String, source: String, labels: NumericArray? = nil, classes: [String]? = nil,
    arrays: [NamedArray] = [], preparation: Preparation = Preparation()
  ) throws {
    let samples: Samples =
      if case .bytes(let bytes) = array.elements { .bytes(bytes) } else { .numbers(array.tensor.values) }
    let areBytes = if case .bytes = samples { true } else { false }
    let labels = try labels.map {
      try Labels($0, names: classes, count: array.shape.extents.first ?? 0, source: source)
    }
    let header = try DatasetHeader(
      name: name, source: source, array: array.shape, areBytes: areBytes, classes: labels?.classes ?? classes ?? [])
    try preparation.check(header.shape, arePictures: false)
    try self.init(header, source: source, samples, labels: labels?.values, arrays: arrays, preparation: preparation)
  }
}

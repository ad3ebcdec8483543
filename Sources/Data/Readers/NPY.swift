import Tensors

extension Reader {
  /// A NumPy array `[N, ...]` of samples; the labels of `X_test.npy` are in `y_test.npy` beside it, if that is there.
  static let npy = Reader(
    kind: "a NumPy file (.npy)",
    recognises: { name, isFolder in !isFolder && name.hasSuffix(".npy") },
    header: { path, loading in
      let header = try NPY.header(path)
      let labels = try labels(beside: path).map {
        try Labels($0, of: header.shape, areBytes: header.type == .u1, names: nil, source: "'\(path)'")
      }
      let own = try DatasetHeader(
        name: baseName(path), source: "'\(path)'", array: header.shape, areBytes: header.type == .u1,
        classes: labels?.classes ?? [], isLabelledByStep: labels?.steps != nil)
      return loading.sequence.columns == nil ? own : try ReadableColumns(own.shape).header(own)
    },
    read: { path, loading in
      let (array, labels) = (try NPY.read(path), try labels(beside: path))
      let readable =
        loading.sequence.columns == nil
        ? nil : try ReadableColumns(Shape(Array(array.shape.extents.dropFirst())))
      return try Dataset(
        readable?.converted(array) ?? array, name: baseName(path), source: "'\(path)'", labels: labels,
        groups: readable?.groups ?? [], preparation: loading.preparation,
        remarks: readable.map { [$0.remark] } ?? [])
    },
    keys: ["columns"])
}

/// What the file `y_NAME.npy` holds beside `X_NAME.npy`.
private func labels(beside path: String) throws -> NumericArray? {
  let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
  guard path[start...].lowercased().hasPrefix("x_") else { return nil }
  let other = path[..<start] + "y" + path[start...].dropFirst()
  return exists(String(other)) ? try NPY.read(String(other)) : nil
}

extension Labels {
  /// Labels of samples along the first axis of an array; of sequences `[N, T, F]` they may be `[N, T]`.
  init(_ array: NumericArray, of samples: Shape, areBytes: Bool, names: [String]?, source: String)
    throws(DataError)
  {
    try self.init(
      array, names: names, count: samples.extents.first ?? 0,
      steps: samples.rank == 3 && !areBytes ? samples[1] : nil, source: source)
  }
}

extension Dataset {
  /// Samples along the first axis of an array.
  init(
    _ array: NumericArray, name: String, source: String, labels: NumericArray? = nil,
    classes: [String]? = nil, concepts: ConceptLabels? = nil,
    groups: [FeatureGroup] = [], arrays: [NamedArray] = [], preparation: Preparation = Preparation(),
    remarks: [String] = []
  ) throws {
    let samples: Samples =
      if case .bytes(let bytes) = array.elements { .bytes(bytes) } else { .numbers(array.tensor.values) }
    let areBytes = if case .bytes = samples { true } else { false }
    let labels = try labels.map {
      try Labels($0, of: array.shape, areBytes: areBytes, names: classes, source: source)
    }
    let header = try DatasetHeader(
      name: name, source: source, array: array.shape, areBytes: areBytes,
      classes: labels?.classes ?? classes ?? [], isLabelledByStep: labels?.steps != nil,
      concepts: concepts?.names ?? [], groups: groups)
    try preparation.check(header.shape, arePictures: false)
    try self.init(
      header, source: source, samples, labels: labels?.values, stepLabels: labels?.steps, concepts: concepts,
      arrays: arrays,
      remarks: remarks, preparation: preparation)
  }
}

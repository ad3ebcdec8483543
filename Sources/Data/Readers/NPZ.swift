import Tensors

extension Reader {
  /// A NumPy archive with `images` or `x`, and if it likes `labels` or `y`, `classes`, and for tables and sequences
  /// `features` and their `units`, `concepts` and their `concept_names`; or with an array for each input of a network.
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
  /// The names of arrays for a network's inputs.
  private let inputs: [String]
  private let labels: NumericArray?
  private let classes: [String]?
  private let groups: [FeatureGroup]
  private let concepts: ConceptLabels?

  /// `classes` are the names of the classes where the archive holds none.
  init(_ path: String, classes: [String]? = nil) throws {
    self.path = path
    archive = try NPZ(path)
    let keys = try archive.keys
    if keys.contains("imgs"), keys.contains("latents_classes") {
      throw DataError.badShape(
        source: "'\(path)'",
        reason: "the file of dSprites is read by name: load data dsprites from=\"\(path)\"")
    }
    let isPlain = keys.contains("images") || keys.contains("x")
    inputs = isPlain ? [] : SampleArchive.inputs(archive, keys)
    // Without any of these, reading says which names there are.
    images = keys.contains("images") ? "images" : keys.contains("x") ? "x" : inputs.first ?? "images"
    labels = try ["labels", "y"].first(where: keys.contains).map(archive.array)
    self.classes = try keys.contains("classes") ? archive.strings("classes") : classes
    let units = try keys.contains("units") ? archive.strings("units") : []
    let features = try keys.contains("features") ? archive.strings("features") : []
    groups = FeatureGroup.numbers(
      features.enumerated().map { ($0.element, units.indices.contains($0.offset) ? units[$0.offset] : nil) })
    concepts =
      try keys.contains("concepts") ? SampleArchive.concepts(archive, keys, source: "'\(path)'") : nil
  }

  /// Whole numbers [N, concepts], -1 where nothing is known, named by `concept_names` or else by their indices.
  private static func concepts(_ archive: NPZ, _ keys: [String], source: String) throws -> ConceptLabels {
    let array = try archive.array("concepts")
    let source = "\(source), array 'concepts'"
    guard array.shape.rank == 2, array.shape.count > 0 else {
      throw DataError.badLabels(
        source: source, reason: "they are of shape \(array.shape); give [N, concepts], a row for each sample")
    }
    guard let labels = array.integers else {
      throw DataError.badLabels(
        source: source, reason: "some are fractions; give whole numbers from 0, and -1 where nothing is known"
      )
    }
    let width = array.shape[1]
    let names =
      try keys.contains("concept_names")
      ? archive.strings("concept_names") : (0..<width).map { "concept-\($0)" }
    guard names.count == width else {
      throw DataError.badLabels(
        source: source, reason: "there are \(width) columns, and 'concept_names' holds \(names.count) names")
    }
    let most = (0..<width).map { concept in
      min(
        ConceptLabels.mostValues,
        stride(from: concept, to: labels.count, by: width).map { labels[$0] }.max() ?? 0)
    }
    return try ConceptLabels(
      names: names, values: most.map { (0..<max(1, $0 + 1)).map(String.init) }, labels: labels, source: source
    )
  }

  /// The arrays that hold as many samples as the first one, or as `input_ids`, which comes before it.
  private static func inputs(_ archive: NPZ, _ keys: [String]) -> [String] {
    let headers = keys.filter {
      !["labels", "y", "classes", "features", "units", "concepts", "concept_names"].contains($0)
    }.compactMap {
      key in
      // What is not made of numbers is no input.
      (try? archive.header(key)).flatMap { header in header.shape.extents.first.map { (key, $0) } }
    }
    guard let main = headers.first(where: { $0.0 == "input_ids" }) ?? headers.first else { return [] }
    return [main.0] + headers.filter { $0.0 != main.0 && $0.1 == main.1 }.map(\.0)
  }

  func header(name: String) throws -> DatasetHeader {
    let header = try archive.header(images)
    let labels = try labels.map {
      try Labels($0, of: header.shape, areBytes: header.type == .u1, names: classes, source: "'\(path)'")
    }
    return try DatasetHeader(
      name: name, source: "'\(path)'", array: header.shape, areBytes: header.type == .u1,
      classes: labels?.classes ?? classes ?? [], isLabelledByStep: labels?.steps != nil,
      concepts: concepts?.names ?? [], groups: groups)
  }

  func read(name: String, _ preparation: Preparation) throws -> Dataset {
    let main = try archive.array(images)
    let arrays = try inputs.map { key in
      let array = key == images ? main : try archive.array(key)
      return try NamedArray(
        key, shape: Shape(Array(array.shape.extents.dropFirst())), array.tensor.values, source: "'\(path)'")
    }
    return try Dataset(
      main, name: name, source: "'\(path)'", labels: labels, classes: classes, concepts: concepts,
      groups: groups, arrays: arrays,
      preparation: preparation, remarks: concepts?.remarks ?? [])
  }
}

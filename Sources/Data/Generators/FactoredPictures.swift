import Tensors

/// Pictures whose factors are known, drawn or from a file: the factors are their concepts, and some of them their class.
struct FactoredPictures {
  let name: String
  let source: String
  let shape: Shape
  let factors: Factors
  /// The index of each factor's value, of each picture there is: [N, factors].
  let places: [UInt8]
  /// What is to be said of them.
  let remark: String
  /// The pictures of some rows of `places`.
  let samples: (_ rows: [Int]) throws -> Dataset.Samples

  func header(_ subset: String?, _ loading: Loading) throws -> DatasetHeader {
    let rows = factors.rows(subset, of: places)
    return try header(rows.count, factors.concepts(subset, [], of: places, source: source), loading)
  }

  private func header(_ count: Int, _ concepts: ConceptLabels, _ loading: Loading) throws -> DatasetHeader {
    try loading.preparation.check(shape, arePictures: false)
    return DatasetHeader(
      name: name, count: count, shape: shape, classes: concepts.classes(of: try task(loading)).names,
      concepts: factors.names)
  }

  private func task(_ loading: Loading) throws(DataError) -> [Int] {
    try factors.factors(of: loading.concepts.task.isEmpty ? ["shape"] : loading.concepts.task)
  }

  func dataset(_ subset: String?, _ loading: Loading) throws -> Dataset {
    let all = factors.rows(subset, of: places)
    guard !all.isEmpty else { throw DataError.empty(source: "\(source), subset \(subset ?? "full"),") }
    // Before pictures are read from a file, so that none is read in vain.
    let rows = try loading.selection.indices(of: all.count).map { $0.map { all[$0] } } ?? all
    let concepts = try factors.concepts(subset, rows, of: places, source: source)
    return try Dataset(
      header(rows.count, concepts, loading), source: source, samples(rows),
      labels: concepts.classes(of: task(loading)).labels, concepts: concepts,
      remarks: [remark] + concepts.remarks,
      preparation: loading.preparation)
  }
}

extension CatalogueEntry {
  /// - Parameter pictures: those that there are, whatever the subset.
  init(
    factored name: String, summary: String, keys: Set<String>,
    _ pictures: @escaping @Sendable (Loading) throws -> FactoredPictures
  ) {
    self.init(
      name: name, summary: summary, subsets: Factors.subsets,
      header: { subset, loading in try pictures(loading).header(subset, loading) },
      read: { subset, loading in try pictures(loading).dataset(subset, loading) },
      keys: keys.union(["task"]))
  }
}

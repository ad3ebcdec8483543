/// Data that is loaded by name.
public struct CatalogueEntry: Sendable {
  public let name: String
  /// One line for help.
  public let summary: String
  /// The parts it has, the usual one first; empty if it is one piece.
  public let subsets: [String]
  let header: @Sendable (_ subset: String?, Loading) throws -> DatasetHeader
  let read: @Sendable (_ subset: String?, Loading) throws -> Dataset
  /// Whether it has columns with names, which the keys of tables speak of.
  var isTable = false
  /// Whether it is made up as the keys of simulations say.
  var isSimulated = false
  /// Other keys that it takes.
  var keys: Set<String> = []

  func checked(_ loading: Loading) throws(DataError) -> String? {
    if !isSimulated { try loading.refuseSimulationKeys(but: keys) }
    try loading.refuseSequenceKeys(but: keys)
    try loading.refuseConceptKeys(but: isTable ? ["concepts"] : keys)
    if !loading.others.isEmpty {
      throw .badShape(source: name, reason: "only files of tables can be loaded together")
    }
    if isTable || isSimulated { return loading.selection.subset }
    try loading.refuseTableKeys(but: keys)
    guard let subset = loading.selection.subset else { return subsets.first }
    guard subsets.contains(subset) else { throw .unknownSubset(name: name, subset: subset, subsets: subsets) }
    return subset
  }
}

/// All named data, by name.
public let catalogue: [CatalogueEntry] = [
  .breastCancer,
  .dSprites,
  .fashionMaj,
  .fashionMNIST,
  .fashionMNIST512,
  .hospital,
  .mnistMaj,
  .room,
  .shapes3D,
  .shapes3DLike,
  .simulated,
  .tomita,
  .xor,
]

extension Dataset {
  /// Loads data by name, or from a file or folder.
  ///
  /// - Parameters:
  ///   - others: further files of tables with the same columns, which are read as one with the first.
  ///   - check: asked while much is read; throws `CancellationError` to stop.
  public static func load(
    _ nameOrPath: String, and others: [String] = [], selection: Selection = Selection(),
    preparation: Preparation = Preparation(),
    table: TableOptions = TableOptions(), simulation: Simulation.Options = Simulation.Options(),
    sequence: SequenceOptions = SequenceOptions(), concepts: ConceptOptions = ConceptOptions(),
    check: @escaping @Sendable () throws -> Void = {}
  ) throws -> Dataset {
    let loading = Loading(
      selection: selection, preparation: preparation, table: table, simulation: simulation,
      sequence: sequence, concepts: concepts, others: others, check: check)
    if let entry = catalogue.first(where: { $0.name == nameOrPath }) {
      return try entry.read(entry.checked(loading), loading).selecting(selection)
    }
    return try reader(of: nameOrPath, loading).read(nameOrPath, loading).selecting(selection)
  }

  /// What `load` would bring, without reading the samples.
  public static func header(
    _ nameOrPath: String, and others: [String] = [], selection: Selection = Selection(),
    preparation: Preparation = Preparation(), table: TableOptions = TableOptions(),
    simulation: Simulation.Options = Simulation.Options(), sequence: SequenceOptions = SequenceOptions(),
    concepts: ConceptOptions = ConceptOptions()
  ) throws -> DatasetHeader {
    let loading = Loading(
      selection: selection, preparation: preparation, table: table, simulation: simulation,
      sequence: sequence, concepts: concepts, others: others)
    let header: DatasetHeader
    if let entry = catalogue.first(where: { $0.name == nameOrPath }) {
      header = try entry.header(entry.checked(loading), loading)
    } else {
      header = try reader(of: nameOrPath, loading).header(nameOrPath, loading)
    }
    return header.with(count: try selection.indices(of: header.count)?.count ?? header.count)
  }

  private static func reader(of path: String, _ loading: Loading) throws(DataError) -> Reader {
    if let path = ([path] + loading.others).first(where: { !exists($0) }) {
      throw .unknown(name: path, names: catalogue.map(\.name))
    }
    let (name, isFolder) = (path.lowercased(), isFolder(path))
    // Tables are published as .txt, too; what is to be predicted, or cut, tells them from plain texts.
    let isTable =
      !isFolder && name.hasSuffix(".txt") && (loading.table.target != nil || loading.sequence.window != nil)
    if name.hasSuffix(".h5") || name.hasSuffix(".hdf5") {
      throw .badShape(
        source: "'\(path)'",
        reason:
          "of HDF5 files that of 3D Shapes is known, by name: load data shapes3d from=\"\(path)\"; save others as .npz"
      )
    }
    guard let reader = isTable ? .csv : readers.first(where: { $0.recognises(name, isFolder) }) else {
      throw .unknownFormat(path: path, formats: readers.map(\.kind))
    }
    try loading.refuseSimulationKeys(but: [])
    try loading.refuseSequenceKeys(but: reader.keys)
    try loading.refuseConceptKeys(but: reader.keys)
    if reader.isTable { return reader }
    if !loading.others.isEmpty {
      throw .badShape(source: "'\(path)'", reason: "only files of tables can be loaded together")
    }
    try loading.refuseTableKeys(but: [])
    if let subset = loading.selection.subset, !reader.keys.contains("subset") {
      throw .unknownSubset(name: "'\(path)'", subset: subset, subsets: [])
    }
    return reader
  }
}

extension Loading {
  fileprivate func refuseTableKeys(but own: Set<String>) throws(DataError) {
    guard let (key, value) = table.keys.first(where: { !own.contains($0.key) }) else { return }
    throw .badKey(key: key, value: value, reason: "it is for tables, such as a .csv file")
  }

  fileprivate func refuseSimulationKeys(but own: Set<String>) throws(DataError) {
    guard let (key, value) = simulation.keys.first(where: { !own.contains($0.key) }) else { return }
    throw .badKey(key: key, value: value, reason: "it is for simulated data: load simulated \(key)=\(value)")
  }

  fileprivate func refuseSequenceKeys(but own: Set<String>) throws(DataError) {
    guard let (key, value) = sequence.keys.first(where: { !own.contains($0.key) }) else { return }
    throw .badKey(key: key, value: value, reason: "it is for \(SequenceOptions.purpose(of: key))")
  }

  fileprivate func refuseConceptKeys(but own: Set<String>) throws(DataError) {
    guard let (key, value) = concepts.keys.first(where: { !own.contains($0.key) }) else { return }
    throw .badKey(key: key, value: value, reason: "it is for \(ConceptOptions.purpose(of: key))")
  }
}

/// Data that is loaded by name.
public struct CatalogueEntry: Sendable {
  public let name: String
  /// One line for help.
  public let summary: String
  /// The parts it has, the usual one first; empty if it is one piece.
  public let subsets: [String]
  let header: @Sendable (_ subset: String?) throws -> DatasetHeader
  let read: @Sendable (_ subset: String?, Preparation) throws -> Dataset

  func checked(_ subset: String?) throws(DataError) -> String? {
    guard let subset else { return subsets.first }
    guard subsets.contains(subset) else { throw .unknownSubset(name: name, subset: subset, subsets: subsets) }
    return subset
  }
}

/// All named data, by name.
public let catalogue: [CatalogueEntry] = [
  .breastCancer,
  .fashionMNIST,
  .fashionMNIST512,
]

extension Dataset {
  /// Loads data by name, or from a file or folder.
  public static func load(
    _ nameOrPath: String, selection: Selection = Selection(), preparation: Preparation = Preparation()
  ) throws -> Dataset {
    if let entry = catalogue.first(where: { $0.name == nameOrPath }) {
      return try entry.read(entry.checked(selection.subset), preparation).selecting(selection)
    }
    return try reader(of: nameOrPath, selection).read(nameOrPath, preparation).selecting(selection)
  }

  /// What `load` would bring, without reading the samples.
  public static func header(
    _ nameOrPath: String, selection: Selection = Selection(), preparation: Preparation = Preparation()
  ) throws -> DatasetHeader {
    let header: DatasetHeader
    if let entry = catalogue.first(where: { $0.name == nameOrPath }) {
      header = try entry.header(entry.checked(selection.subset))
    } else {
      header = try reader(of: nameOrPath, selection).header(nameOrPath, preparation)
    }
    return header.with(count: try selection.indices(of: header.count)?.count ?? header.count)
  }

  private static func reader(of path: String, _ selection: Selection) throws(DataError) -> Reader {
    guard exists(path) else { throw .unknown(name: path, names: catalogue.map(\.name)) }
    if let subset = selection.subset { throw .unknownSubset(name: "'\(path)'", subset: subset, subsets: []) }
    let (name, isFolder) = (path.lowercased(), isFolder(path))
    guard let reader = readers.first(where: { $0.recognises(name, isFolder) }) else {
      throw .unknownFormat(path: path, formats: readers.map(\.kind))
    }
    return reader
  }
}

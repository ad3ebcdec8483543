import Glibc
import Tensors

extension Reader {
  /// A folder with one folder of pictures for each class, or with pictures alone, or that of CUB-200-2011.
  static let folder = Reader(
    kind: "a folder of pictures",
    recognises: { _, isFolder in isFolder },
    header: { path, loading in
      try Birds.isFolder(path)
        ? Birds(path, loading).header(loading.preparation) : PictureFolder(path, loading).header(loading)
    },
    read: { path, loading in
      if Birds.isFolder(path) { return try Birds(path, loading).dataset(loading) }
      let folder = try PictureFolder(path, loading)
      let concepts = try folder.concepts(loading)
      return try Dataset(
        folder.header(loading), source: "folder '\(path)'", .pictures(folder.pictures), labels: folder.labels,
        concepts: concepts?.labels, remarks: concepts?.remarks ?? [], preparation: loading.preparation)
    },
    keys: ["certainty", "concepts", "subset"])
}

/// The pictures below a folder: classes are its folders in the order of their names.
private struct PictureFolder {
  let path: String
  let classes: [String]
  let pictures: [String]
  let labels: [Int]?

  init(_ path: String, _ loading: Loading) throws {
    self.path = path
    if let subset = loading.selection.subset {
      throw DataError.unknownSubset(name: "'\(path)'", subset: subset, subsets: [])
    }
    if let certainty = loading.concepts.certainty {
      throw DataError.badKey(
        key: "certainty", value: "\(certainty)",
        reason: "it is for \(ConceptOptions.purpose(of: "certainty"))")
    }
    let names = try contents(of: path)
    let folders = names.filter { isFolder("\(path)/\($0)") }
    let files = names.filter(isPicture)
    guard files.isEmpty || folders.isEmpty else {
      throw DataError.badShape(
        source: "folder '\(path)'",
        reason: "it holds both pictures and folders; give one folder for each class, or pictures alone")
    }
    classes = folders
    let byClass = try folders.map { folder in
      try contents(of: "\(path)/\(folder)").filter(isPicture).map { "\(path)/\(folder)/\($0)" }
    }
    pictures = folders.isEmpty ? files.map { "\(path)/\($0)" } : byClass.flatMap { $0 }
    labels =
      folders.isEmpty ? nil : byClass.indices.flatMap { [Int](repeating: $0, count: byClass[$0].count) }
  }

  func header(_ loading: Loading) throws -> DatasetHeader {
    guard let first = pictures.first else { throw DataError.empty(source: "folder '\(path)'") }
    return DatasetHeader(
      name: baseName(path), count: pictures.count, shape: try loading.preparation.shape(ofPicture: first),
      classes: classes, concepts: try concepts(loading)?.labels.names ?? [])
  }

  /// What a table says of the pictures: its first column names them, from the folder on, the others are concepts.
  func concepts(_ loading: Loading) throws -> (labels: ConceptLabels, remarks: [String])? {
    guard let named = loading.concepts.columns.first else { return nil }
    guard let file = [named, "\(path)/\(named)"].first(where: { exists($0) && !isFolder($0) }),
      loading.concepts.columns.count == 1
    else {
      throw DataError.badKey(
        key: "concepts", value: loading.concepts.columns.joined(separator: ","),
        reason:
          "for a folder of pictures name one table (.csv) with the files of pictures in its first column")
    }
    let table = try TableFile([file], hasHeader: true)
    guard table.names.count > 1 else {
      throw DataError.badTable(
        source: table.source, line: 1,
        reason: "behind the names of pictures there is no column of concepts: add one")
    }
    var rows: [String: Int] = [:]
    try table.forEachRow(check: loading.check) { row, fields, text in
      let name = try text.text(fields[0], column: 0)
      guard rows.updateValue(row, forKey: name) == nil else {
        throw DataError.badTable(
          source: table.source, line: text.line, reason: "picture '\(name)' has a row already: take one out")
      }
    }
    let kept = try pictures.map { picture in
      let name = String(picture.dropFirst(path.count + 1))
      guard let row = rows[name] else {
        throw DataError.badTable(
          source: table.source, line: nil,
          reason: "there is no row of picture '\(name)': add one, with empty entries where nothing is known")
      }
      return row
    }
    let labels = try ConceptLabels(table, columns: Array(1..<table.names.count), check: loading.check).rows(
      kept)
    let others = rows.count - kept.count
    let unused =
      "\(others) row\(others == 1 ? "" : "s") of \(table.source) "
      + "\(others == 1 ? "is" : "are") left out, of which there is no picture"
    return (labels, (others == 0 ? [] : [unused]) + labels.remarks)
  }
}

/// The visible names in a folder, sorted.
private func contents(of path: String) throws -> [String] {
  guard let folder = opendir(path) else {
    throw errno == EACCES ? FileError.notPermitted(path: path, writing: false) : FileError.missing(path: path)
  }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names.sorted()
}

func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

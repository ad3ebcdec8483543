import Glibc
import Tensors

extension Reader {
  /// A folder with one folder of pictures for each class, or with pictures alone.
  static let folder = Reader(
    kind: "a folder of pictures",
    recognises: { _, isFolder in isFolder },
    header: { path, loading in try PictureFolder(path).header(loading.preparation) },
    read: { path, loading in
      let folder = try PictureFolder(path)
      return try Dataset(
        folder.header(loading.preparation), source: "folder '\(path)'", .pictures(folder.pictures), labels: folder.labels,
        preparation: loading.preparation)
    })
}

/// The pictures below a folder: classes are its folders in the order of their names.
private struct PictureFolder {
  let path: String
  let classes: [String]
  let pictures: [String]
  let labels: [Int]?

  init(_ path: String) throws {
    self.path = path
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
    labels = folders.isEmpty ? nil : byClass.indices.flatMap { [Int](repeating: $0, count: byClass[$0].count) }
  }

  func header(_ preparation: Preparation) throws -> DatasetHeader {
    guard let first = pictures.first else { throw DataError.empty(source: "folder '\(path)'") }
    return DatasetHeader(
      name: baseName(path), count: pictures.count, shape: try preparation.shape(ofPicture: first), classes: classes)
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
    let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names.sorted()
}

func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

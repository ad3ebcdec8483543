/// One kind of file or folder that can be read as data.
struct Reader: Sendable {
  /// What the user is told can be given, such as "a NumPy file (.npy)".
  let kind: String
  /// Whether this reader is for the path, judged by its name alone (lower case).
  let recognises: @Sendable (_ name: String, _ isFolder: Bool) -> Bool
  /// Name, count, shape and classes, without reading the samples.
  let header: @Sendable (_ path: String, Loading) throws -> DatasetHeader
  let read: @Sendable (_ path: String, Loading) throws -> Dataset
  /// Whether it brings columns with names, which the keys of tables speak of.
  var isTable = false
  /// The keys of sequences, parts and concepts that it takes.
  var keys: Set<String> = []
}

/// Every reader, by name. A new one is a file in `Readers` and a line here.
let readers: [Reader] = [
  .csv,
  .folder,
  .idx,
  .npy,
  .npz,
  .picture,
]

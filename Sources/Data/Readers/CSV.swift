extension Reader {
  /// Delimited text: a row for each sample, a column for each feature.
  static let csv = Reader(
    kind: "a table (.csv, .tsv)",
    recognises: { name, isFolder in !isFolder && (name.hasSuffix(".csv") || name.hasSuffix(".tsv")) },
    header: { path, loading in try TableData(path, loading).header() },
    read: { path, loading in try TableData(path, loading).dataset() },
    isTable: true)
}

extension Reader {
  /// Delimited text: a row for each sample or step of one, a column for each feature.
  static let csv = Reader(
    kind: "a table (.csv, .tsv)",
    recognises: { name, isFolder in !isFolder && (name.hasSuffix(".csv") || name.hasSuffix(".tsv")) },
    header: { path, loading in try TableData([path] + loading.others, loading).header() },
    read: { path, loading in try TableData([path] + loading.others, loading).dataset() },
    isTable: true, keys: ["concepts", "stride", "window"])
}

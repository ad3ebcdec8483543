extension CatalogueEntry {
  /// The four rows of a truth table, which come with the program.
  static let xor = CatalogueEntry(
    name: "truth-table",
    summary: "the four rows of a truth table of two inputs, bundled",
    subsets: [],
    header: { _, loading in try table(loading).header() },
    read: { _, loading in try table(loading).dataset() },
    isTable: true)
}

private func table(_ loading: Loading) throws -> TableData {
  try TableData([Bundled.path("xor/truth-table.csv")], name: "truth-table", loading)
}

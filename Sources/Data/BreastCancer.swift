// Measurements of cell nuclei from 569 biopsies. Source: Wolberg, Mangasarian, Street, Street (1993), "Breast Cancer
// Wisconsin (Diagnostic)", UCI Machine Learning Repository, https://doi.org/10.24432/C5DW2B, licence CC BY 4.0.

extension CatalogueEntry {
  /// The table, which comes with the program.
  static let breastCancer = CatalogueEntry(
    name: "breast-cancer",
    summary: "30 measurements of cell nuclei from 569 biopsies in 2 classes, bundled",
    subsets: [],
    header: { _, loading in try table(loading).header() },
    read: { _, loading in try table(loading).dataset() },
    isTable: true)
}

private func table(_ loading: Loading) throws -> TableData {
  var loading = loading
  if loading.table.target == nil { loading.table.target = "diagnosis" }
  return try TableData([Bundled.path("tabular/breast-cancer.csv")], name: "breast-cancer", loading)
}

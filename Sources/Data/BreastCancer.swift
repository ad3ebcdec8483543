import Tensors

// Measurements of cell nuclei from 569 biopsies. Source: Wolberg, Mangasarian, Street, Street (1993), "Breast Cancer
// Wisconsin (Diagnostic)", UCI Machine Learning Repository, https://doi.org/10.24432/C5DW2B, licence CC BY 4.0.

extension CatalogueEntry {
  /// The table, which comes with the program.
  static let breastCancer = CatalogueEntry(
    name: "breast-cancer",
    summary: "30 measurements of cell nuclei from 569 biopsies in 2 classes, bundled",
    subsets: [],
    header: { _ in try table(Preparation()).header },
    read: { try table($1) })
}

private func table(_ preparation: Preparation) throws -> Dataset {
  let classes = ["malignant", "benign"]
  let path = try Bundled.path("tabular/breast-cancer.csv")
  let lines = try MappedFile(path).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }.split(separator: "\n")
  let rows = lines.dropFirst().map { $0.split(separator: ",") }
  let features = lines[0].split(separator: ",").dropLast().map(String.init)
  return try Dataset(
    DatasetHeader(name: "breast-cancer", count: rows.count, shape: [features.count], classes: classes),
    source: "'\(path)'", .numbers(rows.flatMap { $0.dropLast().map { Float($0) ?? .nan } }),
    labels: rows.map { $0.last == "benign" ? 1 : 0 }, features: features, preparation: preparation)
}

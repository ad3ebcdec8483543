// Grey pictures of clothes, 28 by 28 pixels. Source: Xiao, Rasul, Vollgraf (2017), "Fashion-MNIST".

enum FashionMNIST {
  static let classes = [
    "t-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
  ]
  /// Debian's package, and where it puts the files.
  static let package = "dataset-fashion-mnist"
  static let folder = "/usr/share/datasets/fashion-mnist"
}

extension CatalogueEntry {
  /// The whole set, from Debian's package.
  static let fashionMNIST = CatalogueEntry(
    name: "fashion-mnist",
    summary: "pictures of clothes in 10 classes: 10,000 for testing, 60,000 for training",
    subsets: ["test", "train"],
    header: { subset, _ in try IDX.header(path(subset), name: "fashion-mnist", classes: FashionMNIST.classes)
    },
    read: { subset, loading in
      try IDX.dataset(
        path(subset), name: "fashion-mnist", classes: FashionMNIST.classes, preparation: loading.preparation)
    })

  /// The first test pictures, which come with the program.
  static let fashionMNIST512 = CatalogueEntry(
    name: "fashion-mnist-512",
    summary: "the first 512 test pictures of fashion-mnist, bundled",
    subsets: [],
    header: { _, _ in try bundled().header(name: "fashion-mnist-512") },
    read: { _, loading in try bundled().read(name: "fashion-mnist-512", loading.preparation) })
}

private func bundled() throws -> SampleArchive {
  try SampleArchive(Bundled.path("fashion-mnist/images.npz"), classes: FashionMNIST.classes)
}

private func path(_ subset: String?) throws(DataError) -> String {
  let prefix = subset == "train" ? "train" : "t10k"
  let path = "\(FashionMNIST.folder)/\(prefix)-images-idx3-ubyte.gz"
  guard exists(path) else {
    throw .notInstalled(name: "fashion-mnist", path: path, package: FashionMNIST.package)
  }
  return path
}

import Tensors

// Strips of pictures in which the class of most, or of the middle one, is that of the strip. Source: Chormai (2018),
// "Designing recurrent neural networks for explainability", whose strips MNIST-MAJ and FashionMNIST-MAJ are.

extension CatalogueEntry {
  /// Strips of clothes, from Debian's package or a folder.
  static let fashionMaj = strips(
    "fashion-maj", of: "clothes", classes: FashionMNIST.classes,
    folder: { () throws(DataError) in FashionMNIST.folder })

  /// Strips of digits, from the files that the user has.
  static let mnistMaj = strips(
    "mnist-maj", of: "handwritten digits, whose files are in from=FOLDER,",
    classes: (0..<10).map(String.init),
    folder: { () throws(DataError) in
      throw .comesWithoutFiles(
        name: "mnist-maj",
        way: "say by from= in which folder train-images-idx3-ubyte and the others of MNIST are, .gz or not, or take "
          + "fashion-maj")
    })

  private static func strips(
    _ name: String, of pictures: String, classes: [String],
    folder: @escaping @Sendable () throws(DataError) -> String
  ) -> CatalogueEntry {
    CatalogueEntry(
      name: name,
      summary:
        "strips of three pictures of \(pictures) side by side, two of the strip's class and one of another: 48,000 "
        + "for training, 12,000 for validation, 10,000 for testing",
      subsets: ["train", "val", "test"],
      header: { subset, loading in
        let files = try StripFiles(name, subset, loading, folder)
        return try files.header(IDX.header(files.images, name: name, classes: classes))
      },
      read: { subset, loading in
        try StripFiles(name, subset, loading, folder).dataset(classes: classes, loading)
      },
      keys: ["centre", "from", "items"])
  }
}

/// The files that strips are put together from, and how.
private struct StripFiles {
  /// Training and validation have no picture in common, whatever the seed of the draw.
  private static let splitSeed: UInt64 = 71

  let images: String
  private let name: String
  private let subset: String
  private let items: Int
  private let isCentred: Bool
  private let seed: UInt64

  init(_ name: String, _ subset: String?, _ loading: Loading, _ folder: () throws(DataError) -> String) throws
  {
    let options = loading.sequence
    let subset = subset ?? "train"
    let items = options.items ?? 3
    guard (3...99).contains(items), items % 2 == 1 else {
      throw DataError.badKey(key: "items", value: "\(items)", reason: "take an odd number from 3 to 99")
    }
    let place = try options.source ?? folder()
    let start = "\(place)/\(subset == "test" ? "t10k" : "train")-images"
    let endings = ["-idx3-ubyte", "-idx3-ubyte.gz", ".idx3-ubyte", ".idx3-ubyte.gz"]
    guard let path = endings.lazy.map({ start + $0 }).first(where: exists) else {
      if options.source == nil {
        throw DataError.notInstalled(name: name, path: start + endings[1], package: FashionMNIST.package)
      }
      throw DataError.badKey(
        key: "from", value: place, reason: "there is no file '\(start)\(endings[0])', nor .gz")
    }
    images = path
    seed = loading.selection.seed ?? (subset == "train" ? 0 : subset == "val" ? 1 : 3)
    (self.name, self.subset, self.items, isCentred) = (name, subset, items, options.isCentred ?? false)
  }

  /// - Parameter pictures: the header of the pictures.
  func header(_ pictures: DatasetHeader) throws(DataError) -> DatasetHeader {
    let shape = pictures.shape
    guard shape.rank == 3, shape[0] == 1 else {
      throw .badShape(
        source: "'\(images)'", reason: "strips are made of grey pictures, and these are \(shape)")
    }
    return DatasetHeader(
      name: name, count: pool(pictures.count).count, shape: [1, shape[1], shape[2] * items],
      classes: pictures.classes)
  }

  /// The pictures of the subset, in their order.
  private func pool(_ count: Int) -> [Int] {
    guard subset != "test" else { return Array(0..<count) }
    var random = Random(seed: Self.splitSeed)
    let order = random.shuffled(0..<count)
    let size = Int((0.8 * Double(count)).rounded())
    return (subset == "train" ? order[..<size] : order[size...]).sorted()
  }

  /// One strip for each picture of the subset.
  func dataset(classes: [String], _ loading: Loading) throws -> Dataset {
    let pictures = try IDX.dataset(images, classes: classes, preparation: Preparation())
    let header = try header(pictures.header)
    guard case .bytes(let pixels) = pictures.samples, let labels = pictures.labels else {
      throw DataError.badShape(
        source: "'\(images)'",
        reason: "strips are made of pictures in bytes, with their labels in a file beside them")
    }
    let pool = pool(pictures.count)
    let byClass = Dictionary(grouping: pool) { labels[$0] }
    guard byClass.count > 1 else {
      throw DataError.badLabels(source: "'\(images)'", reason: "strips need pictures of at least two classes")
    }
    var random = Random(seed: seed)
    let like = isCentred ? 1 : items / 2 + 1
    var (numbers, masks): ([Int32], [Float]) = ([], [])
    for (index, picture) in pool.enumerated() {
      if index % 1000 == 0 { try loading.check() }
      let label = labels[picture]
      let same = byClass[label] ?? []
      var chosen = [picture] + (1..<like).map { _ in same[random.integer(below: same.count)] }
      while chosen.count < items {
        let other = pool[random.integer(below: pool.count)]
        if labels[other] != label { chosen.append(other) }
      }
      if isCentred { chosen.swapAt(0, items / 2) } else { chosen = random.shuffled(chosen) }
      numbers += chosen.map { Int32($0) }
      masks += chosen.map { labels[$0] == label ? 1 : 0 }
    }
    let (height, width) = (pictures.shape[1], pictures.shape[2])
    let row = (0..<items).flatMap { [Int](repeating: $0, count: width) }
    return try Dataset(
      header, source: "'\(images)'",
      .strips(Strips(pixels: pixels, width: width, height: height, items: items, pictures: numbers)),
      labels: pool.map { labels[$0] },
      parts: Parts(
        names: (0..<items).map { "item-\($0)" }, owners: (0..<height).flatMap { _ in row }, masks: masks),
      remarks: [
        "\(isCentred ? "the middle one" : "\(like)") of \(items) pictures \(isCentred || like == 1 ? "makes" : "make") the class "
          + "of a strip; drawn by seed \(seed), values from -1 to 1"
      ],
      preparation: loading.preparation)
  }
}

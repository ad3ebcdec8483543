import Data
import Tensors
import Testing

@Suite struct DatasetTests {
  @Test func theBundledPicturesAreWhatTheyClaim() throws {
    let data = try Dataset.load("fashion-mnist-512")
    #expect(try data.header == (Dataset.header("fashion-mnist-512")))
    #expect(data.count == 512 && data.shape == [1, 28, 28] && data.classes.count == 10)
    #expect(data.labels?.prefix(4) == [9, 2, 1, 1] && data.classes[1] == "trouser")
    #expect(data.low == 0 && data.high == 1)
    #expect(try data.samples(0..<512).values.max() == 1)
    #expect(try Bundled.path("fashion-mnist/model.onnx").hasSuffix("/xpl_DataResources.resources/fashion-mnist/model.onnx"))
    #expect { try Bundled.path("none.onnx") } throws: {
      "\($0)".contains("none.onnx' is missing: keep the folder")
    }
  }

  @Test(.enabled(if: fashionMNISTIsInstalled)) func theInstalledSetContinuesTheBundledOne() throws {
    let (bundled, test) = (try Dataset.load("fashion-mnist-512"), try Dataset.load("fashion-mnist"))
    #expect(try test.count == 10_000 && test.header == (Dataset.header("fashion-mnist")))
    #expect(try test.samples(0..<512) == bundled.samples(0..<512))
    #expect(test.labels?.prefix(512) == bundled.labels?[...])
    let train = try Dataset.header("fashion-mnist", selection: Selection(subset: "train"))
    #expect(train.count == 60_000 && train.classes == bundled.classes)
  }

  @Test func subsetsThatAreNotThereAreNamed() {
    #expect { try Dataset.load("fashion-mnist", selection: Selection(subset: "validation")) } throws: {
      "\($0)" == "fashion-mnist has no subset 'validation': choose test or train"
    }
    #expect { try Dataset.load(fixture("arrays/named.npz"), selection: Selection(subset: "test")) } throws: {
      "\($0)".contains("has no subset 'test', nor any other")
    }
  }

  @Test func anArchiveGivesSamplesLabelsAndClasses() throws {
    let data = try Dataset.load(fixture("arrays/named.npz"))
    #expect(data.name == "named" && data.count == 3 && data.shape == [1, 2, 4])
    #expect(data.labels == [1, 0, 1] && data.classes == ["cat", "dög"])
    #expect(try data.sample(2) == Tensor([1, 2, 4], (16..<24).map { Float($0) / 255 }))
    #expect(try data.samples([2, 0]).values == (Array(16..<24) + Array(0..<8)).map { Float($0) / 255 })
    #expect(try data.header == (Dataset.header(fixture("arrays/named.npz"))))
  }

  @Test func anArrayGivesSamplesAlone() throws {
    let data = try Dataset.load(fixture("arrays/f4-little.npy"))
    #expect(data.count == 2 && data.shape == [3] && data.labels == nil && data.classes == [])
    #expect(data.low == 0 && data.high == 100)
    #expect(try data.samples(0..<2).values == [0, 1, 2, 3, 100, 5])
    #expect(try Dataset.load(fixture("arrays/vector.npy")).shape == [1])
  }

  @Test func meanAndDeviationApplyToEachChannel() throws {
    let data = try Dataset.load(
      fixture("arrays/i8-little.npy"), preparation: Preparation(mean: [1, 2, 3], std: [1, 2, 4]))
    #expect(try data.samples([0, 1]).values == [-1, -0.5, -0.25, 2, 49, 0.5])
    #expect(data.low == -1 && data.high == 99)
    #expect {
      try Dataset.load(fixture("arrays/named.npz"), preparation: Preparation(mean: [1, 2]))
    } throws: {
      "\($0)"
        == "mean=[1.0,2.0] can't be used here: a sample is [1, 2, 4], so give 1 values, one for each channel"
    }
    #expect(throws: DataError.self) {
      try Dataset.load(fixture("arrays/named.npz"), preparation: Preparation(std: [0]))
    }
  }

  @Test func aLimitKeepsTheFirstAndASeedARandomChoice() throws {
    let path = fixture("arrays/column-major.npy")
    let first = try Dataset.load(path, selection: Selection(limit: 1))
    #expect(try first.samples([0]).values == (0..<12).map { Float($0) })
    #expect(try Dataset.load(path, selection: Selection(limit: 9)).count == 2)
    #expect(throws: DataError.self) { try Dataset.load(path, selection: Selection(limit: 0)) }
    let chosen = Selection(limit: 100, seed: 1)
    let data = try Dataset.load("fashion-mnist-512", selection: chosen)
    #expect(try data.count == 100 && (Dataset.header("fashion-mnist-512", selection: chosen)).count == 100)
    #expect(try data.labels == (Dataset.load("fashion-mnist-512", selection: chosen)).labels)
    #expect(try data.labels != (Dataset.load("fashion-mnist-512", selection: Selection(limit: 100))).labels)
  }

  @Test func aFolderOfFoldersGivesClasses() throws {
    let data = try Dataset.load(fixture("classes"))
    #expect(data.name == "classes" && data.classes == ["ant", "bee"] && data.labels == [0, 0, 1])
    #expect(try data.shape == [1, 2, 3] && data.header == (Dataset.header(fixture("classes"))))
    #expect(try data.samples(0..<3).values == [0.4, 0.2, 0.2].flatMap { [Float](repeating: $0, count: 6) })
  }

  @Test func aFlatFolderGivesPicturesAloneAndOneFileOne() throws {
    let flat = try Dataset.load(fixture("classes/ant"), preparation: Preparation(channels: 3))
    #expect(flat.count == 2 && flat.labels == nil && flat.classes == [] && flat.shape == [3, 2, 3])
    #expect(try Dataset.load(fixture("classes/bee/c.png")).count == 1)
  }

  /// Torchvision's Resize, CenterCrop, ToTensor and Normalize, computed with Pillow and NumPy.
  @Test func picturesArePreparedAsByTorchvision() throws {
    var preparation = try #require(Preparation.presets.first { $0.name == "imagenet" }).preparation
    (preparation.resize, preparation.crop) = (16, 13)
    let data = try Dataset.load(fixture("pictures/colour.png"), preparation: preparation)
    let expected = try NPY.read(fixture("pictures/prepared.npy")).tensor
    #expect(data.shape == [3, 13, 13] && data.shape == expected.shape)
    let values = try data.sample(0).values
    #expect(zip(values, expected.values).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(abs(data.low - -0.485 / 0.229) < 1e-6 && abs(data.high - (1 - 0.406) / 0.225) < 1e-6)
  }

  @Test func picturesOfDifferentSizesAreNamedWhenTheyAreReached() throws {
    try withTemporaryFolder { folder in
      try writeAtomically(bytes(of: fixture("classes/bee/c.png")), to: "\(folder)/a.png")
      try writeAtomically(bytes(of: fixture("pictures/grey.png")), to: "\(folder)/b.png")
      let data = try Dataset.load(folder)
      #expect { try data.samples([0, 1]) } throws: {
        "\($0)".contains("b.png' is [1, 23, 37] and the first one [1, 2, 3]")
      }
      #expect(
        try Dataset.load(folder, preparation: Preparation(resize: 4, crop: 4)).samples([0, 1]).shape == [
          2, 1, 4, 4,
        ])
      #expect { try Dataset.load(folder, preparation: Preparation(crop: 3)) } throws: {
        "\($0)".contains("it is 3 by 2 pixels, too small for crop=3")
      }
    }
  }

  @Test(arguments: [
    ("arrays/nan.npz", "nan.npz' holds NaN in sample 1 at [1]: replace or drop"),
    ("arrays/specials.npy", "holds NaN in sample 0 at [0]"),
    ("arrays/empty.npy", "empty.npy' holds no samples"),
    ("arrays/single.npy", "it is a single number; the first axis must count samples"),
    ("arrays/fewlabels.npz", "there are 3 samples and labels of shape [2]; give one label for each sample"),
    ("arrays/badlabel.npz", "sample 2 has label 7; labels are whole numbers from 0 to 1 here"),
    ("arrays", "arrays' holds no samples"),
    ("none.npy", "there is no file, folder or data set"),
    (
      "make-arrays-and-pictures.py",
      "is of no kind that can be read as data: give a table (.csv, .tsv), a folder of pictures"
    ),
  ])
  func whatCannotBeDataIsRefused(name: String, complaint: String) throws {
    #expect { try Dataset.load(fixture(name)) } throws: { "\($0)".contains(complaint) }
  }

  @Test func samplesOutsideOfTheDataAreRefused() throws {
    let data = try Dataset.load("fashion-mnist-512")
    for index in [-1, 512, Int.max] {
      #expect(throws: DataError.noSample(name: "fashion-mnist-512", index: index, count: 512)) {
        try data.samples([index])
      }
    }
  }
}

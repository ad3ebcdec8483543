import Data
import Tensors
import Testing

/// How columns become features and targets.
struct TableTests {
  private let mixed = """
    size,colour,age,price
    S,red,30,1.5
    L,blue,,2.5
    S,,50,3
    M,red,70,4.25
    S,green,20,5

    """

  @Test func theBundledTableIsWhatItsFixtureHolds() throws {
    let data = try Dataset.load("breast-cancer")
    #expect(try data.header == (Dataset.header("breast-cancer")))
    #expect(data.count == 569 && data.shape == [30] && data.classes == ["malignant", "benign"])
    #expect(data.features?[23] == "worst-area" && data.groups.count == 30)
    let expected = try NPZ(fixture("tabular/expected.npz"))
    #expect(try data.samples([0, 40, 100, 300, 500]).values == expected.array("x").tensor.values)
    let mean = try data.mean(of: 0..<569)
    #expect(
      try zip(mean.values, expected.array("mean").tensor.values).allSatisfy { abs($0 - $1) <= 1e-6 * $1 })
    #expect(data.labels?.count { $0 == 1 } == 357)
    #expect(try data.text(data.groups[23], ofSample: 0) == "worst-area=2019")
  }

  @Test func categoriesAreOneGroupOfColumnsInTheOrderOfTheirNames() throws {
    let data = try loaded("id,colour,x\n1,red,0.5\n2,blue,1.5\n3,red,2\n") { $0.ignored = ["id"] }
    #expect(data.features == ["colour=blue", "colour=red", "x"])
    #expect(data.groups.map(\.name) == ["colour", "x"] && data.groups.map(\.columns) == [0..<2, 2..<3])
    #expect(try data.samples(0..<3).values == [0, 1, 0.5, 1, 0, 1.5, 0, 1, 2])
    #expect(try data.groups.map { try data.text($0, ofSample: 1) } == ["colour=blue", "x=1.5"])
    #expect(data.header.feature("colour")?.columns == 0..<2)
    #expect(data.header.feature("colour=red")?.columns == 1..<2)
    #expect(data.header.feature("2")?.name == "x" && data.header.feature("3") == nil)
  }

  @Test func categoriesAsCodesAreOneColumn() throws {
    let data = try loaded("colour,x\nred,1\nblue,2\n") { $0.categories = .codes }
    #expect(try data.features == ["colour", "x"] && data.samples(0..<2).values == [1, 1, 0, 2])
    #expect(try data.text(data.groups[0], ofSample: 0) == "colour=red")
  }

  @Test func textsThatTellRowsApartAreRefused() throws {
    let rows = (0..<30).map { "n\($0),\($0 % 3)" }.joined(separator: "\n")
    try refuses(
      "name,x\n\(rows)\n", "column 'name' holds a different text in most rows: leave it out with ignore=name")
    let many = (0..<2500).map { "n\($0 % 1100),1" }.joined(separator: "\n")
    try refuses(
      "code,x\n\(many)\n", "column 'code' holds over 1000 categories: take categories=codes, or leave it out")
    #expect(try loaded("code,x\n\(many)\n") { $0.categories = .codes }.shape == [2])
  }

  @Test func missingValuesAreFilledAsAsked() throws {
    try refuses(mixed, "values are missing (colour 1, age 1 of 5 rows): choose missing=") {
      $0.target = "price"
    }
    func values(_ missing: TableOptions.Missing) throws -> (Dataset, [Float]) {
      let data = try loaded(mixed) { ($0.missing, $0.target, $0.ignored) = (missing, "price", ["size"]) }
      return (data, try data.samples(0..<data.count).values)
    }
    let (mean, filled) = try values(.mean)
    #expect(mean.features == ["colour=blue", "colour=green", "colour=red", "age"])
    // Red is the most frequent colour; the mean age is 42.5 and the median 40.
    #expect(filled == [0, 0, 1, 30, 1, 0, 0, 42.5, 0, 0, 1, 50, 0, 0, 1, 70, 0, 1, 0, 20])
    #expect(mean.groups.map(\.missing) == [1, 1])
    #expect(mean.remarks.contains { $0.hasPrefix("missing values (colour 1, age 1): the mean stands in") })
    #expect(try values(.median).1[7] == 40)
    let (rest, kept) = try values(.drop)
    // No row is left that is blue.
    #expect(rest.features == ["colour=green", "colour=red", "age"] && rest.targets == [1.5, 4.25, 5])
    #expect(kept == [0, 1, 30, 0, 1, 70, 1, 0, 20])
    let (marked, gaps) = try values(.indicator)
    #expect(
      marked.features == [
        "colour=blue", "colour=green", "colour=red", "colour=missing", "age", "age=missing",
      ])
    #expect(gaps[6..<18] == [1, 0, 0, 0, 42.5, 1, 0, 0, 0, 1, 50, 0])
    #expect(try marked.groups.map { try marked.text($0, ofSample: 1) } == ["colour=blue", "age=missing"])
    #expect(try marked.text(marked.groups[0], ofSample: 2) == "colour=missing")
    try refuses("x,y\n1,\n2,3\n", "target=y can't be used here: it is missing in 1 of 2 rows: missing=drop") {
      $0.target = "y"
    }
    #expect(try loaded("x,y\n1,\n2,3\n") { ($0.target, $0.missing) = ("y", .drop) }.count == 1)
    try refuses("x,y\n1,\n,3\n", "missing=drop leaves none") { $0.missing = .drop }
  }

  @Test func whatCountsAsMissing() throws {
    let data = try loaded("a,b\n1,x\nNA,?\nnan,N/A\nnull,\"\"\n,x\n") { $0.missing = .mean }
    #expect(data.groups.map(\.missing) == [4, 3])
  }

  @Test func aTargetOfTextsIsClassesInTheOrderOfTheFile() throws {
    let text = "x,kind\n1,b\n2,a\n3,b\n"
    let data = try loaded(text) { $0.target = "kind" }
    #expect(data.classes == ["b", "a"] && data.labels == [0, 1, 0] && data.features == ["x"])
    let ordered = try loaded(text) { ($0.target, $0.classes) = ("1", ["a", "b", "c"]) }
    #expect(ordered.classes == ["a", "b", "c"] && ordered.labels == [1, 0, 1])
    try refuses(
      text, "classes=a can't be used here: column 'kind' holds 2 classes, and 'b' is not among those"
    ) {
      ($0.target, $0.classes) = ("kind", ["a"])
    }
    try refuses(text, "task=regression can't be used here: column 'kind' holds texts") {
      ($0.target, $0.task) = ("kind", .regression)
    }
    try refuses(text, "target=none can't be used here: the file has 2 columns: x, kind") {
      $0.target = "none"
    }
    try refuses(text, "ignore=kind can't be used here: it is the target") {
      ($0.target, $0.ignored) = ("kind", ["kind"])
    }
    try refuses(text, "no column is left for samples") { ($0.target, $0.ignored) = ("kind", ["x"]) }
  }

  @Test func aTargetOfNumbersIsClassesIfTheyAreFewAndWhole() throws {
    let few = "x,y\n1,3\n2,5\n3,3\n4,8\n5,5\n6,8\n"
    let data = try loaded(few) { $0.target = "y" }
    #expect(data.classes == ["3", "5", "8"] && data.labels == [0, 1, 0, 2, 1, 2] && data.targets == nil)
    let forced = try loaded(few) { ($0.target, $0.task) = ("y", .regression) }
    #expect(forced.targets == [3, 5, 3, 8, 5, 8] && forced.labels == nil && forced.classes == [])
    let named = try loaded("x,y\n1,0\n2,1\n") { ($0.target, $0.classes) = ("y", ["no", "yes"]) }
    #expect(named.classes == ["no", "yes"] && named.labels == [0, 1])
    let real = try loaded("x,y\n1,0.5\n2,1\n3,7\n") { $0.target = "y" }
    #expect(real.targets == [0.5, 1, 7] && real.labels == nil)
    try refuses("x,y\n1,0.5\n2,1\n", "task=classification can't be used here") {
      ($0.target, $0.task) = ("y", .classification)
    }
    #expect(try loaded("x,y\n1,1e30\n2,-1e30\n") { $0.target = "y" }.targets == [1e30, -1e30])
  }

  @Test func aSplitIsSeededAndItsPartsAreTheWhole() throws {
    let text = "x,y\n" + (0..<50).map { "\($0),\($0 % 2)\n" }.joined()
    func part(_ subset: String, seed: UInt64 = 1) throws -> [Float] {
      let data = try loaded(text, Selection(subset: subset)) {
        ($0.target, $0.split, $0.seed) = ("y", 0.8, seed)
      }
      let values = try data.samples(0..<data.count).values
      #expect(data.labels == values.map { Int($0) % 2 } && data.classes == ["0", "1"])
      return values
    }
    let (training, testing) = (try part("train"), try part("test"))
    #expect(training.count == 40 && testing.count == 10)
    #expect((training + testing).sorted() == (0..<50).map(Float.init) && training == training.sorted())
    #expect(try part("train") == training && part("train", seed: 2) != training)
    #expect(try loaded(text, Selection(subset: "test", limit: 3)) { $0.split = 0.8 }.count == 3)
    try refuses(text, "split=0.8 can't be used here: say which part is wanted") { $0.split = 0.8 }
    try refuses(text, "subset=test can't be used here: a table has parts once", Selection(subset: "test"))
    try refuses(text, "has no subset 'other': choose train or test", Selection(subset: "other")) {
      $0.split = 0.8
    }
    try refuses(text, "split=1.0 can't be used here: it leaves a part", Selection(subset: "test")) {
      $0.split = 1
    }
  }

  @Test func standIsAndScalesComeFromTheRowsForTraining() throws {
    let text =
      "x,colour\n" + (0..<40).map { "\($0 == 7 ? "" : "\($0)"),\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
    func part(_ subset: String) throws -> Dataset {
      try loaded(text, Selection(subset: subset)) {
        ($0.split, $0.missing, $0.standardize) = (0.5, .mean, true)
      }
    }
    let (training, testing) = (try part("train"), try part("test"))
    let columns = try training.samples(0..<20).values
    let x = stride(from: 0, to: 60, by: 3).map { Double(columns[$0]) }
    #expect(abs(x.reduce(0, +)) < 1e-4 && abs(x.map { $0 * $0 }.reduce(0, +) / 20 - 1) < 1e-4)
    #expect(stride(from: 1, to: 60, by: 3).allSatisfy { columns[$0] == 0 || columns[$0] == 1 })
    #expect(testing.preparation == training.preparation)
    // In the user's units.
    #expect(try testing.raw(0..<1, ofSample: 0)[0].rounded() == testing.raw(0..<1, ofSample: 0)[0])
  }

  @Test func meansAreTakenOverChosenSamples() throws {
    let data = try loaded("a,b\n1,10\n2,20\n6,60\n")
    #expect(try data.mean(of: [0, 2]) == Tensor([2], [3.5, 35]))
    #expect(throws: CancellationError.self) { try data.mean(of: 0..<3) { throw CancellationError() } }
    #expect(throws: DataError.self) { try data.mean(of: [3]) }
    let rows = try Dataset.load("breast-cancer").background(40, seed: 3)
    #expect(
      try rows.count == 40 && rows == rows.sorted()
        && rows == (Dataset.load("breast-cancer").background(40, seed: 3)))
    #expect(try data.background(10, seed: 0) == [0, 1, 2])
  }

  @Test func keysOfTablesAreForTables() {
    var options = TableOptions()
    options.target = "y"
    for name in ["fashion-mnist-512", fixture("arrays/f4-little.npy")] {
      #expect { try Dataset.load(name, table: options) } throws: {
        "\($0)" == "target=y can't be used here: it is for tables, such as a .csv file"
      }
    }
  }

  @Test func readingCanBeStopped() throws {
    #expect(throws: CancellationError.self) {
      try Dataset.load("breast-cancer", check: { throw CancellationError() })
    }
  }
}

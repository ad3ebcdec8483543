import Data
import Foundation
import Tensors
import Testing

/// Concepts of tables, archives and folders.
struct ConceptTests {
  private func options(_ columns: [String], certainty: Int? = nil) -> ConceptOptions {
    var options = ConceptOptions()
    (options.columns, options.certainty) = (columns, certainty)
    return options
  }

  private func table(
    _ text: String, concepts: [String], _ table: TableOptions = TableOptions(), window: Int? = nil,
    subset: String? = nil
  ) throws -> Dataset {
    try withTemporaryFolder { folder in
      let path = "\(folder)/birds.csv"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      var sequence = SequenceOptions()
      sequence.window = window
      let selection = Selection(subset: subset)
      let data = try Dataset.load(
        path, selection: selection, table: table, sequence: sequence, concepts: options(concepts))
      #expect(
        try Dataset.header(
          path, selection: selection, table: table, sequence: sequence, concepts: options(concepts))
          == data.header)
      return data
    }
  }

  private let birds = """
    size,wing,legs,beak,kind
    1.5,striped,2,10,finch
    2.5,plain,1,9,finch
    3.5,,2,10,owl
    4.5,plain,2,9.0,owl

    """

  @Test func columnsAreConcepts() throws {
    var options = TableOptions()
    options.target = "kind"
    let data = try table(birds, concepts: ["wing", "legs", "3"], options)
    #expect(data.features == ["size"] && data.classes == ["finch", "owl"] && data.count == 4)
    let concepts = try #require(data.concepts)
    #expect(concepts.names == ["wing", "legs", "beak"])
    // Texts by name, numbers by size, however they are written.
    #expect(concepts.values == [["plain", "striped"], ["1", "2"], ["9", "10"]])
    #expect(concepts.labels == [1, 1, 1] + [0, 0, 0] + [-1, 1, 1] + [0, 1, 0])
    #expect(data.remarks.contains { $0.contains("is not known of some of the 4 samples (wing 1)") })
    let other = try table(
      birds, concepts: ["wing", "legs"],
      {
        var o = options
        o.ignored = ["beak"]
        return o
      }())
    #expect(other.features == data.features && other.digest != data.digest)
  }

  @Test func conceptsTravelWithTheRowsOfATable() throws {
    let text = "x,a,y\n" + (0..<40).map { "\($0 == 7 ? "" : "\($0)"),v\($0 % 5),\($0 % 2)\n" }.joined()
    var options = TableOptions()
    (options.target, options.missing, options.split, options.seed) = ("y", .drop, 0.5, 3)
    let parts = try ["train", "test"].map { try table(text, concepts: ["a"], options, subset: $0) }
    #expect(parts.map(\.count).reduce(0, +) == 39)
    for part in parts {
      for index in 0..<part.count {
        #expect(try part.concepts?.labels[index] == Int(part.sample(index).values[0]) % 5)
      }
    }
    // Of a window the last row counts.
    var plain = TableOptions()
    plain.target = "y"
    let windows = try table(text.replacing("\n,v2", with: "\n7,v2"), concepts: ["a"], plain, window: 3)
    #expect(windows.count == 13 && windows.concepts?.labels == (0..<13).map { (3 * $0 + 2) % 5 })
  }

  @Test func badColumnsAreComplainedOf() throws {
    func refuses(_ text: String, _ concepts: [String], _ complaint: String) {
      #expect { try table(text, concepts: concepts) } throws: { "\($0)".contains(complaint) }
    }
    refuses(
      birds, ["tail"],
      "concepts=tail can't be used here: the file has 5 columns: size, wing, legs, beak, kind")
    refuses(birds, ["wing", "wing"], "two concepts are called 'wing'")
    refuses(
      birds, ["wing", "size"],
      "line 2: column 'size' holds 1.5, and the values of a concept are whole numbers or texts")
    refuses(birds, ["size", "wing", "legs", "beak", "kind"], "no column is left for samples")
    refuses(
      "x,a\n" + (0..<1001).map { "1,t\($0)\n" }.joined(), ["a"],
      "line 1002: column 'a' has over 1000 different values")
    var options = TableOptions()
    options.target = "kind"
    #expect { try table(birds, concepts: ["kind"], options) } throws: { "\($0)".contains("it is the target") }
    let single = try table("x,a,b\n1,yes,1\n2,yes,2\n", concepts: ["a", "b"])
    #expect(single.remarks.contains { $0.contains("concept a has a single value in these samples") })
    #expect { try Dataset.load("fashion-mnist-512", concepts: self.options(["a"])) } throws: {
      "\($0)".contains("it is for tables, such as a .csv file, and for folders of pictures")
    }
  }

  @Test func labelsFitTheirNamesAndValues() throws {
    func labels(_ names: [String], _ values: [[String]], _ labels: [Int]) throws -> ConceptLabels {
      try ConceptLabels(names: names, values: values, labels: labels, source: "these")
    }
    let fine = try labels(["a", "b"], [["x"], ["y", "z"]], [0, 1, -1, 0])
    #expect(fine.count == 2 && fine.column(1) == [1, 0] && fine.rows([1, 1]).labels == [-1, 0, -1, 0])
    for (names, values, numbers, complaint) in [
      ([], [], [], "name at least one"),
      (["a"], [["x"], ["y"]], [0], "names for 1 concepts and values for 2"),
      (["a", "b"], [["x"], ["y"]], [0, 0, 0], "3 labels are no rows of 2 concepts"),
      (["a", "b"], [["x"], ["y"]], [0, 0, 0, 1], "sample 1 has label 1 of concept 'b'"),
    ] as [([String], [[String]], [Int], String)] {
      #expect { try labels(names, values, numbers) } throws: { "\($0)".contains(complaint) }
    }
  }

  @Test func archivesHoldConcepts() throws {
    let data = try Dataset.load(fixture("concepts/concepts.npz"))
    #expect(try data.header == Dataset.header(fixture("concepts/concepts.npz")) && data.shape == [2])
    let concepts = try #require(data.concepts)
    #expect(concepts.names == ["wing", "beak"] && concepts.values == [["0", "1"], ["0", "1", "2"]])
    #expect(concepts.labels == [0, 2, 1, 0, 1, -1, 0, 1])
    for (file, complaint) in [
      ("concepts-of-fewer.npz", "there are 4 samples, and concepts are known of 3"),
      (
        "concepts-fractions.npz",
        "some are fractions; give whole numbers from 0, and -1 where nothing is known"
      ),
    ] {
      #expect { try Dataset.load(fixture("concepts/\(file)")) } throws: { "\($0)".contains(complaint) }
    }
  }

  /// Copies of a picture below a folder.
  private func withPictures(_ names: [String], _ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      for name in names {
        let url = URL(filePath: "\(folder)/\(name)")
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: fixture("pictures/grey.png"), toPath: url.path)
      }
      try body(folder)
    }
  }

  @Test func aTableTellsTheConceptsOfPictures() throws {
    try withPictures(["cat/b.png", "cat/a.png", "dog/c.png"]) { folder in
      func write(_ text: String) throws {
        try text.write(toFile: "\(folder)/concepts.csv", atomically: true, encoding: .utf8)
      }
      func load() throws -> Dataset { try Dataset.load(folder, concepts: options(["concepts.csv"])) }
      try write("file,tail,ears\ndog/c.png,long,2\ncat/a.png,short,2\ncat/b.png,,1\ncat/gone.png,none,3\n")
      let data = try load()
      #expect(
        data.classes == ["cat", "dog"] && data.labels == [0, 0, 1]
          && data.header.concepts == ["tail", "ears"])
      #expect(try Dataset.header(folder, concepts: options(["concepts.csv"])) == data.header)
      let concepts = try #require(data.concepts)
      #expect(concepts.labels == [2, 1, -1, 0, 0, 1] && concepts.values[0] == ["long", "none", "short"])
      #expect(data.remarks[0].contains("1 row of"))
      try write("file,tail\ndog/c.png,long\ncat/a.png,short\n")
      #expect { try load() } throws: { "\($0)".contains("there is no row of picture 'cat/b.png'") }
      try write("file,tail\ndog/c.png,long\ndog/c.png,short\n")
      #expect { try load() } throws: { "\($0)".contains("line 3: picture 'dog/c.png' has a row already") }
      try write("file\ndog/c.png\n")
      #expect { try load() } throws: { "\($0)".contains("there is no column of concepts") }
      #expect { try Dataset.load(folder, concepts: options(["none.csv"])) } throws: {
        "\($0)".contains("name one table")
      }
      #expect { try Dataset.load(folder, concepts: options([], certainty: 3)) } throws: {
        "\($0)".contains("it is for the folder of CUB-200-2011")
      }
      #expect { try Dataset.load(folder, selection: Selection(subset: "train")) } throws: {
        "\($0)".contains("has no subset 'train'")
      }
    }
  }

  @Test func birdsAreReadAsTheyArePublished() throws {
    try withPictures([
      "CUB/images/001.Gull/g1.png", "CUB/images/001.Gull/g2.png", "CUB/images/002.Wren/w1.png",
    ]) { folder in
      let cub = "\(folder)/CUB"
      try FileManager.default.createDirectory(atPath: "\(cub)/attributes", withIntermediateDirectories: false)
      func write(_ name: String, _ text: String) throws {
        try text.write(toFile: "\(cub)/\(name)", atomically: true, encoding: .utf8)
      }
      func load(_ certainty: Int? = nil, subset: String? = nil) throws -> Dataset {
        try Dataset.load(
          cub, selection: Selection(subset: subset), concepts: options([], certainty: certainty))
      }
      try write("images.txt", "1 001.Gull/g1.png\n2 001.Gull/g2.png\n3 002.Wren/w1.png\n")
      try write("image_class_labels.txt", "1 1\n2 1\n3 2\n")
      try write("classes.txt", "1 001.Gull\n2 002.Wren\n")
      try write("train_test_split.txt", "1 0\n2 1\n3 1\n")
      // In the archive it lies beside the folder.
      try write("../attributes.txt", "1 has_bill::hooked\n2 has_wing::grey\n")
      // One line has more fields than the others, as in the published file.
      let lines = "1 1 1 4 2.5\n1 2 0 3 1\n2 1 0 1 0.5\n2 2 1 2 0 3.25\n3 1 1 3 1\n3 2 0 4 1e0\n"
      try write("attributes/image_attribute_labels.txt", lines)
      let data = try load()
      #expect(
        try data.header == Dataset.header(cub) && data.classes == ["Gull", "Wren"]
          && data.labels == [0, 0, 1])
      #expect(data.header.concepts == ["has_bill=hooked", "has_wing=grey"])
      #expect(data.concepts?.values == [["absent", "present"], ["absent", "present"]])
      #expect(data.concepts?.labels == [1, 0, -1, 1, 1, 0])
      #expect(try load(1).concepts?.labels == [1, 0, 0, 1, 1, 0])
      #expect(try load(3).concepts?.labels == [1, 0, -1, -1, 1, 0])
      #expect(
        try load(subset: "test").labels == [0] && load(subset: "train").concepts?.labels == [-1, 1, 1, 0])
      #expect(data.remarks[0].contains("83.3 % are"))
      #expect { try load(subset: "val") } throws: { "\($0)".contains("choose train or test") }
      for (file, text, complaint) in [
        (
          "attributes/image_attribute_labels.txt", "1 1 1 4 2\n1 3 1 4 2\n",
          "line 2: it is no number of an image, of one of 2"
        ),
        ("classes.txt", "1 001.Gull\n3 002.Wren\n", "line 2: number 3 follows 1"),
        ("image_class_labels.txt", "1 1\n2 9\n3 2\n", "line 2: '9' is no whole number from 1 to 2"),
        ("image_class_labels.txt", "1 1\n2 1\n", "image 3 has no class"),
        (
          "../attributes.txt", "has_bill::hooked\n",
          "line 1: 'has_bill::hooked' is no number and what it stands for"
        ),
      ] {
        let old = try String(contentsOfFile: "\(cub)/\(file)", encoding: .utf8)
        try write(file, text)
        #expect { try load() } throws: { "\($0)".contains(complaint) }
        try write(file, old)
      }
    }
  }
}

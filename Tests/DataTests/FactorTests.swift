import Data
import Tensors
import Testing

/// Pictures that follow from factors: their order, their geometry, and their concepts.
struct FactorTests {
  private func load(
    _ name: String, _ selection: Selection = Selection(), task: [String] = [], from: String? = nil
  ) throws -> Dataset {
    var (concepts, sequence) = (ConceptOptions(), SequenceOptions())
    concepts.task = task
    sequence.source = from
    let data = try Dataset.load(name, selection: selection, sequence: sequence, concepts: concepts)
    #expect(
      try Dataset.header(name, selection: selection, sequence: sequence, concepts: concepts) == data.header)
    return data
  }

  /// Where a picture of the whole set stands, by hand: the last factor changes fastest.
  private func sprite(_ shape: Int, _ scale: Int, _ rotation: Int, _ x: Int, _ y: Int) -> Int {
    (((shape * 6 + scale) * 40 + rotation) * 32 + x) * 32 + y
  }

  @Test func spritesHaveTheAreasOfThePublishedOnes() throws {
    let data = try load("dsprites", Selection(subset: "full"))
    #expect(data.count == 737_280 && data.shape == [1, 64, 64] && data.low == 0 && data.high == 1)
    let areas: [[Float]] = [
      [100, 144, 196, 256, 324, 400], [76, 104, 144, 184, 228, 288], [58, 84, 108, 140, 182, 222],
    ]
    for (shape, areas) in areas.enumerated() {
      for (scale, area) in areas.enumerated() {
        let picture = try data.sample(sprite(shape, scale, 0, 0, 0)).values
        #expect(picture.allSatisfy { $0 == 0 || $0 == 1 })
        #expect(picture.reduce(0, +) == area, "shape \(shape), scale \(scale)")
      }
    }
  }

  @Test func spritesTurnAndMoveAsThePublishedOnes() throws {
    let data = try load("dsprites", Selection(subset: "full"))
    for shape in 0..<3 {
      // A whole turn.
      let (first, last) = (sprite(shape, 5, 0, 3, 4), sprite(shape, 5, 39, 3, 4))
      #expect(try data.sample(first) == data.sample(last))
    }
    /// The means over white pixels, and their covariance; rows are counted from the top.
    func moments(_ index: Int) throws -> (x: Float, y: Float, covariance: Float) {
      let picture = try data.sample(index).values
      let points = picture.indices.filter { picture[$0] == 1 }.map {
        (x: Float($0 % 64) + 0.5, y: Float($0 / 64) + 0.5)
      }
      let count = Float(points.count)
      let (x, y) = (points.map(\.x).reduce(0, +) / count, points.map(\.y).reduce(0, +) / count)
      return (x, y, points.map { ($0.x - x) * ($0.y - y) }.reduce(0, +) / count)
    }
    // x grows to the right, y downwards.
    for (x, y) in [(0, 0), (31, 0), (0, 31), (31, 31)] {
      let centre = try moments(sprite(1, 5, 0, x, y))
      #expect(abs(centre.x - (x == 0 ? 16 : 48)) < 0.01 && abs(centre.y - (y == 0 ? 16 : 48)) < 0.01)
    }
    // Turned by 46 degrees an ellipse leans like a slash, and by as many the other way like a backslash.
    #expect(try moments(sprite(1, 5, 5, 16, 16)).covariance < -10)
    #expect(try moments(sprite(1, 5, 34, 16, 16)).covariance > 10)
    // Nothing is cut off at the edges.
    for shape in 0..<3 {
      for rotation in stride(from: 0, to: 40, by: 3) {
        for (x, y) in [(0, 0), (31, 31)] {
          let picture = try data.sample(sprite(shape, 5, rotation, x, y)).values
          for index in picture.indices where picture[index] == 1 {
            #expect((2...61).contains(index / 64) && (2...61).contains(index % 64))
          }
        }
      }
    }
  }

  @Test func theSmallSubsetSkipsValues() throws {
    let (small, full) = (try load("dsprites"), try load("dsprites", Selection(subset: "full")))
    #expect(small.count == 36_864 && small.classes == ["square", "ellipse", "heart"])
    let concepts = try #require(small.concepts)
    #expect(
      concepts.names == ["shape", "scale", "rotation", "x", "y"] && small.header.concepts == concepts.names)
    #expect(concepts.values.map(\.count) == [3, 6, 8, 16, 16])
    #expect(concepts.values[2][1] == "46.2°" && concepts.values[3][15] == "0.968")
    // Shape 2, scale 4, rotation 3, x 7, y 9 of the small set.
    let index = (((2 * 6 + 4) * 8 + 3) * 16 + 7) * 16 + 9
    #expect(concepts.rows([index]).labels == [2, 4, 3, 7, 9] && small.labels?[index] == 2)
    #expect(try small.sample(index) == full.sample(sprite(2, 4, 15, 14, 18)))
    #expect(concepts.column(0) == small.labels)
    #expect(try #require(full.concepts).rows([sprite(2, 4, 15, 14, 18)]).labels == [2, 4, 15, 14, 18])
  }

  @Test func conceptsMakeTheClass() throws {
    let data = try load("dsprites", task: ["shape-scale"])
    #expect(data.classes.count == 18 && data.classes[0] == "square 0.5" && data.classes[17] == "heart 1")
    let concepts = try #require(data.concepts)
    for index in [0, 5_000, 36_863] {
      #expect(try #require(data.labels)[index] == concepts.column(0)[index] * 6 + concepts.column(1)[index])
    }
    #expect(try load("dsprites", task: ["shape", "scale"]).labels == data.labels)
    #expect(try load("dsprites", task: ["scale"]).classes.count == 6)
    let hues = try load("shapes3d-like", task: ["object-hue-floor-hue"])
    #expect(hues.classes.count == 25 && hues.classes[1] == "0.0 0.2")
    for task in [["colour"], ["shape", "shape"], ["shape-"]] {
      #expect { try load("dsprites", task: task) } throws: { "\($0)".contains("join some of the concepts") }
    }
    #expect {
      try Dataset.load(
        "room",
        concepts: {
          var c = ConceptOptions()
          c.task = ["shape"]
          return c
        }())
    } throws: {
      "\($0)".contains("it is for pictures that follow from factors")
    }
  }

  @Test func conceptsTravelWithTheirSamples() throws {
    let all = try load("dsprites")
    let few = try load("dsprites", Selection(limit: 50, seed: 4))
    let concepts = try #require(few.concepts)
    #expect(few.count == 50 && concepts.count == 50 && few.labels == concepts.column(0))
    let allConcepts = try #require(all.concepts)
    let places = Dictionary(grouping: 0..<all.count) { allConcepts.rows([$0]).labels }
    for index in 0..<50 {
      let place = try #require(places[concepts.rows([index]).labels]?.first)
      #expect(try few.sample(index) == all.sample(place))
    }
    #expect(few.digest != all.digest)
    #expect(try load("dsprites", Selection(limit: 50, seed: 4)).digest == few.digest)
    #expect(try load("dsprites", Selection(limit: 50, seed: 5)).digest != few.digest)
  }

  @Test func roomsShowTheirFactors() throws {
    let data = try load("shapes3d-like")
    #expect(data.count == 16_000 && data.shape == [3, 64, 64] && data.classes.count == 4)
    #expect(data.remarks[0].contains("these are not its pictures"))
    #expect(try load("shapes3d-like", Selection(subset: "full")).count == 480_000)
    let concepts = try #require(data.concepts)
    #expect(concepts.names == ["floor-hue", "wall-hue", "object-hue", "scale", "shape", "orientation"])
    #expect(concepts.values.map(\.count) == [5, 5, 5, 4, 4, 8])
    func picture(_ place: [Int]) throws -> [Float] {
      try data.sample(zip(place, [5, 5, 5, 4, 4, 8]).reduce(0) { $0 * $1.1 + $1.0 }).values
    }
    /// The hue of a pixel in tenths, by the usual formula.
    func hue(_ picture: [Float], row: Int, column: Int) -> Float {
      let (r, g, b) = (
        picture[row * 64 + column], picture[4096 + row * 64 + column], picture[8192 + row * 64 + column]
      )
      let (high, low) = (max(r, g, b), min(r, g, b))
      let sixth =
        high == r
        ? (g - b) / (high - low) : high == g ? (b - r) / (high - low) + 2 : (r - g) / (high - low) + 4
      return (sixth < 0 ? sixth + 6 : sixth) / 6 * 10
    }
    for hues in [[0, 1, 2], [3, 4, 0], [2, 0, 1], [1, 3, 4]] {
      for (shape, orientation) in [(0, 0), (1, 7), (2, 3), (3, 5)] {
        let picture = try picture(hues + [2, shape, orientation])
        // The floor at the bottom, the wall at the top, the solid in the middle.
        #expect(abs(hue(picture, row: 62, column: 32) - Float(2 * hues[0])) < 0.1)
        #expect(abs(hue(picture, row: 2, column: 10) - Float(2 * hues[1])) < 0.1)
        #expect(abs(hue(picture, row: 34, column: 32) - Float(2 * hues[2])) < 0.1)
        #expect(picture.allSatisfy { $0 >= 0 && $0 <= 1 && ($0 * 255).rounded() / 255 == $0 })
      }
    }
    /// How many pixels are of the solid's hue.
    func area(scale: Int, shape: Int, orientation: Int = 0) throws -> Int {
      let picture = try picture([0, 1, 2, scale, shape, orientation])
      return (0..<4096).count { abs(hue(picture, row: $0 / 64, column: $0 % 64) - 4) < 0.1 }
    }
    for shape in 0..<4 {
      let areas = try (0..<4).map { try area(scale: $0, shape: shape) }
      #expect(areas == areas.sorted() && Set(areas).count == 4 && areas[0] > 160, "\(areas)")
    }
    // Solids that are round look the same from all sides, but for the light; the room and a cube do not.
    #expect(try area(scale: 2, shape: 2, orientation: 0) == area(scale: 2, shape: 2, orientation: 7))
    #expect(try area(scale: 2, shape: 0, orientation: 0) != area(scale: 2, shape: 0, orientation: 3))
    #expect(try picture([0, 1, 2, 0, 0, 1]) != picture([0, 1, 2, 0, 0, 2]))
  }

  /// What `Tests/Fixtures/make-concepts.py` wrote.
  private func written(row: Int, y: Int, x: Int, channel: Int) -> Float {
    Float((row * 40 + y + 2 * x + 60 * channel) % 256) / 255
  }

  @Test(.enabled(if: hdf5IsInstalled)) func roomsAreReadFromTheirFile() throws {
    let path = fixture("concepts/3dshapes-few.h5")
    let data = try load("shapes3d", from: path)
    #expect(data.count == 3 && data.concepts?.values.map(\.count) == [5, 5, 5, 4, 4, 8])
    #expect(data.concepts?.labels == [0, 1, 2, 3, 3, 7] + [4, 4, 4, 0, 0, 0] + [1, 0, 3, 2, 2, 4])
    #expect(data.labels == [3, 0, 2])
    for (index, row) in [0, 2, 4].enumerated() {
      let picture = try data.sample(index)
      #expect(
        picture.values
          == (0..<3).flatMap { channel in
            (0..<4096).map { written(row: row, y: $0 / 64, x: $0 % 64, channel: channel) }
          })
    }
    #expect(try load("shapes3d", Selection(subset: "full"), from: path).count == 6)
    #expect(try load("shapes3d", Selection(subset: "full", limit: 2), from: path).sample(0) == data.sample(0))
    for (file, complaint) in [
      ("3dshapes-unlike.h5", "those of 3D Shapes are bytes of shape [N, 64, 64, 3]"),
      ("3dshapes-fewer-labels.h5", "and 6 pictures need [6, 6]: floor-hue"),
      ("concepts.npz", "is not an HDF5 (.h5) file"),
    ] {
      #expect { try load("shapes3d", from: fixture("concepts/\(file)")) } throws: {
        "\($0)".contains(complaint)
      }
    }
  }

  @Test(.enabled(if: hdf5IsInstalled)) func damagedRoomsAreComplainedOf() throws {
    try withTemporaryFolder { folder in
      let all = try bytes(of: fixture("concepts/3dshapes-few.h5"))
      for count in [0, 100, all.count / 2, all.count - 200] {
        let path = "\(folder)/\(count).h5"
        try writeAtomically(Array(all[..<count]), to: path)
        #expect(throws: (any Error).self) { try load("shapes3d", Selection(subset: "full"), from: path) }
      }
      // Packed bytes that are not what they were.
      var damaged = all
      for index in stride(from: 3000, to: 12_000, by: 7) { damaged[index] ^= 0x55 }
      try writeAtomically(damaged, to: "\(folder)/damaged.h5")
      #expect(throws: (any Error).self) {
        try load("shapes3d", Selection(subset: "full"), from: "\(folder)/damaged.h5")
      }
    }
  }

  @Test func publishedRoomsNeedTheirFile() {
    #expect { try load("shapes3d") } throws: { "\($0)".contains("say by from= where 3dshapes.h5 is") }
    #expect { try load("shapes3d", from: "/nowhere.h5") } throws: {
      "\($0)".contains("there is no such file")
    }
  }

  @Test func spritesAreReadFromTheirFile() throws {
    let path = fixture("concepts/dsprites-few.npz")
    let data = try load("dsprites", task: ["shape-scale"], from: path)
    #expect(data.count == 3 && data.labels == [0, 11, 15])
    #expect(data.concepts?.labels == [0, 0, 0, 0, 0] + [1, 5, 7, 15, 1] + [2, 3, 2, 2, 15])
    for (index, row) in [0, 2, 3].enumerated() {
      let picture = try data.sample(index).values
      #expect(picture == (0..<4096).map { (row + $0 / 64 * ($0 % 64)) % 3 == 0 ? 1 : 0 })
    }
    let full = try load("dsprites", Selection(subset: "full"), from: path)
    #expect(try full.count == 5 && full.sample(2) == data.sample(1) && full.digest != data.digest)
    for (file, complaint) in [
      ("dsprites-grey.npz", "picture 0 has a pixel of 255; those of dSprites are 0 or 1"),
      (
        "dsprites-fewer-classes.npz",
        "they are of shape [4, 6], and 5 pictures need whole numbers of shape [5, 6]"
      ),
      ("concepts.npz", "has no entry 'imgs'"),
      ("none.npz", "there is no such file"),
    ] {
      #expect { try load("dsprites", from: fixture("concepts/\(file)")) } throws: {
        "\($0)".contains(complaint)
      }
    }
  }

  @Test func publishedFilesAreReadByName() {
    for (file, name) in [("dsprites-few.npz", "dsprites"), ("3dshapes-few.h5", "shapes3d")] {
      #expect { try load(fixture("concepts/\(file)")) } throws: {
        "\($0)".contains("load data \(name) from=\"")
      }
    }
  }

  @Test func damagedSpritesAreComplainedOf() throws {
    try withTemporaryFolder { folder in
      let all = try bytes(of: fixture("concepts/dsprites-few.npz"))
      var damaged = all
      // Within the packed pictures, which come after the metadata.
      for index in 420..<440 { damaged[index] ^= 0xFF }
      for (name, bytes) in [("damaged", damaged), ("short", Array(all[..<(all.count / 2)]))] {
        try writeAtomically(bytes, to: "\(folder)/\(name).npz")
        #expect(throws: ArrayFileError.self) {
          try load("dsprites", Selection(subset: "full"), from: "\(folder)/\(name).npz")
        }
      }
    }
  }
}

/// Whether the library for HDF5 is there: without it that is what is complained of.
let hdf5IsInstalled: Bool = {
  var sequence = SequenceOptions()
  sequence.source = fixture("concepts/3dshapes-few.h5")
  do {
    _ = try Dataset.header("shapes3d", sequence: sequence)
  } catch DataError.notInstalled(_, _, let package) {
    return package != "libhdf5-103-1"
  } catch {}
  return true
}()

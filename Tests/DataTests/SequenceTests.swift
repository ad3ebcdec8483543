import Data
import Foundation
import Tensors
import Testing

/// Samples that are sequences: how they are read, cut, and chosen from.
struct SequenceTests {
  private let occupancy = fixture("sequences/datatraining.txt")

  private func windows(
    _ paths: [String], _ size: Int, stride: Int? = nil, selection: Selection = Selection(),
    _ change: (inout TableOptions) -> Void = { _ in }
  ) throws -> Dataset {
    var (table, sequence) = (TableOptions(), SequenceOptions())
    (table.target, sequence.window, sequence.stride) = ("Occupancy", size, stride)
    change(&table)
    let data = try Dataset.load(
      paths[0], and: Array(paths.dropFirst()), selection: selection, table: table, sequence: sequence)
    let header = try Dataset.header(
      paths[0], and: Array(paths.dropFirst()), selection: selection, table: table, sequence: sequence)
    #expect(header == data.header)
    return data
  }

  @Test func aTableIsCutIntoWindows() throws {
    let data = try windows([occupancy], 60) { $0.ignored = ["HumidityRatio"] }
    #expect(data.count == 2 && data.shape == [60, 4] && data.header.isLabelledByStep)
    #expect(data.features == ["Temperature", "Humidity", "Light", "CO2"])
    let lines = try String(contentsOfFile: occupancy, encoding: .utf8).split(separator: "\n").dropFirst()
    let rows = lines.map { $0.split(separator: ",").map { Float($0) ?? .nan } }
    #expect(try data.samples(0..<2).values == rows.prefix(120).flatMap { $0[2...5] })
    #expect(data.stepLabels == rows.prefix(120).map { Int($0[7]) })
    #expect(data.labels == [Int(rows[59][7]), Int(rows[119][7])])
    #expect(data.remarks.contains("date is left out, since it holds dates"))
    #expect(data.remarks.contains { $0.hasPrefix("cut into 2 windows of 60 rows; 10 rows at the end are dropped") })
    let overlapping = try windows([occupancy], 60, stride: 35) { $0.ignored = ["HumidityRatio"] }
    #expect(overlapping.count == 3)
    #expect(try overlapping.samples([2]).values == rows[70..<130].flatMap { $0[2...5] })
  }

  @Test func windowsNeverCrossFiles() throws {
    let other = fixture("sequences/datatest2.txt")
    let data = try windows([occupancy, other], 60)
    #expect(data.count == 3 && data.name == "datatraining+datatest2" && data.shape == [60, 5])
    #expect(try data.sample(2) == windows([other], 60).sample(0))
    #expect(try windows([other, occupancy], 60).sample(0) == data.sample(2))
  }

  @Test func featuresAreStandardizedOverSteps() throws {
    let data = try windows([occupancy], 10, selection: Selection(subset: "train")) {
      ($0.split, $0.standardize) = (0.5, true)
    }
    let values = try data.samples(0..<data.count).values
    for feature in 0..<5 {
      let column = stride(from: feature, to: values.count, by: 5).map { Double(values[$0]) }
      let mean = column.reduce(0, +) / Double(column.count)
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)
      #expect(abs(mean) < 1e-3 && abs(variance - 1) < 1e-2)
    }
    #expect(try data.inOwnUnits(data.samples([0]), of: [0]).values[3] > 400)
    #expect(try data.spread(ofColumn: 3).low == 450)
  }

  @Test func whatWindowsCannotBeIsSaid() throws {
    func refuses(_ reason: String, _ body: () throws -> Dataset) {
      #expect { try body() } throws: { "\($0)".contains(reason) }
    }
    refuses("has 130 rows: take a shorter one") { try windows([occupancy], 131) }
    refuses("missing=drop can't be used here: windows would leap") {
      try windows([occupancy], 60) { $0.missing = .drop }
    }
    refuses("load files together whose columns are the same") {
      try withTemporaryFolder { folder in
        try "a,Occupancy\n1,0\n2,1\n".write(toFile: folder + "/a.csv", atomically: true, encoding: .utf8)
        return try windows([occupancy, folder + "/a.csv"], 60)
      }
    }
    refuses("it goes with window=") {
      var (table, sequence) = (TableOptions(), SequenceOptions())
      (table.target, sequence.stride) = ("Occupancy", 2)
      return try Dataset.load(occupancy, table: table, sequence: sequence)
    }
    refuses("k=2 can't be used here: it is for words: load tomita") {
      var sequence = SequenceOptions()
      sequence.language = 2
      return try Dataset.load("room", sequence: sequence)
    }
  }

  @Test func rowNamesAreToldFromRaggedLines() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/a.csv"
      try "a,b\n1,2,3\n4,5,6\n".write(toFile: path, atomically: true, encoding: .utf8)
      let data = try Dataset.load(path)
      #expect(try data.features == ["a", "b"] && data.samples(0..<2).values == [2, 3, 5, 6])
      try "a,b\n1,2,3\n4,5\n".write(toFile: path, atomically: true, encoding: .utf8)
      #expect { try Dataset.load(path) } throws: { "\($0)".contains("it has 3 fields, and the first line 2") }
    }
  }

  @Test func arraysOfSequencesMayBeLabelledByStep() throws {
    try withTemporaryFolder { folder in
      let values = NumericArray([3, 4, 2], .floats((0..<24).map { Float($0) }))
      let labels: [Int64] = [0, 0, 1, 1, 2, 2, 2, 0, 1, 1, 1, 1]
      try NPZ.write(
        [("x", values), ("y", NumericArray([3, 4], .integers(labels)))], to: folder + "/a.npz")
      let data = try Dataset.load(folder + "/a.npz")
      #expect(try data.header == Dataset.header(folder + "/a.npz") && data.header.isLabelledByStep)
      #expect(
        data.labels == [1, 0, 1] && data.stepLabels == labels.map { Int($0) } && data.classes.count == 3)
      let chosen = try Dataset.load(folder + "/a.npz", selection: Selection(limit: 2))
      #expect(chosen.stepLabels?.count == 8 && chosen.digest != data.digest)
      try NPZ.write(
        [("x", values), ("y", NumericArray([3, 3], .integers(Array(labels.prefix(9)))))],
        to: folder + "/b.npz")
      #expect { try Dataset.load(folder + "/b.npz") } throws: {
        "\($0)".contains("give one label for each sample, or one for each of its 4 steps")
      }
    }
  }

  @Test func labelsOfTheBenchmarksLieBesideTheirSamples() throws {
    try withTemporaryFolder { folder in
      let (count, steps, width) = (2, 3, 76)
      // The motor response, from column 12 on, is category 5 at the first step, and glucose, in column 49, is 7.5.
      var values = [Float](repeating: 0, count: count * steps * width)
      (values[12 + 5], values[49]) = (1, 7.5)
      try NPY.write(NumericArray([count, steps, width], .floats(values)), to: folder + "/X_test.npy")
      try NPY.write(NumericArray([count], .floats([1, 0])), to: folder + "/y_test.npy")
      let plain = try Dataset.load(folder + "/X_test.npy")
      #expect(plain.labels == [1, 0] && plain.shape == [3, 76] && plain.stepLabels == nil)
      var sequence = SequenceOptions()
      sequence.columns = .readable
      let data = try Dataset.load(folder + "/X_test.npy", sequence: sequence)
      #expect(try data.header == Dataset.header(folder + "/X_test.npy", sequence: sequence))
      #expect(data.shape == [3, 17] && data.features?[4] == "gcs-motor" && data.labels == [1, 0])
      #expect(try data.sample(0).values[4] == 5 && data.sample(0).values[7] == 7.5)
      #expect(try data.sample(1).values.allSatisfy { $0 == 0 })
      try NPY.write(NumericArray([2, 3, 17], .floats(data.samples(0..<2).values)), to: folder + "/X_val.npy")
      #expect { try Dataset.load(folder + "/X_val.npy", sequence: sequence) } throws: {
        "\($0)".contains("a sample is [3, 17]")
      }
    }
  }
}

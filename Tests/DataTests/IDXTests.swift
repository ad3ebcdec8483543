import Data
import Tensors
import Testing

@Suite struct IDXTests {
  private let images: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 51, 102, 255]
  private let labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 2, 1, 0]

  private func withFiles(_ images: [UInt8], _ labels: [UInt8]?, _ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try writeAtomically(images, to: "\(folder)/train-images-idx3-ubyte")
      if let labels { try writeAtomically(labels, to: "\(folder)/train-labels-idx1-ubyte") }
      try body("\(folder)/train-images-idx3-ubyte")
    }
  }

  @Test func labelsAreFoundBesideTheImages() throws {
    try withFiles(images, labels) { path in
      let data = try Dataset.load(path)
      #expect(data.name == "train-images-idx3-ubyte" && data.shape == [1, 1, 2] && data.labels == [1, 0])
      #expect(try data.classes == ["0", "1"] && data.header == (Dataset.header(path)))
      #expect(try data.samples(0..<2).values == [0, 0.2, 0.4, 1])
    }
    try withFiles(images, nil) { path in
      let alone = try Dataset.load(path)
      #expect(alone.labels == nil)
    }
  }

  /// A few kilobytes can unpack to gigabytes: no more is unpacked than the header tells of.
  @Test func moreBytesThanDeclaredAreRefused() throws {
    #expect(throws: DataError.self) { try Dataset.load(fixture("arrays/bomb-idx3-ubyte.gz")) }
    try withFiles(images + [0], labels) { path in
      #expect(throws: DataError.self) { try Dataset.load(path) }
    }
  }

  @Test func filesCutOrWithWrongHeadersAreRefused() throws {
    for length in images.indices {
      try withFiles(Array(images[..<length]), labels) { path in
        #expect(throws: ArrayFileError.self) { try Dataset.load(path) }
      }
    }
    for (index, byte) in [(2, 7), (3, 0), (3, 255), (4, 255), (8, 128)] as [(Int, UInt8)] {
      var damaged = images
      damaged[index] = byte
      try withFiles(damaged, labels) { path in #expect(throws: ArrayFileError.self) { try Dataset.load(path) } }
    }
    try withFiles(images, [0, 0, 8, 1, 0, 0, 0, 1, 1]) { path in
      #expect(throws: DataError.self) { try Dataset.load(path) }
    }
  }
}

import Data
import Foundation
import Tensors
import Testing

/// Pictures side by side, of which some make the class.
struct StripTests {
  /// 20 pictures of 2 by 2 pixels in 4 classes: all pixels of picture i are 10 i, but the last is 255.
  private func withPictures(_ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      func numbers(_ values: [UInt32]) -> [UInt8] {
        values.flatMap { value in (0..<4).map { UInt8(value >> (24 - 8 * UInt32($0)) & 0xFF) } }
      }
      let pixels = (0..<20).flatMap { (picture: UInt8) -> [UInt8] in
        [picture, picture, picture].map { $0 * 10 } + [255]
      }
      for prefix in ["train", "t10k"] {
        try Data(numbers([0x803, 20, 2, 2]) + pixels).write(
          to: URL(filePath: "\(folder)/\(prefix)-images-idx3-ubyte"))
        try Data(numbers([0x801, 20]) + (0..<20).map { UInt8($0 % 4) }).write(
          to: URL(filePath: "\(folder)/\(prefix)-labels-idx1-ubyte"))
      }
      try body(folder)
    }
  }

  private func strips(
    _ folder: String, _ selection: Selection = Selection(), items: Int? = nil, isCentred: Bool? = nil
  ) throws -> Dataset {
    var sequence = SequenceOptions()
    (sequence.source, sequence.items, sequence.isCentred) = (folder, items, isCentred)
    let data = try Dataset.load("mnist-maj", selection: selection, sequence: sequence)
    #expect(try Dataset.header("mnist-maj", selection: selection, sequence: sequence) == data.header)
    return data
  }

  /// The numbers of a strip's pictures, told by their first pixels.
  private func pictures(_ data: Dataset, _ index: Int) throws -> [Int] {
    let strip = try data.sample(index)
    let width = strip.shape[2]
    return stride(from: 0, to: width, by: 2).map { item in
      // The second row ends with a white pixel.
      #expect(strip.values[width + item + 1] == 1)
      return Int(((strip.values[item] + 1) * 12.75).rounded())
    }
  }

  @Test func theClassIsThatOfMostPictures() throws {
    try withPictures { folder in
      let data = try strips(folder, Selection(subset: "test"))
      #expect(data.count == 20 && data.shape == [1, 2, 6] && data.low == -1 && data.high == 1)
      let parts = try #require(data.parts)
      #expect(parts.names == ["item-0", "item-1", "item-2"])
      #expect(parts.owners == [0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2])
      var places = Set<Int>()
      for index in 0..<20 {
        let (shown, label) = (try pictures(data, index), try #require(data.labels)[index])
        #expect(label == index % 4 && shown.contains(index))
        #expect(Array(parts.mask(ofSample: index)) == shown.map { $0 % 4 == label ? 1 : 0 })
        #expect(parts.mask(ofSample: index).reduce(0, +) == 2)
        places.insert(try #require(parts.mask(ofSample: index).firstIndex(of: 0)) - 3 * index)
      }
      #expect(places == [0, 1, 2])
    }
  }

  @Test func subsetsHaveNoPictureInCommonAndSeedsDrawAnew() throws {
    try withPictures { folder in
      let train = try strips(folder)
      let val = try strips(folder, Selection(subset: "val"))
      #expect(train.count == 16 && val.count == 4)
      func all(_ data: Dataset) throws -> Set<Int> {
        Set(try (0..<data.count).flatMap { try pictures(data, $0) })
      }
      #expect(try all(train).isDisjoint(with: all(val)))
      #expect(try strips(folder).digest == train.digest)
      let other = try strips(folder, Selection(seed: 9))
      #expect(other.digest != train.digest && other.labels == train.labels)
      let few = try strips(folder, Selection(limit: 5))
      #expect(few.count == 5 && few.parts?.masks.count == 15)
      #expect(try few.sample(4) == train.sample(4))
    }
  }

  @Test func stripsMayBeLongerOrBelongToTheirMiddle() throws {
    try withPictures { folder in
      let long = try strips(folder, Selection(subset: "test"), items: 7)
      #expect(try long.shape == [1, 2, 14] && pictures(long, 3).count { $0 % 4 == 3 } == 4)
      let centred = try strips(folder, Selection(subset: "test"), items: 5, isCentred: true)
      for index in 0..<20 {
        #expect(try pictures(centred, index)[2] == index)
        #expect(try Array(#require(centred.parts).mask(ofSample: index)) == [0, 0, 1, 0, 0])
      }
      #expect { try strips(folder, items: 4) } throws: { "\($0)".contains("take an odd number") }
      #expect { try strips(folder + "/none") } throws: { "\($0)".contains("there is no file") }
    }
    #expect { try Dataset.load("mnist-maj") } throws: {
      "\($0)".contains("mnist-maj comes without its files: say by from=")
    }
  }

  @Test(.enabled(if: fashionMNISTIsInstalled)) func clothesAreReadFromTheirPackage() throws {
    let data = try Dataset.load("fashion-maj", selection: Selection(subset: "test"))
    #expect(try data.header == Dataset.header("fashion-maj", selection: Selection(subset: "test")))
    #expect(data.count == 10_000 && data.shape == [1, 28, 84] && data.classes[1] == "trouser")
    let plain = try Dataset.load("fashion-mnist").sample(7)
    let strip = try data.sample(7)
    #expect(
      (0..<3).contains { item in
        (0..<28).allSatisfy { row in
          zip(
            plain.values[row * 28..<row * 28 + 28],
            strip.values[row * 84 + item * 28..<row * 84 + item * 28 + 28]
          )
          .allSatisfy { abs(2 * $0 - 1 - $1) < 1e-6 }
        }
      })
    #expect(try Dataset.header("fashion-maj").count == 48_000)
    #expect(try Dataset.header("fashion-maj", selection: Selection(subset: "val")).count == 12_000)
  }
}

import ONNX
import Tensors
import Testing

let fixtures = #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/Fixtures/onnx/"

func bytes(_ name: String) throws -> [UInt8] {
  try MappedFile(fixtures + name).withUnsafeBytes { Array($0) }
}

/// Files that are cut off or altered give an error or a message, never a trap.
struct DamagedFileTests {
  /// Reads all that a file holds, the numbers of its tensors included.
  private func read(_ bytes: [UInt8]) throws(ONNXError) -> Int {
    let file = try ModelFile(bytes: bytes, folder: fixtures)
    var count = 0
    for tensor in file.message.graph.initializers { count += try file.elements(of: tensor).count }
    return count
  }

  @Test(arguments: ["types.onnx", "external.onnx"])
  func everyTruncationIsRead(_ name: String) throws {
    let whole = try bytes(name)
    let count = try read(whole)
    var refused = 0
    for length in whole.indices {
      do {
        let found = try read(Array(whole[..<length]))
        #expect(found <= count)
      } catch { refused += 1 }
    }
    // Only cuts between two fields of the outermost message leave a message.
    #expect(refused > whole.count - 10)
  }

  @Test(arguments: ["types.onnx", "external.onnx", "conv-1d.onnx"])
  func anyFlippedByteIsRead(_ name: String) throws {
    let whole = try bytes(name)
    var random = SystemIndependentRandom(seed: 1)
    var refused = 0
    for _ in 0..<5000 {
      var damaged = whole
      for _ in 0...random.below(3) { damaged[random.below(damaged.count)] = UInt8(random.below(256)) }
      do { _ = try read(damaged) } catch { refused += 1 }
    }
    #expect(refused > 100)
  }

  @Test func noiseIsRefused() {
    var random = SystemIndependentRandom(seed: 2)
    for length in 1..<400 {
      let noise = (0..<length).map { _ in UInt8(random.below(256)) }
      #expect(throws: ONNXError.self) { try read(noise) }
    }
  }

  @Test func emptyFilesHoldNoGraph() {
    #expect(throws: ONNXError.noGraph) { try read([]) }
  }
}

/// The same numbers on every machine (Knuth's MMIX generator).
struct SystemIndependentRandom {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
}

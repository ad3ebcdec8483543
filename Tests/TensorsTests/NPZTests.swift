import Tensors
import Testing

@Suite struct NPZTests {
  let images = NumericArray([2, 3, 4], .bytes(Array(0..<24)))
  let relevance = NumericArray([3], .floats([1, 1, 1]))

  @Test(arguments: ["stored", "deflated", "zip64"]) func arraysAreFoundByKey(name: String) throws {
    let archive = try NPZ(fixture("arrays/\(name).npz"))
    #expect(try archive.keys == ["images", "relevance/conv1"])
    #expect(try archive.array("images") == images)
    #expect(try archive.array("relevance/conv1") == relevance)
    #expect(try archive.header("images").shape == [2, 3, 4])
  }

  @Test func stringsAreRead() throws {
    #expect(try NPZ(fixture("arrays/named.npz")).strings("classes") == ["cat", "dög"])
  }

  @Test func aMissingKeyIsNamedWithThoseThatAreThere() throws {
    let archive = try NPZ(fixture("arrays/stored.npz"))
    #expect { try archive.array("labels") } throws: {
      "\($0)".hasSuffix("stored.npz' has no entry 'labels': it holds images, relevance/conv1")
    }
  }

  @Test func whatIsWrittenIsReadAndAlwaysTheSame() throws {
    let arrays = [("images", images), ("relevance/conv1", relevance), ("é", NumericArray([2], .integers([.min, .max])))]
    try withTemporaryFolder { folder in
      try NPZ.write(arrays, to: "\(folder)/a.npz")
      let archive = try NPZ("\(folder)/a.npz")
      #expect(try archive.keys == ["images", "relevance/conv1", "é"])
      for (key, array) in arrays { #expect(try archive.array(key) == array) }
      #expect(try bytes(of: "\(folder)/a.npz") == NPZ.bytes(arrays))
    }
  }

  @Test(arguments: ["stored", "deflated"]) func aFileCutAnywhereIsRefused(name: String) throws {
    let whole = try bytes(of: fixture("arrays/\(name).npz"))
    try withTemporaryFolder { folder in
      for length in whole.indices {
        try writeAtomically(Array(whole[..<length]), to: "\(folder)/a.npz")
        #expect(throws: ArrayFileError.self) { try NPZ("\(folder)/a.npz") }
      }
    }
  }

  @Test(arguments: ["stored", "deflated", "zip64"]) func flippedBytesAreCaughtAndNeverTrap(name: String) throws {
    var random = Random(seed: 2)
    let whole = try bytes(of: fixture("arrays/\(name).npz"))
    try withTemporaryFolder { folder in
      for _ in 0..<600 {
        var damaged = whole
        damaged[random.integer(below: whole.count)] ^= UInt8(1 + random.integer(below: 255))
        try writeAtomically(damaged, to: "\(folder)/a.npz")
        // Every byte of an array is under its checksum: it is refused, or it comes out unharmed.
        if let array = try? NPZ("\(folder)/a.npz").array("images") { #expect(array == images) }
        _ = try? NPZ("\(folder)/a.npz").header("images")
      }
    }
  }
}

import Tensors
import Testing

@Suite struct NPYTests {
  @Test(arguments: ElementType.allCases, ["little", "big"])
  func everyTypeAndByteOrderIsRead(type: ElementType, order: String) throws {
    let name = type == .b1 ? "b1" : "\(type.rawValue)-\(order)"
    let array = try NPY.read(fixture("arrays/\(name).npy"))
    let expected = type == .b1 ? [0, 0, 1, 1, 1, 1] : [0, 1, 2, 3, 100, 5]
    #expect(array.shape == [2, 3])
    #expect(array.integers == expected)
    #expect(array.tensor == Tensor([2, 3], expected.map { Float($0) }))
    switch (type, array.elements) {
    case (.u1, .bytes), (.f2, .floats), (.f4, .floats), (.f8, .floats): break
    case (_, .integers): #expect(![.u1, .f2, .f4, .f8].contains(type))
    default: Issue.record("\(type) became \(array.elements)")
    }
  }

  @Test func moreAxesThanNumPyHasAreRefused() {
    let most = NPY.bytes(NumericArray(Shape([Int](repeating: 1, count: 64)), .floats([1])))
    #expect(throws: Never.self) { try most.withUnsafeBytes { try NPY.read(Bytes($0), file: "f") } }
    let more = NPY.bytes(NumericArray(Shape([Int](repeating: 1, count: 65)), .floats([1])))
    #expect(throws: ArrayFileError.badHeader(file: "f", reason: "a shape of 65 axes")) {
      try more.withUnsafeBytes { try NPY.read(Bytes($0), file: "f") }
    }
  }

  @Test func columnMajorNumbersAreReordered() throws {
    let array = try NPY.read(fixture("arrays/column-major.npy"))
    #expect(array == NumericArray([2, 3, 4], .integers((0..<24).map { Int64($0) })))
  }

  @Test(arguments: [2, 3]) func laterVersionsAreRead(version: Int) throws {
    let array = try NPY.read(fixture("arrays/version-\(version).npy"))
    #expect(array == NumericArray([2, 3], .floats([0, 1, 2, 3, 100, 5])))
  }

  @Test func singleAndEmptyAndSpecialNumbersAreRead() throws {
    #expect(try NPY.read(fixture("arrays/single.npy")) == NumericArray([], .floats([2.5])))
    #expect(try NPY.read(fixture("arrays/empty.npy")) == NumericArray([0, 3], .floats([])))
    let specials = try NPY.read(fixture("arrays/specials.npy")).tensor.values
    #expect(specials[0].isNaN && specials[1] == .infinity && specials[2] == -.infinity)
    #expect(specials[3].bitPattern == 0x8000_0000 && specials[4] == .leastNonzeroMagnitude)
  }

  @Test(arguments: ["f4-little", "i8-little", "u1-little", "single", "empty", "vector"])
  func whatIsWrittenIsWhatNumPyWrites(name: String) throws {
    let path = fixture("arrays/\(name).npy")
    #expect(try NPY.bytes(NPY.read(path)) == bytes(of: path))
  }

  @Test func headerTellsShapeAndTypeAlone() throws {
    let header = try NPY.header(fixture("arrays/i2-big.npy"))
    #expect(header.shape == [2, 3] && header.type == .i2 && header.typeName == ">i2")
    #expect(try NPY.header(fixture("arrays/complex.npy")).type == nil)
  }

  @Test func whatIsNoNumberHereIsNamed() {
    #expect { try NPY.read(fixture("arrays/complex.npy")) } throws: {
      guard case ArrayFileError.unsupportedType(_, type: "<c8") = $0 else { return false }
      return "\($0)".contains("complex.npy' holds elements of type '<c8'")
    }
    #expect { try NPY.read(fixture("arrays/record.npy")) } throws: {
      if case ArrayFileError.unsupportedType(_, type: "record") = $0 { true } else { false }
    }
    #expect { try NPY.read(fixture("arrays/huge.npy")) } throws: {
      if case ArrayFileError.tooLarge = $0 { true } else { false }
    }
    #expect { try NPY.read(fixture("arrays/stored.npz")) } throws: {
      "\($0)".contains("stored.npz' is not a NumPy (.npy) file")
    }
  }

  @Test(arguments: [
    "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 2), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 0, 4), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (2305843009213693952,), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }",
    "{'descr': '<f4', 'fortran_order': Maybe, 'shape': (1,), }",
    "{'descr': '<f4', 'fortran_order': False}", "{'descr': '<f4'", "{", "", "[]",
  ])
  func headersThatMakeNoSenseAreRefused(dictionary: String) throws {
    let file = Array("\u{93}NUMPY".unicodeScalars.map { UInt8($0.value) }) + [1, 0, UInt8(dictionary.utf8.count), 0]
    try withTemporaryFolder { folder in
      try writeAtomically(file + dictionary.utf8 + [0, 0, 0, 0], to: "\(folder)/a.npy")
      #expect { try NPY.read("\(folder)/a.npy") } throws: {
        if case ArrayFileError.badHeader = $0 { true } else { false }
      }
    }
  }

  @Test func aFileCutAnywhereIsRefused() throws {
    let whole = try bytes(of: fixture("arrays/f4-little.npy"))
    try withTemporaryFolder { folder in
      for length in whole.indices {
        try writeAtomically(Array(whole[..<length]), to: "\(folder)/a.npy")
        #expect(throws: ArrayFileError.self) { try NPY.read("\(folder)/a.npy") }
      }
    }
  }

  @Test func flippedBytesNeverTrap() throws {
    var random = Random(seed: 1)
    for name in ["f4-little", "column-major", "version-3"] {
      let whole = try bytes(of: fixture("arrays/\(name).npy"))
      for _ in 0..<3000 {
        var damaged = whole
        for _ in 0...random.integer(below: 3) {
          damaged[random.integer(below: whole.count)] = UInt8(random.integer(below: 256))
        }
        let array = try? damaged.withUnsafeBytes { try NPY.read(Bytes($0), file: "it") }
        #expect(array.map { $0.elements.count == $0.shape.count } ?? true)
      }
    }
  }
}

import Tensors
import Testing

@Suite struct MappedFloatsTests {
  private func mapped(_ values: [Float], askew: Int, _ body: (MappedFloats) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let bytes = [UInt8](repeating: 0xff, count: askew) + values.withUnsafeBytes { [UInt8]($0) }
      try writeAtomically(bytes, to: "\(folder)/numbers")
      let numbers = try MappedFloats(MappedFile("\(folder)/numbers"), offset: askew, count: values.count)
      try body(#require(numbers))
    }
  }

  @Test(arguments: 0..<4)
  func numbersAreReadFromAnyByteOn(_ askew: Int) throws {
    let values = (0..<3000).map { Float($0) / 7 - 100 }
    try mapped(values, askew: askew) { numbers in
      #expect(numbers.values == values)
      #expect(values.indices.allSatisfy { numbers[$0] == values[$0] })
      #expect(numbers.firstNaN == nil)
    }
    try mapped([], askew: askew) { #expect($0.values == [] && $0.firstNaN == nil) }
  }

  @Test(arguments: [0, 1, 1023, 1024, 2999])
  func theFirstNaNIsFound(_ place: Int) throws {
    var values = [Float](repeating: -.infinity, count: 3000)
    values[2999] = -.nan
    values[place] = .nan
    try mapped(values, askew: 1) { #expect($0.firstNaN == place) }
  }

  @Test func numbersBeyondTheFileAreNone() throws {
    try withTemporaryFolder { folder in
      try writeAtomically([UInt8](repeating: 0, count: 10), to: "\(folder)/numbers")
      let file = try MappedFile("\(folder)/numbers")
      #expect(MappedFloats(file, offset: 2, count: 2) != nil)
      for (offset, count) in [(3, 2), (0, 3), (-1, 1), (11, 0), (0, -1), (0, .max), (.max, 1)] {
        #expect(MappedFloats(file, offset: offset, count: count) == nil)
      }
    }
  }

  /// What replaces a file is another file; the mapped one stays, even deleted.
  @Test func aReplacedFileStaysWhatItWas() throws {
    try withTemporaryFolder { folder in
      try writeAtomically([UInt8](repeating: 1, count: 8), to: "\(folder)/numbers")
      let file = try MappedFile("\(folder)/numbers")
      try writeAtomically([], to: "\(folder)/numbers")
      #expect(file.withUnsafeBytes { [UInt8]($0) } == [UInt8](repeating: 1, count: 8))
    }
  }
}

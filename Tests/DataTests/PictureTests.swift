import Data
import Tensors
import Testing

@Suite struct PictureTests {
  private func picture(_ name: String, channels: Int = 3) throws -> Picture {
    try Picture(fixture("pictures/\(name)"), channels: channels)
  }

  /// Pillow's own results, saved as PNG.
  @Test(arguments: [(16, 10), (37, 9), (11, 23), (60, 40)]) func resizingIsPillows(width: Int, height: Int) throws {
    let resized = try picture("colour.png").resized(width: width, height: height)
    #expect(try resized == (picture("resized-\(width)x\(height).png")))
  }

  @Test func palettesBecomeColours() throws {
    #expect(try picture("palette.png") == picture("palette-rgb.png"))
  }

  @Test func photographsDecodeAsInPillow() throws {
    #expect(try picture("colour.jpg") == picture("colour-jpg.png"))
  }

  @Test func greyPicturesHaveOneChannelUnlessColourIsAskedFor() throws {
    for name in ["grey.png", "grey.jpg", "bilevel.png", "grey16.png"] {
      #expect(try Picture.shape(fixture("pictures/\(name)"))[0] == 1)
      let (grey, colour) = (try picture(name, channels: 1), try picture(name))
      #expect(colour.bytes == grey.bytes.flatMap { [$0, $0, $0] })
    }
    #expect(try Set(picture("bilevel.png", channels: 1).bytes) == [0, 255])
  }

  @Test func sixteenBitsKeepTheirUpperEight() throws {
    #expect(try picture("grey16.png", channels: 1).bytes == (0..<16).map { UInt8($0 * 17) })
  }

  @Test func transparencyLiesOverWhite() throws {
    #expect(try picture("alpha.png").bytes == [10, 20, 30] + [UInt8](repeating: 255, count: 9))
  }

  @Test func valuesAreByChannel() {
    let picture = Picture(width: 2, height: 1, channels: 3, bytes: [0, 51, 102, 153, 204, 255])
    #expect(picture.values == [0, 0.6, 0.2, 0.8, 0.4, 1])
  }

  @Test func printingColoursAreRefused() {
    #expect { try picture("cmyk.jpg") } throws: { "\($0)".contains("CMYK); convert it to RGB") }
  }

  @Test(arguments: ["grey.png", "palette.png", "colour.jpg", "grey.jpg"])
  func aPictureCutAnywhereIsRefused(name: String) throws {
    let whole = try bytes(of: fixture("pictures/\(name)"))
    try withTemporaryFolder { folder in
      // A PNG is whole without its empty last chunk, a JPEG without its two-byte end mark.
      for length in stride(from: 0, to: whole.count - 16, by: 3) {
        try writeAtomically(Array(whole[..<length]), to: "\(folder)/a")
        #expect(throws: DataError.self) { try Picture("\(folder)/a", channels: 3) }
      }
    }
  }

  @Test(arguments: ["grey.png", "palette.png", "colour.jpg", "grey.jpg"])
  func flippedBytesNeverTrap(name: String) throws {
    var random = Random(seed: 3)
    let whole = try bytes(of: fixture("pictures/\(name)"))
    try withTemporaryFolder { folder in
      for _ in 0..<300 {
        var damaged = whole
        damaged[random.integer(below: whole.count)] = UInt8(random.integer(below: 256))
        try writeAtomically(damaged, to: "\(folder)/a")
        let picture = try? Picture("\(folder)/a", channels: 3)
        #expect(picture.map { $0.bytes.count == $0.width * $0.height * 3 } ?? true)
      }
    }
  }

  @Test func absurdSizesAreRefusedBeforeMemoryIsTaken() throws {
    // A JPEG of 65,000 by 65,000 pixels, made from a small one by its frame header (FF C0, length, bits, height, width).
    var file = try bytes(of: fixture("pictures/grey.jpg"))
    let frame = try #require(file.indices.dropLast().first { file[$0] == 0xFF && file[$0 + 1] == 0xC0 })
    file.replaceSubrange(frame + 5..<frame + 9, with: [0xFD, 0xE8, 0xFD, 0xE8])
    try withTemporaryFolder { folder in
      try writeAtomically(file, to: "\(folder)/a.jpg")
      #expect { try Picture("\(folder)/a.jpg", channels: 1) } throws: {
        "\($0)".contains("65000 by 65000 pixels are more than")
      }
    }
  }
}

import Figures
import Foundation
import Tensors
import Testing

/// The palettes of zennit 1.0.0, computed with it in Python.
private func referencePalettes() throws -> [String: [[UInt8]]] {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../Fixtures/palettes.json")
  return try JSONDecoder().decode([String: [[UInt8]]].self, from: Data(contentsOf: file))
}

@Test func everyNamedPaletteIsTheReference() throws {
  let reference = try referencePalettes()
  #expect(ColorMap.names == (reference.keys + ["green-gold", "low-to-high", "maroon-white-aqua"]).sorted())
  for (name, colors) in reference {
    #expect(try ColorMap(name).palette == colors.map { Color($0[0], $0[1], $0[2]) }, "\(name)")
  }
}

@Test func theDefaultMapsAreTheOnesNamedSo() throws {
  #expect(try ColorMap("bwr") == ColorMap.bwr)
  #expect(try ColorMap("low-to-high") == ColorMap.lowToHigh)
}

@Test func theMapsOfPathExplainHaveItsColors() throws {
  // Its tables go from 0 to 255 in equal steps; it names these ends and, of the second, the white middle.
  let gold = try ColorMap("green-gold").palette
  #expect(gold[0] == Color(20, 125, 0) && gold[255] == Color(250, 230, 0))
  #expect(gold[51] == Color(66, 146, 0))
  let aqua = try ColorMap("maroon-white-aqua").palette
  #expect(aqua[0] == Color(140, 15, 15) && aqua[128] == .white && aqua[255] == Color(0, 220, 170))
}

@Test func aShortIndexIsADoubledDigit() throws {
  #expect(try ColorMap("000,8:f00,fff") == ColorMap("000,88:ff0000,fff"))
}

@Test func outsideItsIndicesAMapStaysConstant() throws {
  let palette = try ColorMap("40:102030,c0:f0e0d0").palette
  #expect(palette[0x00...0x40].allSatisfy { $0 == Color(0x10, 0x20, 0x30) })
  #expect(palette[0xC0...0xFF].allSatisfy { $0 == Color(0xF0, 0xE0, 0xD0) })
}

@Test func oneColorAndSuddenStepsAreMapsToo() throws {
  #expect(try Set(ColorMap("123").palette) == [Color(0x11, 0x22, 0x33)])
  let palette = try ColorMap("000,80:000,80:fff,fff").palette
  #expect(palette[127] == Color(gray: 0))
  #expect(palette[128] == .white)
}

@Test(arguments: [
  ("", ColorMapError.Problem.color), ("red", .color), ("00f,,f00", .color), ("1:2:fff", .color),
  ("００f", .color),
  ("123:fff", .index), (":fff", .index), ("80:fff,40:000", .order),
])
func aWrongMapSaysWhichEntryIsWrong(text: String, problem: ColorMapError.Problem) throws {
  let error = #expect(throws: ColorMapError.self) { try ColorMap(text) }
  #expect(error?.problem == problem)
  let message = try #require(error?.description)
  #expect(message.contains("\"\(text)\""))
}

import Figures
import Tensors
import Testing

/// What colours the values of a map have in its picture, read at the middle of each square.
private func shownColors(_ map: Tensor, colors: ColorMap = .bwr) throws -> [Color] {
  let drawing = try Heatmap(values: map, colors: colors).draw()
  let png = try DecodedPNG(drawing.png())
  let panel = try #require(
    drawing.marks.lazy.compactMap { mark -> Rectangle? in
      if case .image(_, let rectangle, _) = mark { rectangle } else { nil }
    }.first)
  let (height, width) = (map.shape[0], map.shape[1])
  return (0..<map.count).map { index in
    png[
      panel.x + (Double(index % width) + 0.5) * panel.width / Double(width),
      panel.y + (Double(index / width) + 0.5) * panel.height / Double(height)]
  }
}

@Test func aTinyHeatmapHasTheExpectedPixels() throws {
  // (x / 2 + 1) / 2 * 255, truncated: 255, 191, 0, 63; and zero in white exactly.
  let palette = ColorMap.bwr.palette
  let colors = try shownColors(Tensor([2, 3], [2, 1, 0, -2, -1, 0]))
  #expect(colors == [palette[255], palette[191], .white, palette[0], palette[63], .white])
}

@Test func zeroHasTheCentreColorInEveryMap() throws {
  for name in ColorMap.names {
    let map = try ColorMap(name)
    #expect(try shownColors(Tensor([1, 2], [0, -0.5]), colors: map)[0] == map.palette[128], "\(name)")
    #expect(try Set(shownColors(Tensor([2, 2], repeating: 0), colors: map)) == [map.palette[128]], "\(name)")
  }
}

@Test func theScaleIsSymmetricAndFreeOfUnits() throws {
  let map = Tensor([1, 4], [0.3, -0.3, 0.1, -0.05])
  let colors = try shownColors(map)
  #expect(colors[0] == Color(255, 0, 0))
  #expect(colors[1] == Color(0, 0, 255))
  #expect(try shownColors(map.map { $0 * 1024 }) == colors)
  #expect(try shownColors(map.map { $0 * 0x1p-120 }) == colors)
}

@Test func missingNumbersAreGrayAndCounted() throws {
  let heatmap = try Heatmap(values: Tensor([2, 2], [.nan, 1, -.infinity, -1]))
  let colors = try shownColors(heatmap.values)
  #expect(colors == [.missing, Color(255, 0, 0), .missing, Color(0, 0, 255)])
  #expect(heatmap.summary.contains("2 are not finite"))
  let nothing = try Heatmap(values: Tensor([1, 2], repeating: .nan))
  #expect(try shownColors(nothing.values) == [.missing, .missing])
  #expect(nothing.summary.contains("2 are not finite"))
}

@Test func theLargestFloatsAreShown() throws {
  let largest = Float.greatestFiniteMagnitude
  #expect(try shownColors(Tensor([1, 2], [largest, -largest])) == [Color(255, 0, 0), Color(0, 0, 255)])
}

@Test func aMapWithoutValuesOrOfAnotherRankIsRefused() {
  #expect(throws: FigureError.empty("the heatmap")) { try Heatmap(values: Tensor([0, 5], [])) }
  #expect(throws: FigureError.wrongShape("the heatmap", [3], expected: "[H, W]")) {
    try Heatmap(values: Tensor([3], [1, 2, 3]))
  }
}

@Test func theSummaryNamesExtremesAndShowsTheGrid() throws {
  let heatmap = try Heatmap(values: Tensor([2, 3], [0, 0.9, 0, -0.3, 0, 0.1]), title: "small")
  #expect(
    heatmap.summary == """
      small
      2 x 3 values, from -0.3 at [1, 0] to 0.9 at [0, 1]
      each value, in units of 0.1:
        .  9  .
       -3  .  1
      """)
}

import Figures
import Tensors
import Testing

extension Drawing {
  fileprivate var texts: [String] {
    marks.compactMap { if case .text(let text) = $0 { text.string } else { nil } }
  }

  fileprivate var bars: [Rectangle] {
    marks.compactMap { if case .rectangle(let rectangle, _) = $0 { rectangle } else { nil } }
  }

  fileprivate var images: [(raster: Raster, frame: Rectangle)] {
    marks.compactMap { if case .image(let raster, let frame, _) = $0 { (raster, frame) } else { nil } }
  }
}

// MARK: overlay and grid

@Test func anOverlayShowsImageHeatmapAndBoth() throws {
  let overlay = try Overlay(image: Tensor([1, 1, 3], [0, 0.5, 1]), heatmap: Tensor([1, 3], [1, 0, -1]))
  let panels = overlay.draw().images.map(\.raster)
  #expect(panels[0].pixels == [Color(gray: 0), Color(gray: 128), Color(gray: 255)])
  #expect(panels[1].pixels == [Color(255, 0, 0), .white, Color(0, 0, 255)])
  let both = panels[2].pixels
  #expect(both[0].red > both[0].blue && both[2].blue > both[2].red)
  // Where the map says nothing the image is seen.
  #expect(both[1].red == both[1].blue && both[1].red == both[1].green)
}

@Test func anOverlayNeedsPartsOfOneSize() {
  #expect(throws: FigureError.self) {
    try Overlay(image: Tensor([2, 2], repeating: 0), heatmap: Tensor([2, 3], repeating: 0))
  }
  #expect(throws: FigureError.self) {
    try Overlay(image: Tensor([2, 2, 2], repeating: 0), heatmap: Tensor([2, 2], repeating: 0))
  }
  #expect(throws: FigureError.unequalCounts("the captions", 1, "the panels", 3)) {
    try Overlay(image: Tensor([1, 1], [0]), heatmap: Tensor([1, 1], [0]), captions: ["a"])
  }
}

@Test func imagesOutsideZeroToOneAreStretched() throws {
  let tile = ImageGrid.Tile(.image(Tensor([1, 3], [-2, 0, 2])))
  #expect(try ImageGrid(tiles: [tile]).draw().images[0].raster.pixels.map(\.red) == [0, 128, 255])
  let flat = ImageGrid.Tile(.image(Tensor([1, 2], [7, 7])))
  #expect(try ImageGrid(tiles: [flat]).draw().images[0].raster.pixels.map(\.red) == [128, 128])
}

@Test(arguments: [(1, 1, 1), (4, 2, 2), (5, 3, 2), (10, 4, 3)])
func aGridIsNearlySquare(count: Int, columns: Int, rows: Int) throws {
  let tile = ImageGrid.Tile(.image(Tensor([2, 2], repeating: 0.5)), caption: "c")
  let frames = try ImageGrid(tiles: Array(repeating: tile, count: count)).draw().images.map(\.frame)
  #expect(frames.count == count)
  #expect(Set(frames.map(\.x)).count == columns)
  #expect(Set(frames.map(\.y)).count == rows)
}

@Test func aGridWithoutImagesIsRefused() {
  #expect(throws: FigureError.empty("the grid of images")) { try ImageGrid(tiles: []) }
  #expect(throws: FigureError.empty("the grid of images")) {
    try ImageGrid(rows: [.init(title: "a", tiles: [])])
  }
}

@Test func nothingLiesOutsideThePage() throws {
  let image = ImageGrid.Tile(.image(Tensor([28, 28], repeating: 0.5)), caption: "a caption")
  let figures: [any Figure] = [
    try Heatmap(values: Tensor([28, 28], repeating: 1), title: "t"),
    try Heatmap(values: Tensor([1, 500], repeating: 1)),
    try Heatmap(values: Tensor([500, 1], repeating: -1e-30)),
    try ImageGrid(tiles: Array(repeating: image, count: 30), title: "t"),
    try Bars((0..<5).map { .init("a", Double($0) - 2, error: 3) }),
    try BeforeAfter(labels: ["a", "b"], before: [-5, 1], after: [1, 2]),
  ]
  for drawing in figures.map({ $0.draw() }) {
    for frame in drawing.bars + drawing.images.map(\.frame) {
      #expect(frame.x >= 0 && frame.y >= 0 && frame.right <= drawing.width && frame.bottom <= drawing.height)
    }
  }
}

// MARK: bars

@Test func barsAreAsLongAsTheirValues() throws {
  let bars = try Bars([.init("a", 4), .init("b", -2), .init("c", 0), .init("d", .nan)]).draw().bars
  #expect(bars[0].width == 2 * bars[1].width)
  // Both start at zero, to either side.
  #expect(bars[0].x == bars[1].right)
  #expect(bars[2].width == 0 && bars[3].width == 0)
}

@Test func extremeValuesDoNotTrap() throws {
  let largest = Double.greatestFiniteMagnitude
  for values in [[largest, -largest], [.leastNonzeroMagnitude, 0], [.infinity, .nan], [0, 0]] {
    let bars = try Bars(values.map { .init("x", $0, error: largest) })
    #expect(try !bars.draw().png().isEmpty)
    #expect(!bars.summary.isEmpty)
  }
}

@Test func theSummaryOfBarsIsAligned() throws {
  let bars = try Bars(
    [.init("cat", 1), .init("mouse", -0.5), .init("dog", 0, error: 0.25)], title: "animals")
  #expect(
    bars.summary == """
      animals
      cat                \("")|########################### \(" ")1.0
      mouse \(String(repeating: "#", count: 13))|\(String(repeating: " ", count: 27)) -0.5
      dog                \("")|\(String(repeating: " ", count: 27))  0.0 +- 0.25
      """)
}

@Test func beforeAndAfterNeedOneValueEach() throws {
  #expect(throws: FigureError.unequalCounts("the values after", 1, "the classes", 2)) {
    try BeforeAfter(labels: ["a", "b"], before: [1, 2], after: [1])
  }
  #expect(throws: FigureError.empty("the list of classes")) {
    try BeforeAfter(labels: [], before: [], after: [])
  }
  #expect(throws: FigureError.empty("the list of bars")) { try Bars([]) }
}

@Test func beforeAndAfterShareAScale() throws {
  let figure = try BeforeAfter(labels: ["a", "b"], before: [1, 0.5], after: [0.25, 0.5])
  let widths = figure.draw().bars.map(\.width).filter { $0 > 8 }
  #expect(widths.map { $0 / widths[0] } == [1, 0.25, 0.5, 0.5])
  #expect(figure.draw().texts.contains("1.00 → 0.25"))
}

// MARK: numbers

@Test(arguments: [
  (0.0, "0"), (1, "1"), (-0.5, "-0.5"), (0.083_333, "0.0833"), (1234.5, "1235"), (999_999.6, "1000000"),
  (1.5e-7, "1.5e-7"), (9.999e-8, "1e-7"), (-2e20, "-2e20"), (.nan, "nan"), (-.infinity, "-inf"),
])
func numbersAreShort(value: Double, text: String) {
  #expect(value.text() == text)
}

@Test func aColumnOfNumbersHasEqualDecimals() {
  #expect(columnTexts([0.12345, -0.5, 0]) == ["0.1235", "-0.5000", "0.0000"])
  #expect(columnTexts([12.5, 1, .nan]) == ["12.5", "1.0", "nan"])
  #expect(columnTexts([1, 2, 300]) == ["1", "2", "300"])
  #expect(columnTexts([1e-9, 2e8]) == ["1e-9", "2e8"])
  #expect(columnTexts([]) == [])
}

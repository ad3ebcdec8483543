import Figures
import Tensors
import Testing

@Suite struct ScatterGridTests {
  private func grid(columns: Int = 3, points: Int = 60) throws -> ScatterGrid {
    let places = (0..<columns).map { column in
      ScatterGrid.Column(
        "layer\(column)",
        positions: Tensor(
          [points, 2], (0..<2 * points).map { Float(($0 * 7919 + column * 31) % 101) }))
    }
    let shapes = (0..<points).map { $0 % 4 == 3 ? nil : $0 % 4 }
    return try ScatterGrid(
      columns: places,
      rows: [
        .init(
          "shape", values: shapes, names: ["square", "ellipse", "heart"],
          captions: places.map { "\($0.name.count) %" }, chosen: 1),
        .init(
          "x", values: (0..<points).map { $0 % 32 }, names: (0..<32).map { "\($0)" }, isOrdered: true,
          captions: places.map { _ in "9 %" }),
        .init(
          "class", values: (0..<points).map { $0 % 40 }, names: (0..<40).map { "class \($0)" },
          captions: places.map { _ in "" }),
      ], title: "60 samples")
  }

  @Test(arguments: [1, 3, 10]) func allPointsAreDrawnOnce(_ columns: Int) throws {
    let drawing = try grid(columns: columns).draw()
    let dots = drawing.marks.compactMap { mark -> Point? in
      if case .circle(let place, _, _) = mark { place } else { nil }
    }
    #expect(dots.count == 3 * columns * 60)
    #expect(dots.allSatisfy { $0.x > 0 && $0.x < drawing.width && $0.y > 0 && $0.y < drawing.height })
    #expect(drawing.width < 2000 && drawing.height < 1000)
    #expect(try drawing.png().count > 1000)
  }

  @Test func bothCoordinatesHaveOneUnit() throws {
    // Three points of a right angle, once wide and once high.
    func dots(_ values: [Float]) throws -> [Point] {
      let drawing = try ScatterGrid(
        columns: [.init("a", positions: Tensor([3, 2], values))],
        rows: [.init("b", values: [0, 0, 0], names: ["c"], captions: [""])]
      ).draw()
      return drawing.marks.compactMap { if case .circle(let place, _, _) = $0 { place } else { nil } }
    }
    let wide = try dots([0, 0, 10, 0, 0, 5])
    #expect(abs((wide[1].x - wide[0].x) - 2 * (wide[0].y - wide[2].y)) < 1e-9)
    let high = try dots([0, 0, 10, 0, 0, 20])
    #expect(abs((high[0].y - high[2].y) - 2 * (high[1].x - high[0].x)) < 1e-9)
  }

  @Test func valuesHaveColoursOfTheirOwn() throws {
    let grid = try grid(columns: 1)
    var colors: [Color] = []
    for case .circle(_, _, let color) in grid.draw().marks { colors.append(color) }
    // Three shapes and those of no known shape.
    #expect(Set(colors[..<60]).count == 4 && colors[0] == .missing)
    #expect(Set(colors[60..<120]).count == 32)
  }

  @Test func aGridIsToldInWords() throws {
    let words = try grid().summary
    #expect(words.contains("60 samples") && words.contains("6 % *") && words.contains("layer2"))
  }

  @Test func pointsWithoutPlaceAreLeftOut() throws {
    let drawing = try ScatterGrid(
      columns: [.init("a", positions: Tensor([3, 2], [0, 0, .nan, 1, 0, 0]))],
      rows: [.init("b", values: [0, 1, 0], names: ["c", "d"], captions: [""])]
    ).draw()
    let dots = drawing.marks.count { if case .circle = $0 { true } else { false } }
    #expect(dots == 2)
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let positions = Tensor([2, 2], [0, 1, 2, 3])
    let row = ScatterGrid.Row("b", values: [0, 1], names: ["c", "d"], captions: ["e"])
    #expect(throws: FigureError.empty("the scatter")) { try ScatterGrid(columns: [], rows: [row]) }
    #expect(throws: FigureError.empty("the scatter")) {
      try ScatterGrid(columns: [.init("a", positions: positions)], rows: [])
    }
    #expect(throws: FigureError.self) {
      try ScatterGrid(columns: [.init("a", positions: positions.reshaped([4, 1]))], rows: [row])
    }
    #expect(throws: FigureError.self) {
      try ScatterGrid(
        columns: [.init("a", positions: positions)],
        rows: [.init("b", values: [0], names: ["c"], captions: ["e"])])
    }
    #expect(throws: FigureError.self) {
      try ScatterGrid(
        columns: [.init("a", positions: positions), .init("f", positions: positions)], rows: [row])
    }
  }
}

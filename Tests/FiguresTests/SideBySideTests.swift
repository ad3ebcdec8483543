import Figures
import Tensors
import Testing

// Figures that put several things side by side: bars of several series, lines over one axis, texts in rows,
// figures in rows.

extension Drawing {
  fileprivate var texts: [Text] {
    marks.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  fileprivate func rectangles(of color: Color) -> [Rectangle] {
    marks.compactMap {
      if case .rectangle(let frame, color) = $0 { frame } else { nil }
    }
  }

  /// Whether everything with an extent lies on the page.
  fileprivate var holdsItsMarks: Bool {
    marks.allSatisfy { mark in
      switch mark {
      case .rectangle(let frame, _), .image(_, let frame, _):
        frame.x >= 0 && frame.y >= 0 && frame.right <= width && frame.bottom <= height
      case .circle(let middle, let radius, _):
        middle.x >= radius && middle.x + radius <= width && middle.y >= radius && middle.y + radius <= height
      case .line(let from, let to, _, _):
        [from, to].allSatisfy { $0.x >= 0 && $0.x <= width && $0.y >= 0 && $0.y <= height }
      case .polygon(let corners, _):
        corners.allSatisfy { $0.x >= 0 && $0.x <= width && $0.y >= 0 && $0.y <= height }
      case .text(let text):
        text.place.x >= 0 && text.place.x <= width && text.place.y >= 0 && text.place.y <= height
      }
    }
  }
}

@Test func barsOfEachSeriesAreInItsOwnUnits() throws {
  let figure = try GroupedBars(
    labels: ["a", "b"], series: [.init("small", [0.001, 0.0005]), .init("large", [-100, 400])])
  let drawing = figure.draw()
  // The first rectangle of a colour is the legend's.
  let colors = drawing.marks.compactMap { if case .rectangle(_, let color) = $0 { color } else { nil } }
  let small = drawing.rectangles(of: colors[0]).dropFirst().map(\.width)
  let large = drawing.rectangles(of: colors[1]).dropFirst().map(\.width)
  // Those with the largest shares first: b (0.5 and 1), then a (1 and -0.25).
  #expect(abs(small[0] / small[1] - 0.5) < 1e-9 && abs(large[1] / large[0] - 0.25) < 1e-9)
  #expect(abs(small[1] - large[0]) < 1e-9)
  #expect(drawing.holdsItsMarks)
  #expect(figure.summary.contains("small") && figure.summary.contains("400"))
}

@Test func ofManyLabelsTheLargestAreShown() throws {
  let values = (0..<40).map { Double($0) }
  let figure = try GroupedBars(
    labels: values.map { "f\(Int($0))" }, series: [.init("one", values)], title: "all")
  let names = figure.draw().texts.map(\.string)
  #expect(names.contains("f39") && names.contains("f25") && !names.contains("f24"))
  #expect(names.contains("all; the 15 largest of 40"))
  #expect(throws: FigureError.empty("the list of bars")) { try GroupedBars(labels: [], series: []) }
  #expect(throws: FigureError.unequalCounts("one", 1, "the labels", 2)) {
    try GroupedBars(labels: ["a", "b"], series: [.init("one", [1])])
  }
}

@Test func linesBreakWhereAValueIsMissing() throws {
  func lines(_ values: [Double]) throws -> Int {
    let figure = try LineChart(x: [0, 1, 2, 3], lines: [.init("one", values, .strong)])
    #expect(figure.draw().holdsItsMarks)
    return figure.draw().marks.count { if case .line(_, _, 2, _) = $0 { true } else { false } }
  }
  // One more is the legend's.
  #expect(try lines([1, 2, 3, 4]) == 4)
  #expect(try lines([1, .nan, 3, 4]) == 2)
  #expect(throws: FigureError.unequalCounts("the line one", 1, "the axis", 2)) {
    try LineChart(x: [0, 1], lines: [.init("one", [1], .strong)])
  }
}

@Test func manyLinesBehindAreNamedTogether() throws {
  let pale = (0..<5).map { LineChart.Line("sample \($0)", [0, Double($0)], .pale) }
  let figure = try LineChart(
    x: [0, 1], lines: pale + [.init("mean", [0, 2], .strong), .init("chance", [1, 1], .dashed)],
    title: "curves",
    xTitle: "share", yTitle: "probability", behind: "5 samples")
  let names = figure.draw().texts.map(\.string)
  #expect(names.contains("5 samples") && !names.contains("sample 3"))
  #expect(names.contains("mean") && names.contains("chance") && names.contains("share"))
  #expect(figure.summary.contains("mean") && !figure.summary.contains("sample 3"))
  #expect(figure.draw().holdsItsMarks)
}

@Test func aTextIsRepeatedForEachRow() throws {
  let figure = try TextHeatmap(
    words: ["not", "bad"], rows: [("one", [-0.5, 1]), ("other", [300, 0])], title: "texts")
  let names = figure.draw().texts.map(\.string)
  #expect(names.count(of: "not") == 2 && names.contains("one") && names.contains("other"))
  #expect(figure.summary == "texts\none:\nnot -0.5 | bad 1.0\nother:\nnot 300 | bad 0")
  #expect(throws: FigureError.unequalCounts("one", 1, "the text", 2)) {
    try TextHeatmap(words: ["not", "bad"], rows: [("one", [1])])
  }
}

@Test func figuresStandNextToEachOther() throws {
  let matrix = try InteractionMatrix(Tensor([2, 2], [1, 2, 2, 3]), features: ["a", "b"], title: "pairs")
  let single = matrix.draw()
  let drawing = try SideBySide([matrix, matrix, matrix], columns: 2, title: "three").draw()
  #expect(drawing.width == 2 * single.width)
  #expect(drawing.holdsItsMarks)
  let titles = drawing.texts.filter { $0.string == "pairs" }.map(\.place)
  #expect(titles.count == 3)
  #expect(titles[1] == Point(titles[0].x + single.width, titles[0].y))
  #expect(titles[2].x == titles[0].x && titles[2].y >= titles[0].y + single.height)
  #expect(throws: FigureError.empty("the list of figures")) { try SideBySide([], columns: 2) }
}

extension [String] {
  fileprivate func count(of name: String) -> Int { count { $0 == name } }
}

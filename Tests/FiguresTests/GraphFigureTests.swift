import Figures
import Testing

private func tree() throws -> DecisionTreeFigure {
  try DecisionTreeFigure(
    [
      .init(question: "Light <= 212.3 lux", yes: 1, no: 4, samples: 17_895, shares: [0.77, 0.2, 0.03]),
      .init(question: "CO2[t-1] <= 604.5 ppm", yes: 2, no: 3, samples: 13_702, shares: [0.95, 0.03, 0.02]),
      .init(samples: 13_000, shares: [0.99, 0.01, 0]),
      .init(samples: 702, shares: [0.3, 0.4, 0.3]),
      .init(
        question: "a name that is far longer than any box has room for <= 0.00012", yes: 5, no: 6,
        samples: 4193, shares: [0.01, 0.92, 0.07]),
      .init(samples: 4000, shares: [0, 0.97, 0.03]),
      .init(samples: 193, shares: [0.1, 0.1, 0.8]),
    ], classes: ["empty", "occupied", "uncertain"], title: "what follows occupied")
}

private func diagram(current: Int? = nil) throws -> StateDiagram {
  try StateDiagram(
    [
      .init("empty", label: 0, purity: 0.994, size: 13_702),
      .init("occupied", label: 1, purity: 0.999, size: 3512),
      .init("uncertain", label: 1, purity: 0.62, size: 681),
    ],
    edges: [
      .init(
        from: 0, to: 0, share: 0.981, rules: ["Light <= 212.3 lux", "Light > 212.3 lux and CO2 <= 430 ppm"]),
      .init(
        from: 0, to: 1, share: 0.004,
        rules: ["Light > 388.1 lux and CO2[t-1] > 604.5 ppm and Temperature > 21.4 °C"]),
      .init(from: 0, to: 2, share: 0.015, rules: ["212.3 < Light <= 388.1 lux"]),
      .init(from: 1, to: 1, share: 0.96, rules: ["Light > 212.3 lux"]),
      .init(from: 1, to: 2, share: 0.04, rules: ["Light <= 212.3 lux"]),
      .init(from: 2, to: 0, share: 0.5, rules: ["Light <= 180 lux and CO2 <= 604.5 ppm"]),
      .init(from: 2, to: 1, share: 0.45, rules: ["Light > 388.1 lux"]),
      .init(from: 2, to: 2, share: 0.05, rules: []),
      .init(from: nil, to: 0, share: 0.8, rules: ["Light <= 150 lux"]),
      .init(from: nil, to: 1, share: 0.2, rules: ["Light > 150 lux"]),
    ], current: current, classes: ["empty", "occupied"], title: "a machine of 3 states")
}

private func timeline(steps: Int = 60) throws -> StateTimeline {
  let states = (0..<steps).map { $0 < 12 ? 0 : $0 < 15 ? 2 : $0 < 44 ? 1 : 0 }
  let light = (0..<steps).map { (step: Int) -> Double in
    step > 12 && step < 44 ? 430 + Double(step % 7) : Double(step % 5)
  }
  let network = (0..<steps).map { (step: Int) -> Int in step > 12 && step < 45 ? 1 : 0 }
  return try StateTimeline(
    states: states, names: ["empty", "occupied", "uncertain"], labels: [0, 1, 1],
    rules: states.indices.map { $0 == 0 ? "start" : "Light > \(200 + $0) lux and CO2[t-1] <= 604.5 ppm" },
    inputs: [
      .init("Light", unit: "lux", values: light),
      .init("CO2", unit: "ppm", values: (0..<steps).map { 420 + 10 * Double($0) }),
      .init("Temperature", unit: "°C", values: (0..<steps).map { _ in 21 }),
    ], tracks: [.init("network", labels: network)],
    classes: ["empty", "occupied"], title: "sequence 3")
}

extension Drawing {
  fileprivate var texts: [(text: Text, frame: Rectangle)] {
    marks.compactMap {
      guard case .text(let text) = $0 else { return nil }
      // DejaVu's letters are at most so wide on average.
      let width = min(text.limit, 0.5 * text.size * Double(text.string.count))
      let x =
        text.anchor == .start
        ? text.place.x : text.anchor == .end ? text.place.x - width : text.place.x - width / 2
      return (
        text, Rectangle(x: x, y: text.place.y - 0.36 * text.size, width: width, height: 0.72 * text.size)
      )
    }
  }

  fileprivate func expectReadable(sourceLocation: SourceLocation = #_sourceLocation) {
    let texts = texts
    for (index, one) in texts.enumerated() {
      #expect(
        one.frame.x >= 0 && one.frame.right <= width + 1 && one.frame.y >= 0 && one.frame.bottom <= height,
        "\(one.text.string)", sourceLocation: sourceLocation)
      for other in texts[(index + 1)...] {
        let apart =
          one.frame.right <= other.frame.x || other.frame.right <= one.frame.x
          || one.frame.bottom <= other.frame.y
          || other.frame.bottom <= one.frame.y
        #expect(apart, "\(one.text.string) over \(other.text.string)", sourceLocation: sourceLocation)
      }
    }
  }
}

@Suite struct GraphFigureTests {
  @Test func textsOfGraphsStandApart() throws {
    let figures: [any Figure] = [
      try tree(), try diagram(), try diagram(current: 1), try timeline(), try timeline(steps: 5),
      try timeline(steps: 1),
      try timeline(steps: 300),
    ]
    for figure in figures {
      let drawing = figure.draw()
      drawing.expectReadable()
      #expect(try drawing.svg().count > 1000)
      #expect(try drawing.pdf().count > 1000)
    }
  }

  @Test func theSamePlacesEveryTime() throws {
    #expect(try tree().draw().png() == tree().draw().png())
    #expect(try diagram().draw().png() == diagram().draw().png())
  }

  @Test func aTreeIsToldInWords() throws {
    let words = try tree().summary
    #expect(words.contains("Light <= 212.3 lux? (17895 samples, 77 %)\n  yes: CO2[t-1] <= 604.5 ppm?"))
    #expect(words.contains("    no: uncertain (193 samples, 80 %)"))
  }

  @Test func aTreeOfOneLeafIsDrawn() throws {
    let leaf = try DecisionTreeFigure([.init(samples: 3, shares: [1])], classes: ["only"])
    #expect(leaf.summary == "only (3 samples, 100 %)")
    leaf.draw().expectReadable()
  }

  @Test func whatLeadsNowhereIsRefused() {
    #expect(throws: FigureError.empty("the tree")) { try DecisionTreeFigure([], classes: ["a"]) }
    #expect(throws: FigureError.self) {
      try DecisionTreeFigure(
        [.init(question: "x <= 1", yes: 0, no: 1, samples: 1, shares: [1])], classes: ["a"])
    }
    #expect(throws: FigureError.self) {
      try StateDiagram(
        [.init("a", label: 0, purity: 1, size: 1)], edges: [.init(from: 0, to: 1, share: 1)],
        classes: ["a"])
    }
  }

  @Test func mostStatesStillFit() throws {
    let states = (0..<8).map { StateDiagram.State("state \($0)", label: $0 % 2, purity: 0.9, size: 100) }
    let edges = (0..<8).flatMap { from -> [StateDiagram.Edge] in
      (0..<8).map { StateDiagram.Edge(from: from, to: $0, share: 0.125, rules: ["x > \($0) and y <= 3"]) }
    }
    let drawing = try StateDiagram(states, edges: edges, classes: ["a", "b"]).draw()
    drawing.expectReadable()
  }
}

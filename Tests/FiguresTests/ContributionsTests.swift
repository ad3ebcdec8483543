import Figures
import Tensors
import Testing

extension Drawing {
  fileprivate var circles: [(center: Point, radius: Double, color: Color)] {
    marks.compactMap {
      if case .circle(let center, let radius, let color) = $0 { (center, radius, color) } else { nil }
    }
  }

  fileprivate var texts: [Text] {
    marks.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  fileprivate func text(_ string: String) -> Text? { texts.first { $0.string == string } }

  fileprivate var bars: [(rectangle: Rectangle, color: Color)] {
    marks.compactMap { if case .rectangle(let rectangle, let color) = $0 { (rectangle, color) } else { nil } }
  }
}

/// Three samples of f(a, b, c) = a b + c at baseline 0, whose attributions and interactions are known:
/// a b is split in halves, and each half into a main effect and a part of the pair.
private func product() throws -> Contributions {
  let values: [[Float]] = [[1, 2, 3], [2, -1, 0.5], [-3, 1, 0]]
  let attributions = values.flatMap { [$0[0] * $0[1] / 2, $0[0] * $0[1] / 2, $0[2]] }
  let interactions = values.flatMap { row -> [Float] in
    let quarter = row[0] * row[1] / 4
    return [quarter, quarter, 0, quarter, quarter, 0, 0, 0, row[2]]
  }
  return try Contributions(
    attributions: Tensor([3, 3], attributions), interactions: Tensor([3, 3, 3], interactions),
    features: ["a", "b", "c"], values: Tensor([3, 3], values.flatMap { $0 }), samples: [4, 7, 9],
    baseValues: [0, 0, 0], outputs: values.map { Double($0[0] * $0[1] + $0[2]) })
}

// MARK: contributions

@Test func bothEntriesOfAPairAreAddedUp() throws {
  let product = try product()
  #expect(product.pairs(0, 1) == [1, -1, -1.5])
  #expect(product.pairs(2, 2) == [3, 0.5, 0])
  #expect(product.strongestPartner(of: 1) == 0)
  // Means of magnitudes: a and b (1 + 1 + 1.5) / 3, c 3.5 / 3.
  #expect(product.order == [0, 1, 2])
}

@Test func contributionsThatDoNotFitAreRefused() {
  let one = Tensor([1, 2], [1, 2])
  #expect(throws: FigureError.unequalCounts("the features' names", 1, "each sample", 2)) {
    try Contributions(attributions: one, features: ["a"], samples: [0])
  }
  #expect(throws: FigureError.wrongShape("the interactions", [1, 2], expected: "[1, 2, 2]")) {
    try Contributions(attributions: one, interactions: one, features: ["a", "b"], samples: [0])
  }
  #expect(throws: FigureError.empty("the attribution")) {
    try Contributions(attributions: Tensor([0, 2], []), features: ["a", "b"], samples: [])
  }
  #expect(throws: FigureError.self) {
    try Contributions(attributions: Tensor([2], [1, 2]), features: ["a", "b"], samples: [0])
  }
}

// MARK: beeswarm

@Test func theStrongestFeatureIsOnTopAndDotsStandWhereTheirValuesAre() throws {
  let contributions = try Contributions(
    attributions: Tensor([3, 2], [1, 0, -1, 0.5, 3, -0.5]), features: ["a", "b"],
    values: Tensor([3, 2], [0, 5, 1, 5, 2, 5]), samples: [0, 1, 2])
  let drawing = try Beeswarm(contributions).draw()
  #expect(try #require(drawing.text("a")).place.y < #require(drawing.text("b")).place.y)
  let (first, second) = (drawing.circles.prefix(3).map(\.center), drawing.circles.suffix(3).map(\.center))
  // One scale for both strips.
  let unit = (first[0].x - first[1].x) / 2
  #expect(abs((first[2].x - first[0].x) - 2 * unit) < 1e-9)
  #expect(abs((second[1].x - second[2].x) - unit) < 1e-9)
  // Low is blue and high is red; where all values are equal they have the middle colour.
  let colors = drawing.circles.map(\.color)
  #expect(colors[0] == ColorMap.lowToHigh.palette[0] && colors[2] == ColorMap.lowToHigh.palette[255])
  #expect(Set(colors[3...]) == [ColorMap.lowToHigh.center])
}

@Test func outliersDoNotSqueezeTheColors() throws {
  // 99 values from 0 to 98 and one of a million: the 5th and 95th percentile are 4.95 and 94.05.
  let values = (0..<99).map { Float($0) } + [1e6]
  let contributions = try Contributions(
    attributions: Tensor([100, 1], repeating: 1), features: ["a"], values: Tensor([100, 1], values),
    samples: Array(0..<100))
  let colors = try Beeswarm(contributions).draw().circles.map(\.color)
  let palette = ColorMap.lowToHigh.palette
  #expect(colors[50] == palette[Int((50 - 4.95) / (94.05 - 4.95) * 255)])
  #expect(colors[0] == palette[0] && colors[98] == palette[255] && colors[99] == palette[255])
}

@Test func rareValuesKeepTheirOwnColors() throws {
  // Between the 5th and the 95th percentile all are 0, between the 1st and the 99th too; the extremes are not.
  let values = [Float](repeating: 0, count: 999) + [1]
  let contributions = try Contributions(
    attributions: Tensor([1000, 1], repeating: 1), features: ["a"], values: Tensor([1000, 1], values),
    samples: Array(0..<1000))
  let colors = try Beeswarm(contributions).draw().circles.map(\.color)
  #expect(colors[0] == ColorMap.lowToHigh.palette[0] && colors[999] == ColorMap.lowToHigh.palette[255])
}

@Test func denseDotsAreHeapedWithinTheirStrip() throws {
  let contributions = try Contributions(
    attributions: Tensor([400, 1], repeating: 2), features: ["a"], samples: Array(0..<400))
  let drawing = try Beeswarm(contributions).draw()
  let heights = drawing.circles.map(\.center.y)
  let middle = try #require(drawing.text("a")).place.y
  #expect(Set(heights).count == 400)
  #expect(heights.allSatisfy { abs($0 - middle) <= 14 })
}

@Test func heightsCanBeInteractions() throws {
  let drawing = try Beeswarm(product(), partner: 1).draw()
  let middle = try #require(drawing.text("a")).place.y
  // Of a with b: 1, -1, -1.5.
  let heights = drawing.circles.prefix(3).map { middle - $0.center.y }
  #expect(heights[0] > 0 && heights[1] == -heights[0] && abs(heights[2] + 1.5 * heights[0]) < 1e-9)
  #expect(throws: FigureError.empty("the list of interactions")) {
    try Beeswarm(
      Contributions(attributions: Tensor([1, 1], [1]), features: ["a"], samples: [0]), partner: 0)
  }
}

@Test func theSummaryOfABeeswarmNamesMeansAndTrends() throws {
  let summary = try Beeswarm(product(), top: 1, title: "t").summary
  #expect(summary.contains("t\n3 samples"))
  #expect(summary.contains("a  1.167"))
  #expect(!summary.contains("b  "))
  // a = 1, 2, -3 and its attributions 1, -1, -1.5: 3.5 / sqrt(14 * 3.5).
  #expect(summary.contains("correlation with the value 0.50"))
}

// MARK: dependence

@Test func threePanelsShareTheirAxesAndAddUp() throws {
  let drawing = try Dependence(product(), feature: 0).draw()
  let circles = drawing.circles.map(\.center)
  #expect(circles.count == 9)
  #expect(drawing.text("interaction with b") != nil)
  // The same x in each panel, one panel apart.
  #expect(abs((circles[3].x - circles[0].x) - (circles[6].x - circles[3].x)) < 1e-9)
  // attribution 1, -1, -1.5 = pair 1, -1, -1.5 + the rest 0.
  let unit = (circles[1].y - circles[0].y) / 2
  #expect((0..<3).allSatisfy { abs(circles[$0].y - circles[3 + $0].y) < 1e-9 })
  #expect((6..<9).allSatisfy { abs(circles[$0].y - circles[0].y - unit) < 1e-9 })
}

@Test func withoutInteractionsThereIsOnePanel() throws {
  let plain = try Contributions(
    attributions: Tensor([2, 2], [1, 2, 3, 4]), features: ["a", "b"], values: Tensor([2, 2], [1, 0, 2, 1]),
    samples: [0, 1])
  #expect(try Dependence(plain, feature: 0).draw().circles.map(\.color).count == 2)
  let colored = try Dependence(plain, feature: 0, partner: 1).draw().circles.map(\.color)
  #expect(colored == [ColorMap.lowToHigh.palette[0], ColorMap.lowToHigh.palette[255]])
}

@Test func onlyWholeNumbersAreMovedAside() throws {
  func places(_ values: [Float], seed: UInt64?) throws -> [Double] {
    let contributions = try Contributions(
      attributions: Tensor([values.count, 1], repeating: 1), features: ["a"],
      values: Tensor([values.count, 1], values),
      samples: Array(values.indices))
    return try Dependence(contributions, feature: 0, jitterSeed: seed).draw().circles.map(\.center.x)
  }
  #expect(try Set(places([1, 1, 1, 2], seed: nil)).count == 2)
  #expect(try Set(places([1, 1, 1, 2], seed: 0)).count == 4)
  #expect(try places([1, 1, 1, 2], seed: 5) == places([1, 1, 1, 2], seed: 5))
  #expect(try places([1, 1, 1, 2], seed: 5) != places([1, 1, 1, 2], seed: 6))
  #expect(try Set(places([1, 1, 1, 2.5], seed: 0)).count == 2)
}

// MARK: matrix, pairs, network

@Test func aMatrixWithoutItsDiagonalHasTheScaleOfTheRest() throws {
  let values = Tensor([2, 2], [8, 1, -2, 8])
  func colors(_ isBlank: Bool) throws -> [Color] {
    let drawing = try InteractionMatrix(values, features: ["a", "b"], isDiagonalBlank: isBlank).draw()
    for case .image(let raster, _, _) in drawing.marks { return raster.pixels }
    return []
  }
  #expect(try colors(false)[0] == ColorMap.bwr.palette[255])
  #expect(try colors(true)[2] == ColorMap.bwr.palette[0])
  #expect(try colors(true)[0] == colors(true)[3] && !ColorMap.bwr.palette.contains(colors(true)[0]))
}

@Test func longNamesOfColumnsReadUpwards() throws {
  let long = try InteractionMatrix(Tensor([1, 1], [1]), features: ["a feature with a long name"]).draw()
  #expect(long.texts.filter(\.isUpright).map(\.string) == ["a feature with a long name"])
  let short = try InteractionMatrix(Tensor([1, 1], [1]), features: ["a"]).draw()
  #expect(short.texts.filter(\.isUpright).isEmpty)
}

@Test func smallNumbersOfAMatrixAreInUnits() throws {
  let texts = try InteractionMatrix(Tensor([2, 2], [2e-7, -1.5e-7, 0, 4e-9]), features: ["a", "b"]).draw()
    .texts
  #expect(
    ["2.00", "−1.50", "0", "0.04", "numbers in units of 1e−7"].allSatisfy { text in
      texts.contains { $0.string == text }
    })
}

@Test func pairsAreBarsByMagnitude() throws {
  let matrix = Tensor([3, 3], [9, 1, -2, 1, 9, 0, -2, 0, 9])
  #expect(
    try Bars(pairsOf: matrix, features: ["a", "b", "c"]).bars == [.init("a x c", -4), .init("a x b", 2)])
  #expect(
    try Bars(pairsOf: matrix, features: ["not", "bad", "not"], top: 1, isText: true).bars.map(\.label) == [
      "not, not (0, 2)"
    ])
  #expect(throws: FigureError.empty("the list of pairs that interact")) {
    try Bars(pairsOf: Tensor([1, 1], [3]), features: ["a"])
  }
  #expect(
    throws: FigureError.wrongShape("the matrix of interactions", [1, 2], expected: "[features, features]")
  ) {
    try Bars(pairsOf: Tensor([1, 2], [3, 4]), features: ["a"])
  }
}

@Test func aNetworkJoinsTheStrongestPairs() throws {
  let network = try InteractionNetwork(
    Tensor([3, 3], [4, 1, -2, 1, -1, 0.5, -2, 0.5, 0]), features: ["a", "b", "c"], top: 2)
  #expect(network.edges.map(\.value) == [-4, 2])
  let circles = network.draw().circles
  #expect(circles.map(\.radius).max() == circles[0].radius)
  #expect(circles[0].color != circles[1].color)
}

@Test(arguments: [1, 2, 3, 8, 31, 100])
func labelsOfANetworkDoNotCollide(count: Int) throws {
  let names = (0..<count).map { "feature number \($0)" }
  let texts = try InteractionNetwork(
    Tensor([count, count], repeating: 1), features: names, top: 200
  ).draw().texts.filter { names.contains($0.string) }
  #expect(texts.count == min(count, 40))
  for side in [Text.Anchor.start, .end] {
    let heights = texts.filter { $0.anchor == side }.map(\.place.y).sorted()
    #expect(zip(heights, heights.dropFirst()).allSatisfy { $1 - $0 >= 15.999 })
  }
}

// MARK: waterfall

@Test func stepsLeadFromTheBaselineToTheOutput() throws {
  let figure = try Waterfall(
    [.init("small", 0.1), .init("up", 3), .init("down", -2), .init("tiny", 0.05)], from: 1, to: 2.15, top: 2)
  #expect(figure.steps.map(\.label) == ["up", "down", "2 others"])
  #expect(abs(figure.steps[2].value - 0.15) < 1e-12)
  let bars = figure.draw().bars
  // up from 1 to 4, down to 2, up to 2.15: each begins where the last ended.
  #expect(abs(bars[1].rectangle.right - bars[0].rectangle.right) < 1e-9)
  #expect(abs(bars[2].rectangle.x - bars[1].rectangle.x) < 1e-9)
  #expect(abs(bars[0].rectangle.width / bars[1].rectangle.width - 1.5) < 1e-9)
  #expect(
    figure.summary == """
      baseline   1.00
      up        +3.00  to 4.00
      down      -2.00  to 2.00
      2 others  +0.15  to 2.15
      output     2.15
      """)
}

@Test func whatStepsDoNotExplainIsAStep() throws {
  let figure = try Waterfall([.init("a", 1), .init("lost", .nan)], from: 0, to: 3)
  #expect(figure.steps == [.init("a", 1), .init("not explained", 2)])
  #expect(try Waterfall([.init("a", 1)], from: 0, to: 1.000_01).steps.count == 1)
  // Small steps far from zero can be read.
  let far = try Waterfall([.init("a", 0.002), .init("b", -0.001)], from: 1000, to: 1000.0015)
  #expect(far.steps.map(\.label) == ["a", "b", "not explained"])
  #expect(far.summary.hasPrefix("baseline       1000.0000\na                +0.0020  to 1000.0020\n"))
  #expect(throws: FigureError.empty("the list of contributions")) { try Waterfall([]) }
}

// MARK: text

private func review() throws -> TextHeatmap {
  try TextHeatmap(
    words: ["not", "bad", "at", "all"], values: [-0.5, 1, 0, .nan],
    selected: .init(word: 1, interactions: [0.2, 9, 0, -0.1]))
}

@Test func wordsStandOnTheirColors() throws {
  let palette = ColorMap.bwr.palette
  let boxes = try review().draw().bars.map(\.color)
  #expect(Array(boxes[..<4]) == [palette[63], palette[255], palette[128], .missing])
  // What the selected word has with itself does not count.
  #expect(Array(boxes[4...]) == [palette[255], palette[128], palette[128], palette[63]])
  let bold = try review().draw().texts.filter(\.bold)
  #expect(bold.map(\.string) == ["bad", "bad"])
  // White on the strongest red, dark on white.
  #expect(bold.map(\.color) == [.white, .ink])
}

@Test func aTerminalShowsWordsOnBackgrounds() throws {
  let text = try review().terminal(TerminalStyle(color: .truecolor))
  #expect(text.contains("48;2;255;0;0mbad\u{1B}[0m"))
  #expect(try review().terminal(TerminalStyle(color: .indexed256)).contains("48;5;196mbad"))
  #expect(
    try review().terminal(TerminalStyle()) == """
      attribution:
      not -0.5 | bad 1.0 | at 0.0 | all nan
      interactions with "bad" (1):
      not 0.2 | [bad] | at 0.0 | all -0.1

      """)
}

@Test func sixtyWordsAreWrapped() throws {
  let words = (0..<60).map { "word\($0 % 7 == 0 ? "-that-is-longer" : "")" }
  let figure = try TextHeatmap(words: words, values: words.indices.map { Float($0) - 30 })
  let drawing = figure.draw()
  #expect(
    drawing.bars.allSatisfy {
      $0.rectangle.right <= drawing.width - 16 && $0.rectangle.bottom <= drawing.height
    })
  #expect(Set(drawing.bars.map(\.rectangle.y)).count > 4)
  for columns in [1, 40, 80] {
    let visible = figure.terminal(TerminalStyle(columns: columns, color: .truecolor))
      .replacing(/\u{1B}\[[0-9;]*m/, with: "")
    let lines: [Substring] = visible.split(separator: "\n")
    #expect(lines.dropFirst().allSatisfy { $0.count <= max(columns, 20) })
  }
}

// MARK: whatever comes

@Test func nothingBreaksAFigureOfContributions() throws {
  let numbers: [[Float]] = [
    [0, 0, 0, 0], [.nan, .infinity, -.infinity, .nan],
    [.greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1, 0],
    [.leastNonzeroMagnitude, -.leastNonzeroMagnitude, 0, 0], [1e8, 100_000_008, 1e8, 1e8], [5, 5, 5, 5],
  ]
  let name = String(repeating: "a very long name of a feature, ", count: 20) + "\u{1B}[31m\n猫"
  for (index, values) in numbers.enumerated() {
    // A hundred features take their time to draw: once.
    for width in index == 1 ? [1, 2, 100] : [1, 2] {
      func table(_ count: Int) -> Tensor { Tensor([count], (0..<count).map { values[$0 % 4] }) }
      let features = (0..<width).map { $0 == 0 ? name : "\($0)" }
      let square = table(width * width).reshaped([width, width])
      let contributions = try Contributions(
        attributions: table(2 * width).reshaped([2, width]),
        interactions: table(2 * width * width).reshaped([2, width, width]), features: features,
        values: table(2 * width).reshaped([2, width]), samples: [0, 1])
      let steps = zip(features, square.values).map { Waterfall.Step($0, Double($1)) }
      var figures: [any Figure] = [
        try Beeswarm(contributions, title: name), try Beeswarm(contributions, top: 1, partner: 0),
        try Dependence(contributions, feature: 0, jitterSeed: 1, title: name),
        try InteractionMatrix(square, features: features, title: name),
        try InteractionMatrix(square, features: features, isDiagonalBlank: true),
        try InteractionNetwork(square, features: features, title: name),
        try Waterfall(steps, from: Double(values[0]), to: Double(values[1]), title: name),
        try TextHeatmap(
          words: features, values: table(width).values,
          selected: .init(word: 0, interactions: table(width).values)),
      ]
      if let pairs = try? Bars(pairsOf: square, features: features) { figures.append(pairs) }
      for figure in figures {
        #expect(try !figure.draw().png().isEmpty)
        #expect(!figure.terminal(TerminalStyle(color: .truecolor)).isEmpty)
        let plain = figure.terminal(TerminalStyle())
        #expect(!plain.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
      }
    }
  }
}

import Figures
import Interpreter
import Tensors
import Testing

/// f(a, b, c) = a b + c at baseline 0 for two samples: halves of a b in each attribution, quarters in each interaction.
private struct Product: FeatureExplanation {
  let method = "product"
  static let kind = "test"
  static let fields: [Field<Product>] = []
  let summary = ""
  let title = "product"
  var rows: [[Float]] = [[1, 2, 3], [2, -1, 0.5]]
  var hasInteractions = true

  var contributions: Contributions {
    get throws {
      try Contributions(
        attributions: Tensor(
          [rows.count, 3], rows.flatMap { [$0[0] * $0[1] / 2, $0[0] * $0[1] / 2, $0[2]] }),
        interactions: hasInteractions
          ? Tensor(
            [rows.count, 3, 3],
            rows.flatMap { row -> [Float] in
              let quarter = row[0] * row[1] / 4
              return [quarter, quarter, 0, quarter, quarter, 0, 0, 0, row[2]]
            }) : nil,
        features: ["a", "b", "c"], values: Tensor([rows.count, 3], rows.flatMap { $0 }), samples: [10, 20],
        baseValues: rows.map { _ in 0 }, outputs: rows.map { Double($0[0] * $0[1] + $0[2]) })
    }
  }
}

struct PlotTests {
  private func plot(_ name: String, _ keys: [String: any Sendable] = [:], of product: Product = Product())
    throws -> (
      text: String, table: String
    )
  {
    let kind = try #require(PlotKind.all.first { $0.name == name })
    var arguments = Arguments()
    for (key, value) in keys { arguments.set(key, value) }
    let (figure, table) = try kind.make(PlotSubject(product), arguments)
    _ = try figure.draw().png()
    return (figure.summary, table.csv)
  }

  @Test func kindsAreInAlphabeticalOrder() {
    #expect(PlotKind.all.map(\.name) == PlotKind.all.map(\.name).sorted())
  }

  @Test func barsAreMeansWithDeviations() throws {
    // |c| is 3 and 0.5, |a| and |b| are 1 and 1.
    #expect(
      try plot("bars").table == """
        feature,mean |attribution|,deviation
        c,1.75,1.25
        a,1.0,0.0
        b,1.0,0.0

        """)
    #expect(
      try plot("bars", ["sample": Int?.some(20), "top": Int?.some(2)]).table == """
        feature,attribution,deviation
        a = 2,-1.0,
        b = -1,-1.0,

        """)
  }

  @Test func dependenceIsSplitIntoPairAndRest() throws {
    #expect(
      try plot("dependence", ["feature": String?.some("a")]).table == """
        sample,value,attribution,other value,interaction,rest
        10,1.0,1.0,2.0,1.0,0.0
        20,2.0,-1.0,-1.0,-1.0,0.0

        """)
    #expect(
      try plot("dependence", ["feature": String?.some("2"), "by": String?.some("a")]).text.contains(
        "value of c"))
  }

  @Test func pairsOfSeveralSamplesAreMeanMagnitudes() throws {
    #expect(try plot("pairs").table == "feature,other feature,interaction\na,b,1.0\n")
    #expect(try plot("pairs", ["sample": Int?.some(20)]).table.hasSuffix("a,b,-1.0\n"))
    // 1 and -1 cancel out.
    #expect(throws: FigureError.empty("the list of pairs that interact")) {
      try plot("pairs", ["signed": true])
    }
    #expect(try plot("network").table.hasSuffix("a,b,1.0\n"))
  }

  @Test func aMatrixHasARowForEachPair() throws {
    let rows = try plot("matrix", ["sample": Int?.some(10)]).table.split(separator: "\n").map(String.init)
    #expect(rows.count == 10)
    #expect(rows[1...3] == ["a,a,0.5", "a,b,0.5", "a,c,0.0"])
    #expect(try plot("matrix", ["top": Int?.some(1)]).table.hasSuffix("interaction\nc,c,1.75\n"))
  }

  @Test func aWaterfallEndsAtTheOutput() throws {
    #expect(
      try plot("waterfall", ["sample": Int?.some(10)]).table == """
        step,contribution,output
        c = 3,3.0,3.0
        a = 1,1.0,4.0
        b = 2,1.0,5.0

        """)
    #expect(
      try plot("waterfall", ["sample": Int?.some(10), "pairs": true]).table == """
        step,contribution,output
        c = 3,3.0,3.0
        a x b,1.0,4.0
        a = 1,0.5,4.5
        b = 2,0.5,5.0

        """)
  }

  @Test func aWordHasItsInteractions() throws {
    #expect(
      try plot("text", ["word": Int?.some(1)]).table == """
        index,word,attribution,interaction
        0,a,1.0,1.0
        1,b,1.0,0.5
        2,c,3.0,0.0

        """)
  }

  @Test func aSummaryListsEverySample() throws {
    #expect(
      try plot("summary", ["top": Int?.some(1), "by": String?.some("a")]).table == """
        feature,sample,value,attribution,interaction
        c,10,3.0,3.0,0.0
        c,20,0.5,0.5,0.0

        """)
  }

  @Test func whatThePlotLacksIsSaid() throws {
    var plain = Product()
    plain.hasInteractions = false
    for name in ["matrix", "network", "pairs"] {
      #expect(throws: Mistake.noInteractions) { try plot(name, of: plain) }
    }
    #expect(throws: Mistake.noInteractions) { try plot("summary", ["by": String?.some("a")], of: plain) }
    #expect(throws: Mistake.noInteractions) { try plot("waterfall", ["pairs": true], of: plain) }
    #expect(throws: ArgumentError.self) { try plot("dependence", ["feature": String?.some("d")]) }
    #expect(throws: ArgumentError.self) { try plot("bars", ["sample": Int?.some(1)]) }
    #expect(throws: ArgumentError.self) { try plot("text", ["word": Int?.some(3)]) }
  }
}

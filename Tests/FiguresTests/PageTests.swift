import Figures
import Testing

/// Figures as web pages.
@Suite struct PageTests {
  private func page(_ figure: some Figure) throws -> String {
    String(decoding: try figure.html(), as: UTF8.self)
  }

  @Test func wordsStayWordsAndWhatLooksLikeMarkupIsText() throws {
    let page = try page(
      TextHeatmap(
        words: ["<b>", "a&b", "[SEP]"], values: [1, -0.5, 0],
        selected: .init(word: 0, interactions: [0, 0.25, 0]), special: [2], title: "\"two\""))
    #expect(page.contains("<title>&quot;two&quot;</title>"))
    // The strongest has the colour map's end, and each word its number.
    #expect(page.contains("background: rgb(255, 0, 0)") && page.contains("title=\"1.0\""))
    #expect(page.contains("<b>&lt;b&gt;</b></span>") && page.contains("a&amp;b"))
    #expect(page.contains("<span class=\"faint\">[SEP]</span>"))
    #expect(!page.contains("a&b"))
    #expect(page.components("class=\"words\"") == 3)
  }

  @Test func aTableIsATable() throws {
    let page = try page(Table(columns: ["name", "<"], rows: [[.text("a & b"), .integer(3)]]))
    #expect(page.contains("<th>name</th><th class=\"number\">&lt;</th>"))
    #expect(page.contains("<tr><td>a &amp; b</td><td class=\"number\">3</td></tr>"))
  }

  @Test func aDrawingIsInThePage() throws {
    let page = try page(Bars([.init("a", 1)], title: "bars"))
    #expect(page.components("<svg") == 2 && page.components("<?xml") == 1)
    #expect(page.contains("<summary>in words</summary>"))
  }

  /// Letters are defined by names, and two drawings on one page must not share them.
  @Test func drawingsOnOnePageHaveNamesOfTheirOwn() throws {
    let page = try page(
      SideBySide(
        [Bars([.init("abc", 1)], title: "bars"), Bars([.init("xyz", 2)], title: "others")], columns: 1))
    let names = page.matches(of: #/ id="([^"]+)"/#).map { String($0.1) }
    #expect(names.count > 8 && Set(names).count == names.count)
    let uses = page.matches(of: #/href="#([^"]+)"/#).map { String($0.1) }
    #expect(!uses.isEmpty && Set(uses).isSubset(of: Set(names)))
  }

  @Test func veryManyMarksArePixels() throws {
    let (few, many) = (try page(Dots(count: 30)), try page(Dots(count: 6000)))
    #expect(few.contains("<svg") && !few.contains("<img"))
    #expect(!many.contains("<svg") && many.contains("<img src=\"data:image/png;base64,iVBORw0KGgo"))
  }

  /// The vectors of RFC 4648, section 10.
  @Test func bytesAreWrittenInBase64() {
    let vectors = [
      "": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "fooba": "Zm9vYmE=",
      "foobar": "Zm9vYmFy",
    ]
    for (text, letters) in vectors { #expect(Array(text.utf8).base64 == letters) }
    #expect([UInt8]([0xFB, 0xFF, 0xFE]).base64 == "+//+")
  }

  @Test func aPageIsLightAndDarkAndForPaper() throws {
    let page = try page(Bars([.init("a", 1)]))
    #expect(
      page.contains("prefers-color-scheme: dark") && page.contains("@media print")
        && !page.contains("<script"))
  }
}

private struct Dots: Figure {
  let count: Int
  let title = "dots"
  let summary = "dots"

  func draw() -> Drawing {
    var drawing = Drawing(width: 400, height: 400)
    drawing.marks = (0..<count).map { .circle(Point(Double($0 % 400), Double($0 / 400)), radius: 1, .ink) }
    return drawing
  }
}

extension String {
  /// How many parts there are between occurrences of a separator.
  fileprivate func components(_ separator: String) -> Int { ranges(of: separator).count + 1 }
}

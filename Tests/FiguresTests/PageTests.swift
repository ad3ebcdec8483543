import Figures
import Testing

/// Figures as web pages.
@Suite struct PageTests {
  private func page(_ figure: some Figure) throws -> String { String(decoding: try figure.html(), as: UTF8.self) }

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
}

extension String {
  /// How many parts there are between occurrences of a separator.
  fileprivate func components(_ separator: String) -> Int { ranges(of: separator).count + 1 }
}

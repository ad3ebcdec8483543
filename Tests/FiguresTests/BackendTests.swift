import Figures
import Tensors
import Testing

private func everyFigure(label: String = "label") throws -> [any Figure] {
  let map = Tensor([3, 3], [0, 1, 2, -1, .nan, 1, 0, 0.5, -2])
  let image = Tensor([3, 3, 3], (0..<27).map(Float.init))
  return [
    try Heatmap(values: map, title: label),
    try Overlay(image: image, heatmap: map, title: label, captions: [label, label, label]),
    try ImageGrid(
      rows: [.init(title: label, tiles: [.init(.image(image), caption: label), .init(.heatmap(map))])],
      title: label),
    try Bars([.init(label, 1, error: 0.5), .init("other", -2), .init("none", .nan)], title: label),
    try BeforeAfter(labels: [label, "b"], before: [0.25, 0.75], after: [0.5, -.infinity], title: label),
    try Table(
      columns: [label, "n"], rows: [[.text(label), .number(0.5)], [.empty, .integer(3)]], title: label),
  ]
}

@Test func everyFigureRendersTwiceToTheSameBytes() throws {
  for (first, second) in zip(try everyFigure(), try everyFigure()) {
    let png = try first.draw().png()
    #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    #expect(try png == second.draw().png())
    let pdf = try first.draw().pdf()
    #expect(pdf.starts(with: Array("%PDF-".utf8)))
    #expect(try pdf == second.draw().pdf())
    #expect(try String(decoding: first.draw().svg(), as: UTF8.self).contains("<svg "))
  }
}

@Test func aScaleGivesThatManyPixelsPerPoint() throws {
  let drawing = try Heatmap(values: Tensor([1, 1], [1])).draw()
  let png = try DecodedPNG(drawing.png(scale: 2))
  #expect(Double(png.width) == (drawing.width * 2).rounded(.up))
  #expect(Double(png.height) == (drawing.height * 2).rounded(.up))
}

@Test func withoutColorATerminalGetsNoEscape() throws {
  for figure in try everyFigure(label: "evil \u{1B}]0;title\u{07}\u{9B}2J\nlabel") {
    let text = figure.terminal(TerminalStyle(color: .none))
    let allowed = text.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value < 0x7F) }
    #expect(allowed, "\(text)")
    #expect(text.hasSuffix("\n"))
  }
}

@Test(arguments: [TerminalStyle.Colors.indexed256, .truecolor], [1, 60, 100, 1_000_000])
func halfBlocksStayWithinTheTerminal(color: TerminalStyle.Colors, columns: Int) throws {
  let heatmap = try Heatmap(values: Tensor([2, 2], [1, -1, 0, 0.5]), title: "a title")
  let text = heatmap.terminal(TerminalStyle(columns: columns, color: color))
  #expect(text.contains("\u{1B}["))
  let visible = text.replacing(/\u{1B}\[[0-9;]*m/, with: "")
  #expect(!visible.contains("\u{1B}"))
  #expect(visible.split(separator: "\n").allSatisfy { $0.count <= max(columns, 8) })
  if columns >= 60 { #expect(visible.contains("a title")) }
}

@Test func halfBlocksShowTheColorsOfTheMap() throws {
  let heatmap = try Heatmap(values: Tensor([1, 2], [1, -1]))
  let text = heatmap.terminal(TerminalStyle(columns: 100, color: .truecolor))
  #expect(text.contains("8;2;255;0;0"))
  #expect(text.contains("8;2;0;0;255"))
  // A half that is empty is never drawn in the colour of the terminal's text.
  #expect(text.firstMatch(of: /\u{1B}\[39;[0-9;]*m[▀▄]/) == nil)
}

@Test func graphicsSpeakTheLanguageOfTheTerminal() throws {
  let heatmap = try Heatmap(values: Tensor([2, 2], [1, -1, 0, 0.5]))
  func shown(_ graphics: TerminalStyle.Graphics) -> String {
    heatmap.terminal(TerminalStyle(color: .truecolor, graphics: graphics))
  }
  #expect(shown(.kitty).hasPrefix("\u{1B}_G"))
  #expect(shown(.iterm).hasPrefix("\u{1B}]1337;File="))
  #expect(shown(.sixels).hasPrefix("\u{1B}P"))
}

@Test func senselessTerminalsAreSurvived() throws {
  for size in [Int.min, -1, 0, 1, Int.max] {
    for graphics in [TerminalStyle.Graphics.none, .kitty] {
      let style = TerminalStyle(
        columns: size, rows: size, cellWidth: size, cellHeight: size, color: .truecolor, graphics: graphics)
      #expect(try !Heatmap(values: Tensor([1, 1], [1])).terminal(style).isEmpty)
    }
  }
}

@Test func wideLettersTakeTwoCells() throws {
  let bars = try Bars([.init("猫", 1), .init("cat", 1)])
  let visible = bars.terminal(TerminalStyle(color: .truecolor)).replacing(/\u{1B}\[[0-9;]*m/, with: "")
  let rows = visible.split(separator: "\n").filter { $0.contains("猫") || $0.contains("cat") }
  #expect(rows.map { $0.count + ($0.contains("猫") ? 1 : 0) }.allSatisfy { $0 == rows.last?.count })
}

@Test func hugePicturesAreRefused() throws {
  let drawing = try Heatmap(values: Tensor([1, 1], [1])).draw()
  for scale in [1e3, 1e300, .infinity] {
    #expect(throws: FigureError.self) { try drawing.png(scale: scale) }
  }
  for scale in [0, -1, .nan] { #expect(throws: FigureError.self) { try drawing.png(scale: scale) } }
  let long = try Bars((0..<5000).map { .init("\($0)", 1) })
  #expect(throws: FigureError.self) { try long.draw().png() }
  #expect(throws: FigureError.self) { try long.draw().svg() }
  #expect(long.terminal(TerminalStyle(color: .truecolor)).contains("4999"))
  #expect(throws: FigureError.self) { try Heatmap(values: Tensor([1, 20_000], repeating: 1)) }
}

@Test func longTextIsShortenedToItsLimit() {
  let text = Text("abcdefghij", at: Point(0, 0), limit: 5)
  #expect(text.shortened { Double($0.count) } == "abcd…")
  #expect(Text("abcde", at: Point(0, 0), limit: 5).shortened { Double($0.count) } == "abcde")
  #expect(Text("ab", at: Point(0, 0), limit: -1).shortened { Double($0.count) } == "…")
}

@Test func formatsAreSortedAndBeginAsTheyShould() throws {
  let drawing = try Heatmap(values: Tensor([1, 1], [1])).draw()
  let beginnings = ["pdf": "%PDF", "png": "PNG", "svg": "<?xml"]
  #expect(Drawing.formats.map(\.ending) == beginnings.keys.sorted())
  for (ending, bytes) in Drawing.formats {
    let beginning = try String(decoding: bytes(drawing).prefix(8), as: UTF8.self)
    #expect(try beginning.contains(#require(beginnings[ending])))
  }
}

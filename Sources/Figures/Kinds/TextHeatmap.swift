/// The words of a text on colours that say how much each mattered, and below, for one of them, how it
/// interacts with every other.
public struct TextHeatmap: Figure {
  public let words: [String]
  private let blocks: [Block]
  /// Words that are none of the text's; without a colour they are faint.
  public let special: Set<Int>
  public let title: String
  public let colors: ColorMap

  /// A word, shown bold, and its interaction with each word of the text.
  public struct Selection: Sendable {
    public var word: Int
    public var interactions: [Float]

    public init(word: Int, interactions: [Float]) {
      self.word = word
      self.interactions = interactions
    }
  }

  /// Throws where there are no words, not one value for each, or the selected word is not among them.
  public init(
    words: [String], values: [Float], selected: Selection? = nil, special: Set<Int> = [], title: String = "",
    colors: ColorMap = .bwr
  ) throws(FigureError) {
    if words.isEmpty { throw .empty("the text") }
    guard values.count == words.count else {
      throw .unequalCounts("the attribution", values.count, "the text", words.count)
    }
    if let selected {
      guard selected.interactions.count == words.count else {
        throw .unequalCounts("the interactions", selected.interactions.count, "the text", words.count)
      }
      guard words.indices.contains(selected.word) else { throw .empty("the selected word") }
    }
    self.init(
      words, Self.blocks(words: words.map(\.printable), values, selected), special: special, title: title,
      colors: colors)
  }

  /// The same text once for each of several lists of values, in colours of their own ranges.
  ///
  /// Throws where there are no words, or a list has not one value for each.
  public init(
    words: [String], rows: [(heading: String, values: [Float])], special: Set<Int> = [], title: String = "",
    colors: ColorMap = .bwr
  ) throws(FigureError) {
    if words.isEmpty || rows.isEmpty { throw .empty("the text") }
    for row in rows where row.values.count != words.count {
      throw .unequalCounts(row.heading, row.values.count, "the text", words.count)
    }
    let blocks = rows.map { Block(heading: $0.heading, values: $0.values, bold: nil) }
    self.init(words, blocks, special: special, title: title, colors: colors)
  }

  private init(_ words: [String], _ blocks: [Block], special: Set<Int>, title: String, colors: ColorMap) {
    self.words = words.map(\.printable)
    (self.blocks, self.special, self.title, self.colors) = (blocks, special, title, colors)
  }

  /// One after the other: the text in the colours of some numbers, each in their own range.
  private struct Block {
    let heading: String
    let values: [Float]
    let bold: Int?

    var limit: Float { values.largestMagnitude }
  }

  private static func blocks(words: [String], _ values: [Float], _ selected: Selection?) -> [Block] {
    let first = Block(heading: "attribution", values: values, bold: selected?.word)
    guard let selected else { return [first] }
    // What a word has with itself is its main effect, no interaction.
    var interactions = selected.interactions
    interactions[selected.word] = 0
    let heading = "interactions with \"\(words[selected.word])\" (\(selected.word))"
    return [first, Block(heading: heading, values: interactions, bold: selected.word)]
  }

  private func isFaint(_ word: Int, in block: Block) -> Bool {
    special.contains(word) && block.values[word] == 0 && block.bold != word
  }

  // MARK: on paper

  private static let width = 640.0
  private static let lineHeight = 24.0
  private static let size = 13.0

  public func draw() -> Drawing {
    let layout = Layout(title: title)
    var drawing = Drawing(width: Self.width + 2 * Layout.margin, height: layout.top)
    drawing.marks = layout.titleMarks(width: drawing.width)
    for block in blocks {
      drawing.marks.append(
        .text(
          Text(
            block.heading, at: Point(Layout.margin, drawing.height + 8), size: 11, color: .faint,
            limit: Self.width - 200)))
      drawing.marks += legend(block, y: drawing.height)
      drawing.height += 24
      drawing.height = place(block, in: &drawing) + Layout.gap
    }
    drawing.height = Layout.onGrid(drawing.height - Layout.gap) + Layout.margin
    return drawing
  }

  /// The words from the drawing's lower end on; gives where they end.
  private func place(_ block: Block, in drawing: inout Drawing) -> Double {
    let plain = Font(size: Self.size)
    let bold = Font(size: Self.size, bold: true)
    var (x, y) = (Layout.margin, drawing.height)
    for (index, word) in words.enumerated() {
      let isBold = index == block.bold
      let width = min(Self.width, (isBold ? bold : plain).width(ofWidest: [word]) + 8)
      if x > Layout.margin && x + width > Layout.margin + Self.width {
        (x, y) = (Layout.margin, y + Self.lineHeight)
      }
      let box = Rectangle(x: x, y: y, width: width, height: Self.lineHeight - 4)
      let color = colors.color(of: block.values[index], limit: block.limit)
      drawing.marks.append(.rectangle(box, color))
      if isBold { drawing.marks += box.outline(.ink) }
      drawing.marks.append(
        .text(
          Text(
            word, at: box.middle, anchor: .middle, size: Self.size, bold: isBold,
            color: isFaint(index, in: block) ? .faint : color.ink, limit: width - 6)))
      x += width + 2
    }
    return y + Self.lineHeight
  }

  /// A strip of colours between its two ends, flush right.
  private func legend(_ block: Block, y: Double) -> [Mark] {
    let labels = ColorBar.labels(limit: block.limit)
    let room = Font(size: 11).width(ofWidest: labels)
    let strip = Rectangle(x: Layout.margin + Self.width - room - 8 - 96, y: y + 2, width: 96, height: 12)
    return [
      .image(Raster(width: 256, height: 1, pixels: colors.palette), strip, smooth: true),
      .text(Text(labels[2], at: Point(strip.x - 6, y + 8), anchor: .end, size: 11, color: .faint)),
      .text(Text(labels[0], at: Point(strip.right + 6, y + 8), size: 11, color: .faint)),
    ]
  }

  // MARK: in a terminal

  /// Letters as letters, on the terminal's own background colours.
  public func terminal(_ style: TerminalStyle) -> String {
    if style.color == .none { return summary + "\n" }
    let columns = min(max(style.columns, 20), 100)
    let parts = blocks.enumerated().flatMap { index, block -> [String] in
      (index > 0 ? [""] : []) + [block.heading + "  " + strip(block, style.color)]
        + lines(of: block, columns: columns, style.color)
    }
    return (title.isEmpty ? "" : title.printable + "\n") + parts.map { $0 + "\n" }.joined()
  }

  private func lines(of block: Block, columns: Int, _ colors: TerminalStyle.Colors) -> [String] {
    wrapped(words, width: columns) { $0.reduce(0) { $0 + cellCount($1) } }.map { line in
      line.map { index in
        if isFaint(index, in: block) { return "\u{1B}[2m\(words[index])\u{1B}[0m" }
        let color = self.colors.color(of: block.values[index], limit: block.limit)
        let start = colors.escape(foreground: colors.code(of: color.ink), background: colors.code(of: color))
        return (index == block.bold ? "\u{1B}[1m" : "") + start + words[index] + "\u{1B}[0m"
      }.joined(separator: " ")
    }
  }

  private func strip(_ block: Block, _ colors: TerminalStyle.Colors) -> String {
    let cells = stride(from: 0, to: 256, by: 16).map { step in
      colors.escape(
        foreground: -1, background: colors.code(of: self.colors.palette[min(step + step / 15, 255)])) + " "
    }
    let labels = ColorBar.labels(limit: block.limit)
    return "\(labels[2]) \(cells.joined())\u{1B}[0m \(labels[0])"
  }

  // MARK: on a web page

  /// Words that can be selected and read out, each with its number where the pointer rests.
  public func markup() -> String {
    let parts = blocks.map { block in
      let labels = ColorBar.labels(limit: block.limit)
      let ends = [0, 64, 127, 191, 255].map { colors.palette[$0].css }.joined(separator: ", ")
      let numbers = columnTexts(block.values.map { Double(shortest: $0) })
      let words = self.words.indices.map { index in
        let word = self.words[index].escapedForHTML
        if isFaint(index, in: block) { return "<span class=\"faint\">\(word)</span>" }
        let color = colors.color(of: block.values[index], limit: block.limit)
        return
          "<span style=\"background: \(color.css); color: \(color.ink.css)\" title=\"\(numbers[index])\">"
          + (index == block.bold ? "<b>\(word)</b>" : word) + "</span>"
      }
      return """
        <p class="caption">\(block.heading.escapedForHTML) \(labels[2])<i class="strip" style="background: linear-gradient(to right, \(ends))">\
        </i>\(labels[0])</p>
        <p class="words">\(words.joined(separator: " "))</p>
        """
    }
    let heading = title.isEmpty ? [] : ["<p class=\"title\">\(title.escapedForHTML)</p>"]
    return (heading + parts).joined(separator: "\n")
  }

  // MARK: in words

  public var summary: String {
    let parts = blocks.flatMap { block -> [String] in
      let numbers = columnTexts(block.values.map { Double(shortest: $0) })
      let texts = words.indices.map { index in
        if isFaint(index, in: block) { return words[index] }
        return index == block.bold && block.heading != "attribution"
          ? "[\(words[index])]" : "\(words[index]) \(numbers[index])"
      }
      return ["\(block.heading):"]
        + wrapped(texts, width: 96, gap: 3).map { $0.map { texts[$0] }.joined(separator: " | ") }
    }
    return Figures.lines(title, parts.joined(separator: "\n"))
  }
}

/// Words on lines of a width, by their indices; what is too wide has a line of its own.
private func wrapped(_ words: [String], width: Int, gap: Int = 1, count: (String) -> Int = { $0.count })
  -> [[Int]]
{
  var lines: [[Int]] = [[]]
  var used = 0
  for (index, word) in words.enumerated() {
    let length = count(word)
    if used > 0 && used + gap + length > width {
      lines.append([])
      used = 0
    }
    used += length + (lines[lines.count - 1].isEmpty ? 0 : gap)
    lines[lines.count - 1].append(index)
  }
  return lines
}

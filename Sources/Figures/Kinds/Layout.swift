/// What all figures share: a margin, and a title in the row above the rest.
struct Layout {
  static let margin = 16.0
  static let gap = 16.0

  let title: String

  /// Where the figure begins below its title.
  var top: Double { title.isEmpty ? Layout.margin : Layout.margin + 32 }

  func titleMarks(width: Double) -> [Mark] {
    if title.isEmpty { return [] }
    let place = Point(Layout.margin, Layout.margin + 8)
    return [.text(Text(title, at: place, size: 13, bold: true, limit: width - 2 * Layout.margin))]
  }

  /// The next length on the grid of terminal columns.
  static func onGrid(_ length: Double) -> Double {
    (length / 8).rounded(.up) * 8
  }

  /// Room for the widest of some labels, on paper and, up to 24 letters, in a terminal too.
  static func width(of labels: [String]) -> Double {
    let cells = min(24, labels.map(\.count).max() ?? 0)
    return onGrid(max(Font(size: 12).width(ofWidest: labels), Double(cells) * 8))
  }
}

/// Paragraphs without the empty ones, one below the other.
func lines(_ paragraphs: String...) -> String {
  paragraphs.filter { !$0.isEmpty }.map { paragraph in
    paragraph.split(separator: "\n").map { String($0).printable }.joined(separator: "\n")
  }.joined(separator: "\n")
}

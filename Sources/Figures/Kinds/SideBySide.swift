/// Figures next to each other, in rows from left to right.
public struct SideBySide: Figure {
  public let figures: [any Figure]
  public let columns: Int
  public let title: String

  /// Throws where there is no figure.
  public init(_ figures: [any Figure], columns: Int, title: String = "") throws(FigureError) {
    if figures.isEmpty { throw .empty("the list of figures") }
    (self.figures, self.columns, self.title) = (figures, max(1, columns), title)
  }

  public func draw() -> Drawing {
    var page = Drawing(width: 0, height: title.isEmpty ? 0 : 32)
    let drawings = figures.map { $0.draw() }
    for start in stride(from: 0, to: drawings.count, by: columns) {
      let row = drawings[start..<min(start + columns, drawings.count)]
      let top = page.height
      var left = 0.0
      for drawing in row {
        page.marks += drawing.marks.map { $0.moved(by: Point(left, top)) }
        left += Layout.onGrid(drawing.width)
        page.height = max(page.height, top + drawing.height.roundedUp(to: 16))
      }
      page.width = max(page.width, left)
    }
    return page + Layout(title: title).titleMarks(width: page.width)
  }

  public var summary: String { lines(title, figures.map(\.summary).joined(separator: "\n")) }

  /// One below the other, since a terminal is rarely wide enough for two.
  public func terminal(_ style: TerminalStyle) -> String {
    (title.isEmpty ? "" : title.printable + "\n") + figures.map { $0.terminal(style) }.joined()
  }

  /// One below the other, each as it is on a page of its own.
  public func markup() throws(FigureError) -> String {
    var parts = title.isEmpty ? [] : ["<p class=\"title\">\(title.escapedForHTML)</p>"]
    for figure in figures { parts.append(try figure.markup()) }
    return parts.joined(separator: "\n")
  }
}

extension Mark {
  fileprivate func moved(by way: Point) -> Mark {
    func moved(_ point: Point) -> Point { Point(point.x + way.x, point.y + way.y) }
    func moved(_ frame: Rectangle) -> Rectangle {
      Rectangle(x: frame.x + way.x, y: frame.y + way.y, width: frame.width, height: frame.height)
    }
    switch self {
    case .rectangle(let frame, let color): return .rectangle(moved(frame), color)
    case .circle(let middle, let radius, let color): return .circle(moved(middle), radius: radius, color)
    case .polygon(let corners, let color): return .polygon(corners.map(moved), color)
    case .line(let from, let to, let width, let color):
      return .line(moved(from), moved(to), width: width, color)
    case .text(var text):
      text.place = moved(text.place)
      return .text(text)
    case .image(let raster, let frame, let smooth): return .image(raster, moved(frame), smooth: smooth)
    }
  }
}

extension Drawing {
  /// The drawing in the escape sequences of a terminal: as pixels where it has graphics, else in half blocks.
  func terminal(_ style: TerminalStyle) throws(FigureError) -> String {
    style.graphics == .none ? try halfBlocks(style) : try graphics(style)
  }

  private func halfBlocks(_ style: TerminalStyle) throws(FigureError) -> String {
    let columns = min(style.width, (width / 8).rounded(.up))
    let pointsPerColumn = width / columns
    let rows = max(1, (height / pointsPerColumn / 2).rounded(.up))
    // The page stays the terminal's.
    let image = try Pixels(
      inHalfBlocks(pointsPerColumn: pointsPerColumn), width: Int(columns) * 8, height: Int(rows) * 16,
      scale: columns * 8 / width, page: nil,
      layers: .withoutText)
    let cells = ChafaCells(image.inHalfCells(), style, columns: Int(columns), rows: Int(rows))
    var text = TerminalText(cells, style.color)
    text.write(marks, pointsPerColumn: pointsPerColumn)
    return text.escaped()
  }

  private func graphics(_ style: TerminalStyle) throws(FigureError) -> String {
    let cell = style.cell
    // Shrunk until the whole figure is in sight.
    let visible = (style.height - 2) * Double(cell.height) / height * width / Double(cell.width)
    let columns = max(1, min(style.width, (width / 8).rounded(.up), visible.rounded(.down)))
    let rows = max(1, (height * columns * Double(cell.width) / width / Double(cell.height)).rounded(.up))
    let pixels = (width: Int(columns) * cell.width, height: Int(rows) * cell.height)
    let image = try Pixels(
      self, width: pixels.width, height: pixels.height, scale: Double(pixels.width) / width, page: .white,
      layers: .all)
    return ChafaCells(image, style, columns: Int(columns), rows: Int(rows)).graphics
  }
}

extension TerminalStyle {
  /// The sizes within reason, whatever the terminal said.
  fileprivate var width: Double { Double(min(max(columns, 8), 1024)) }
  fileprivate var height: Double { Double(min(max(rows, 6), 1024)) }
  var cell: (width: Int, height: Int) { (min(max(cellWidth, 1), 256), min(max(cellHeight, 1), 512)) }
}

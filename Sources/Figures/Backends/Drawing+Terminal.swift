import CCairo
import CChafa

extension Drawing {
  /// The drawing in the escape sequences of a terminal: as pixels where it has graphics, else in half blocks, where the
  /// text is written in the terminal's own letters.
  func terminal(_ style: TerminalStyle) throws(FigureError) -> String {
    let cell = (
      width: Double(min(max(style.cellWidth, 1), 256)), height: Double(min(max(style.cellHeight, 1), 512))
    )
    let available = Double(min(max(style.columns, 8), 1024))
    var columns = min(available, (width / 8).rounded(.up))
    if style.graphics != .none {
      // Pixels can shrink until the whole figure is in sight; letters can't.
      let visible = Double(min(max(style.rows - 2, 4), 1024)) * cell.height
      columns = min(columns, max(1, (visible / height * width / cell.width).rounded(.down)))
    }
    let cellsHigh = style.graphics == .none ? height * columns * 8 / width / 16 : height * columns * cell.width / width / cell.height
    let rows = max(1, cellsHigh.rounded(.up))
    guard rows <= 4096 else { throw .tooLarge("the figure", width: columns, height: rows, limit: 4096) }

    // Half blocks average over the pixels of each half cell: a pixel per point is plenty.
    let pixels =
      style.graphics == .none
      ? (width: columns * 8, height: rows * 16) : (width: columns * cell.width, height: rows * cell.height)
    try FigureError.check("the figure", width: pixels.width, height: pixels.height)
    let surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, Int32(pixels.width), Int32(pixels.height))
    guard let surface else { throw .renderer("out of memory") }
    defer { cairo_surface_destroy(surface) }
    try check(cairo_surface_status(surface))
    let cells = style.graphics == .none
    try CairoCanvas(surface: surface).draw(
      self, scale: pixels.width / width, page: cells ? nil : .white, layers: cells ? .withoutText : .all)

    let canvas = ChafaCells(style, columns: Int(columns), rows: Int(rows))
    canvas.draw(surface)
    if cells { canvas.write(marks, pointsPerColumn: width / columns) }
    return canvas.text
  }
}

import CCairo

/// A drawing as pixels of four bytes: blue, green, red, opacity; the colours are multiplied by the opacity.
struct Pixels {
  let width: Int
  let height: Int
  let bytes: [UInt8]

  init(
    _ drawing: Drawing, width: Int, height: Int, scale: Double, page: Color?, layers: CairoCanvas.Layers
  ) throws(FigureError) {
    try FigureError.check("the figure", width: Double(width), height: Double(height))
    guard let image = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, Int32(width), Int32(height)) else {
      throw .renderer("out of memory")
    }
    defer { cairo_surface_destroy(image) }
    try check(cairo_surface_status(image))
    try CairoCanvas(surface: image).draw(drawing, scale: scale, page: page, layers: layers)
    guard let data = cairo_image_surface_get_data(image) else { throw .renderer("the image has no pixels") }
    // Rows of 32-bit pixels have no padding.
    self.init(
      width: width, height: height, bytes: Array(UnsafeBufferPointer(start: data, count: width * height * 4)))
  }

  private init(width: Int, height: Int, bytes: [UInt8]) {
    self.width = width
    self.height = height
    self.bytes = bytes
  }

  /// One pixel for each square of `side` pixels: their mean colour where they are covered by half or more, else nothing.
  ///
  /// A cell can't be half there: left to Chafa, borders would fade into black, whatever the terminal's colour.
  func averaged(by side: Int) -> Pixels {
    let (columns, rows) = (width / side, height / side)
    var averages = [UInt8](repeating: 0, count: columns * rows * 4)
    for row in 0..<rows {
      for column in 0..<columns {
        var sums = [0, 0, 0, 0]
        for y in row * side..<(row + 1) * side {
          for x in column * side..<(column + 1) * side {
            for part in 0..<4 { sums[part] += Int(bytes[(y * width + x) * 4 + part]) }
          }
        }
        let opacity = sums[3]
        guard opacity * 2 >= 255 * side * side else { continue }
        for part in 0..<4 {
          averages[(row * columns + column) * 4 + part] = UInt8(min(255, (sums[part] * 255 + opacity / 2) / opacity))
        }
      }
    }
    return Pixels(width: columns, height: rows, bytes: averages)
  }
}

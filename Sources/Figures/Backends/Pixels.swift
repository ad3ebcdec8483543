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

  /// The mean colour of each half of a terminal cell, 8 by 8 pixels, if half of it or more is covered, else
  /// nothing.
  ///
  /// Left to Chafa, borders would fade into black, whatever the terminal's colour. The result has the 8 by 8
  /// pixels that Chafa sees in a cell, so that nothing is left to blend.
  func inHalfCells() -> Pixels {
    let side = 8
    var halves = [UInt8](repeating: 0, count: width * height / 2 * 4)
    for (half, top) in stride(from: 0, to: height, by: side).enumerated() {
      for left in stride(from: 0, to: width, by: side) {
        var sums = [0, 0, 0, 0]
        for y in top..<top + side {
          for x in left..<left + side {
            for part in 0..<4 { sums[part] += Int(bytes[(y * width + x) * 4 + part]) }
          }
        }
        let opacity = sums[3]
        guard opacity * 2 >= 255 * side * side else { continue }
        for y in half * 4..<half * 4 + 4 {
          for x in left..<left + side {
            for part in 0..<4 {
              halves[(y * width + x) * 4 + part] = UInt8(min(255, (sums[part] * 255 + opacity / 2) / opacity))
            }
          }
        }
      }
    }
    return Pixels(width: width, height: height / 2, bytes: halves)
  }
}

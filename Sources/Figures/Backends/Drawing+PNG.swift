import CCairo

extension Drawing {
  /// The drawing as a PNG file with `scale` pixels per point; the same drawing gives the same bytes.
  public func png(scale: Double = 1) throws(FigureError) -> [UInt8] {
    let (columns, rows) = try pixels(scale: scale)
    guard let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(columns), Int32(rows)) else {
      throw .renderer("out of memory")
    }
    defer { cairo_surface_destroy(surface) }
    try check(cairo_surface_status(surface))
    try CairoCanvas(surface: surface).draw(self, scale: scale)
    var bytes: [UInt8] = []
    let status = withUnsafeMutablePointer(to: &bytes) {
      cairo_surface_write_to_png_stream(surface, append, $0)
    }
    try check(status)
    return bytes
  }

  /// The size in whole pixels, if it is a sensible one.
  func pixels(scale: Double) throws(FigureError) -> (columns: Int, rows: Int) {
    let (width, height) = ((self.width * scale).rounded(.up), (self.height * scale).rounded(.up))
    guard width >= 1, height >= 1 else { throw .empty("the figure") }
    try FigureError.check("the figure", width: width, height: height)
    return (Int(width), Int(height))
  }
}

/// Takes bytes from Cairo into the `[UInt8]` that `closure` points to.
func append(_ closure: UnsafeMutableRawPointer?, _ data: UnsafePointer<UInt8>?, _ count: UInt32)
  -> cairo_status_t
{
  guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
  closure.assumingMemoryBound(to: [UInt8].self).pointee
    .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
  return CAIRO_STATUS_SUCCESS
}

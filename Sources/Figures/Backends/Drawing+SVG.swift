import CCairo

extension Drawing {
  /// The drawing as an SVG file; its letters are outlines, so that no font is needed to see it.
  public func svg() throws(FigureError) -> [UInt8] {
    try vectors { cairo_svg_surface_create_for_stream(append, $0, $1, $2) }
  }

  /// What a Cairo surface writes while the drawing is drawn on it once, in points.
  func vectors(
    _ create: (UnsafeMutableRawPointer, _ width: Double, _ height: Double) -> OpaquePointer?
  ) throws(FigureError) -> [UInt8] {
    _ = try pixels(scale: 1)
    // Cairo writes until the surface is finished, so the bytes stay at one address until then.
    let bytes = UnsafeMutablePointer<[UInt8]>.allocate(capacity: 1)
    bytes.initialize(to: [])
    defer {
      bytes.deinitialize(count: 1)
      bytes.deallocate()
    }
    guard let surface = create(bytes, width, height) else { throw .renderer("out of memory") }
    defer { cairo_surface_destroy(surface) }
    try check(cairo_surface_status(surface))
    try CairoCanvas(surface: surface).draw(self, scale: 1)
    cairo_surface_finish(surface)
    try check(cairo_surface_status(surface))
    return bytes.pointee
  }
}

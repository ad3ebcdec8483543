import CCairo

/// Draws marks on a Cairo surface: the one routine behind PNG, SVG, PDF and terminal graphics.
struct CairoCanvas {
  enum Layers { case all, withoutText }

  let surface: OpaquePointer

  /// Draws everything in points, enlarged by `scale`, on the page's white or on nothing.
  func draw(_ drawing: Drawing, scale: Double, page: Color? = .white, layers: Layers = .all)
    throws(FigureError)
  {
    guard let context = cairo_create(surface) else { throw .renderer("out of memory") }
    defer { cairo_destroy(context) }
    cairo_scale(context, scale, scale)
    if let page {
      set(page, context)
      cairo_paint(context)
    }
    for mark in drawing.marks {
      switch mark {
      case .rectangle(let rectangle, let color):
        set(color, context)
        cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
        cairo_fill(context)
      case .circle(let center, let radius, let color):
        set(color, context)
        cairo_new_sub_path(context)
        cairo_arc(context, center.x, center.y, radius, 0, 2 * .pi)
        cairo_fill(context)
      case .polygon(let corners, let color):
        set(color, context)
        cairo_new_path(context)
        for corner in corners { cairo_line_to(context, corner.x, corner.y) }
        cairo_fill(context)
      case .line(let from, let to, let width, let color):
        set(color, context)
        cairo_set_line_width(context, width)
        cairo_move_to(context, from.x, from.y)
        cairo_line_to(context, to.x, to.y)
        cairo_stroke(context)
      case .text(let text):
        if layers == .all { write(text, context) }
      case .image(let raster, let rectangle, let smooth):
        try paint(raster, rectangle, smooth: smooth, context)
      }
    }
    try check(cairo_status(context))
    cairo_surface_flush(surface)
    try check(cairo_surface_status(surface))
  }

  private func set(_ color: Color, _ context: OpaquePointer) {
    cairo_set_source_rgb(
      context, Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255)
  }

  private func write(_ text: Text, _ context: OpaquePointer) {
    let font = Font(text)
    font.select(in: context)
    let string = text.shortened { font.width(of: $0, in: context) }
    let width = font.width(of: string, in: context)
    let start =
      switch text.anchor {
      case .start: 0.0
      case .middle: -width / 2
      case .end: -width
      }
    cairo_save(context)
    cairo_translate(context, text.place.x, text.place.y)
    if text.isUpright { cairo_rotate(context, -.pi / 2) }
    set(text.color, context)
    cairo_move_to(context, start, font.capitalHeight / 2)
    cairo_show_text(context, string)
    cairo_restore(context)
  }

  private func paint(_ raster: Raster, _ rectangle: Rectangle, smooth: Bool, _ context: OpaquePointer)
    throws(FigureError)
  {
    guard raster.width > 0, raster.height > 0 else { return }
    // Cairo's SVG has no way to say that squares are to stay crisp, so there they are made of many pixels.
    let isSVG = cairo_surface_get_type(surface) == CAIRO_SURFACE_TYPE_SVG
    let raster = isSVG && !smooth ? raster.enlarged(toWidth: 2 * rectangle.width) : raster
    let image = try raster.surface()
    defer { cairo_surface_destroy(image) }
    cairo_save(context)
    cairo_translate(context, rectangle.x, rectangle.y)
    cairo_scale(context, rectangle.width / Double(raster.width), rectangle.height / Double(raster.height))
    cairo_set_source_surface(context, image, 0, 0)
    if let pattern = cairo_get_source(context) {
      cairo_pattern_set_filter(pattern, smooth ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST)
      // Else a smooth image would fade out along its border.
      if smooth && cairo_surface_get_type(surface) == CAIRO_SURFACE_TYPE_IMAGE {
        cairo_pattern_set_extend(pattern, CAIRO_EXTEND_PAD)
      }
    }
    cairo_rectangle(context, 0, 0, Double(raster.width), Double(raster.height))
    cairo_fill(context)
    cairo_restore(context)
  }
}

/// Throws what Cairo says went wrong.
func check(_ status: cairo_status_t) throws(FigureError) {
  guard status != CAIRO_STATUS_SUCCESS else { return }
  throw .renderer(cairo_status_to_string(status).map { String(cString: $0) } ?? "status \(status.rawValue)")
}

extension Raster {
  /// A Cairo image with the same pixels, to be destroyed by the caller.
  fileprivate func surface() throws(FigureError) -> OpaquePointer {
    guard let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height)) else {
      throw .renderer("out of memory")
    }
    try check(cairo_surface_status(surface))
    guard let bytes = cairo_image_surface_get_data(surface) else { return surface }
    let stride = Int(cairo_image_surface_get_stride(surface))
    for row in 0..<height {
      UnsafeMutableRawPointer(bytes + row * stride).withMemoryRebound(to: UInt32.self, capacity: width) {
        line in
        for column in 0..<width {
          let color = pixels[row * width + column]
          line[column] = UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue)
        }
      }
    }
    cairo_surface_mark_dirty(surface)
    return surface
  }
}

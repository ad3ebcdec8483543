import CCairo

/// DejaVu Sans at a size, through Cairo's toy interface.
struct Font {
  let size: Double
  let bold: Bool

  init(size: Double, bold: Bool = false) {
    self.size = size
    self.bold = bold
  }

  init(_ text: Text) {
    self.init(size: text.size, bold: text.bold)
  }

  /// The height of DejaVu's capitals is 0.729 em.
  var capitalHeight: Double { 0.729 * size }

  func select(in context: OpaquePointer) {
    cairo_select_font_face(
      context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
      bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    cairo_set_font_size(context, size)
    // Unrounded widths, so that every back end and scale breaks and shortens alike.
    let options = cairo_font_options_create()
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
  }

  func width(of string: String, in context: OpaquePointer) -> Double {
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, string, &extents)
    return extents.x_advance
  }

  /// The width of the widest string in points.
  func width(ofWidest strings: [String]) -> Double {
    guard let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1) else { return 0 }
    defer { cairo_surface_destroy(surface) }
    guard let context = cairo_create(surface) else { return 0 }
    defer { cairo_destroy(context) }
    select(in: context)
    return strings.map { width(of: $0, in: context) }.max() ?? 0
  }
}

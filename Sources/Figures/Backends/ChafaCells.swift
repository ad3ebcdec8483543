import CCairo
import CChafa

/// A rectangle of terminal cells, filled by Chafa.
final class ChafaCells {
  private let canvas: OpaquePointer?
  private let columns: Int
  private let rows: Int
  private let color: TerminalStyle.Colors

  init(_ style: TerminalStyle, columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    color = style.color
    let config = chafa_canvas_config_new()
    defer { chafa_canvas_config_unref(config) }
    chafa_canvas_config_set_geometry(config, Int32(columns), Int32(rows))
    chafa_canvas_config_set_cell_geometry(
      config, Int32(min(max(style.cellWidth, 1), 256)), Int32(min(max(style.cellHeight, 1), 512)))
    // The 16 lowest colours differ from terminal to terminal; the 240 above don't.
    chafa_canvas_config_set_canvas_mode(
      config, style.color == .indexed256 ? CHAFA_CANVAS_MODE_INDEXED_240 : CHAFA_CANVAS_MODE_TRUECOLOR)
    let mode =
      switch style.graphics {
      case .none: CHAFA_PIXEL_MODE_SYMBOLS
      case .kitty: CHAFA_PIXEL_MODE_KITTY
      case .iterm: CHAFA_PIXEL_MODE_ITERM2
      case .sixels: CHAFA_PIXEL_MODE_SIXELS
      }
    chafa_canvas_config_set_pixel_mode(config, mode)
    chafa_canvas_config_set_preprocessing_enabled(config, 0)
    chafa_canvas_config_set_dither_mode(config, CHAFA_DITHER_MODE_NONE)
    let symbols = chafa_symbol_map_new()
    defer { chafa_symbol_map_unref(symbols) }
    for symbol: UInt32 in [0x20, 0x2580, 0x2584] { chafa_symbol_map_add_by_range(symbols, symbol, symbol) }
    chafa_canvas_config_set_symbol_map(config, symbols)
    canvas = chafa_canvas_new(config)
  }

  deinit {
    chafa_canvas_unref(canvas)
  }

  /// Shows a Cairo image of format ARGB32 on all cells.
  func draw(_ image: OpaquePointer) {
    // Cairo's pixels are 32-bit words, in memory blue first on every machine that xpl runs on.
    chafa_canvas_draw_all_pixels(
      canvas, CHAFA_PIXEL_BGRA8_PREMULTIPLIED, cairo_image_surface_get_data(image),
      cairo_image_surface_get_width(image), cairo_image_surface_get_height(image),
      cairo_image_surface_get_stride(image))
  }

  /// Writes the texts among the marks over the cells where they stand, in the terminal's own colours.
  func write(_ marks: [Mark], pointsPerColumn: Double) {
    for case .text(let text) in marks {
      let string = text.shortened { Double($0.count) * pointsPerColumn }
      let place = text.place.x / pointsPerColumn
      let start =
        switch text.anchor {
        case .start: place.rounded()
        case .middle: (place - Double(string.count) / 2).rounded()
        case .end: (place - Double(string.count)).rounded()
        }
      let row = Int((text.place.y / pointsPerColumn / 2).rounded(.down))
      guard row >= 0, row < rows else { continue }
      var column = max(0, Int(start))
      for scalar in string.unicodeScalars where column < columns {
        let width = chafa_canvas_set_char_at(canvas, Int32(column), Int32(row), scalar.value)
        chafa_canvas_set_raw_colors_at(canvas, Int32(column), Int32(row), -1, -1)
        column += Int(width)
      }
    }
  }

  /// The escape sequences that show the cells.
  var text: String {
    let database = chafa_term_db_new()
    defer { chafa_term_db_unref(database) }
    let terminal = chafa_term_db_get_fallback_info(database)
    defer { chafa_term_info_unref(terminal) }
    guard let printed = chafa_canvas_print(canvas, terminal) else { return "" }
    defer { xpl_free_string(printed) }
    return String(decoding: UnsafeRawBufferPointer(start: printed.pointee.str, count: Int(printed.pointee.len)), as: UTF8.self) + "\n"
  }
}

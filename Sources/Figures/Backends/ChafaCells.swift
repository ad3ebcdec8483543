import CChafa

/// A picture in the cells of a terminal, as Chafa sees it.
struct ChafaCells: ~Copyable {
  private let canvas: OpaquePointer?
  let columns: Int
  let rows: Int

  /// Shows an image on so many cells.
  init(_ image: Pixels, _ style: TerminalStyle, columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    let config = chafa_canvas_config_new()
    defer { chafa_canvas_config_unref(config) }
    chafa_canvas_config_set_geometry(config, Int32(columns), Int32(rows))
    let cell = style.cell
    chafa_canvas_config_set_cell_geometry(config, Int32(cell.width), Int32(cell.height))
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
    // Cairo's pixels are 32-bit words, in memory blue first on every machine that xpl runs on.
    chafa_canvas_draw_all_pixels(
      canvas, CHAFA_PIXEL_BGRA8_PREMULTIPLIED, image.bytes, Int32(image.width), Int32(image.height),
      Int32(image.width * 4))
  }

  deinit {
    chafa_canvas_unref(canvas)
  }

  /// Chafa's choice for a cell: blank or a half block; the colours are palette indices or 0xRRGGBB, or -1 for
  /// the terminal's own.
  subscript(column: Int, row: Int) -> TerminalText.Cell {
    var (foreground, background): (Int32, Int32) = (-1, -1)
    chafa_canvas_get_raw_colors_at(canvas, Int32(column), Int32(row), &foreground, &background)
    var symbol = Unicode.Scalar(chafa_canvas_get_char_at(canvas, Int32(column), Int32(row))) ?? " "
    // What is empty must be the background: the terminal's own foreground would be seen.
    if foreground < 0 && symbol != " " {
      symbol = symbol == "▄" ? "▀" : "▄"
      swap(&foreground, &background)
    }
    return TerminalText.Cell(
      character: Character(symbol), foreground: Int(foreground), background: Int(background))
  }

  /// The escape sequences that show the pixels.
  var graphics: String {
    let database = chafa_term_db_new()
    defer { chafa_term_db_unref(database) }
    let terminal = chafa_term_db_get_fallback_info(database)
    defer { chafa_term_info_unref(terminal) }
    guard let printed = chafa_canvas_print(canvas, terminal) else { return "" }
    defer { xpl_free_string(printed) }
    let bytes = UnsafeRawBufferPointer(start: printed.pointee.str, count: Int(printed.pointee.len))
    return String(decoding: bytes, as: UTF8.self) + "\n"
  }
}

/// How many cells a character takes.
func cellCount(_ character: Character) -> Int {
  guard let scalar = character.unicodeScalars.first, g_unichar_iszerowidth(scalar.value) == 0 else {
    return 0
  }
  return g_unichar_iswide(scalar.value) != 0 ? 2 : 1
}

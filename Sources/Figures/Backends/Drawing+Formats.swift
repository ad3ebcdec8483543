extension Drawing {
  /// What makes the bytes of a picture file, by the ending of its name; in alphabetical order.
  public static let formats: [(ending: String, bytes: @Sendable (Drawing) throws(FigureError) -> [UInt8])] = [
    ("pdf", { (drawing) throws(FigureError) in try drawing.pdf() }),
    ("png", { (drawing) throws(FigureError) in try drawing.png() }),
    ("svg", { (drawing) throws(FigureError) in try drawing.svg() }),
  ]
}

import CCairo

extension Drawing {
  /// The drawing as a PDF file of one page, with a fixed date, so that the same drawing gives the same bytes.
  public func pdf() throws(FigureError) -> [UInt8] {
    try vectors { closure, width, height in
      let surface = cairo_pdf_surface_create_for_stream(append, closure, width, height)
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z")
      return surface
    }
  }
}

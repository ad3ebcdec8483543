import CCairo
import Figures
import Testing

/// A PNG file read by Cairo: red, green and blue of each pixel.
struct DecodedPNG {
  let width: Int
  let height: Int
  let pixels: [Color]

  init(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    let image = withUnsafeMutablePointer(to: &rest) { cairo_image_surface_create_from_png_stream(take, $0) }
    let surface = try #require(image)
    defer { cairo_surface_destroy(surface) }
    try #require(cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS)
    width = Int(cairo_image_surface_get_width(surface))
    height = Int(cairo_image_surface_get_height(surface))
    let data = try #require(cairo_image_surface_get_data(surface))
    let stride = Int(cairo_image_surface_get_stride(surface))
    var pixels: [Color] = []
    for row in 0..<height {
      for column in 0..<width {
        let pixel = data + row * stride + column * 4
        pixels.append(Color(pixel[2], pixel[1], pixel[0]))
      }
    }
    self.pixels = pixels
  }

  subscript(x: Double, y: Double) -> Color { pixels[Int(y) * width + Int(x)] }
}

/// Gives Cairo the next bytes of the `ArraySlice<UInt8>` that `closure` points to.
private func take(_ closure: UnsafeMutableRawPointer?, _ data: UnsafeMutablePointer<UInt8>?, _ count: UInt32)
  -> cairo_status_t
{
  guard let rest = closure?.assumingMemoryBound(to: ArraySlice<UInt8>.self), let data,
    rest.pointee.count >= Int(count)
  else { return CAIRO_STATUS_READ_ERROR }
  for index in 0..<Int(count) { data[index] = rest.pointee.removeFirst() }
  return CAIRO_STATUS_SUCCESS
}

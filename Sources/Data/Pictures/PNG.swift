import CPNG
import Tensors

// libpng's simplified interface: it converts palettes, transparency and 16 bits, and keeps its longjmp to itself.
extension Picture {
  static func pngShape(_ bytes: UnsafeRawBufferPointer, path: String) throws(DataError) -> Shape {
    try reading(bytes, path: path) { image in
      let isColour = image.pointee.format & PNG_FORMAT_FLAG_COLOR != 0
      return [isColour ? 3 : 1, Int(image.pointee.height), Int(image.pointee.width)]
    }
  }

  /// Transparent pixels are laid over white.
  init(png bytes: UnsafeRawBufferPointer, channels: Int, path: String) throws(DataError) {
    self = try Picture.reading(bytes, path: path) { image throws(DataError) in
      let (width, height) = (Int(image.pointee.width), Int(image.pointee.height))
      // Files of 16 bits that name no gamma are taken as sRGB, like those of 8 bits.
      image.pointee.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
      image.pointee.format = channels == 3 ? PNG_FORMAT_FLAG_COLOR : 0
      var white = png_color(red: 255, green: 255, blue: 255)
      var pixels = [UInt8](repeating: 0, count: width * height * channels)
      guard png_image_finish_read(image, &white, &pixels, png_int_32(width * channels), nil) != 0 else {
        throw .badPicture(path: path, reason: "its PNG data is damaged (\(Picture.message(image))); save it again")
      }
      return Picture(width: width, height: height, channels: channels, bytes: pixels)
    }
  }

  private static func reading<Result>(
    _ bytes: UnsafeRawBufferPointer, path: String,
    _ body: (UnsafeMutablePointer<png_image>) throws(DataError) -> Result
  ) throws(DataError) -> Result {
    // libpng keeps the address of this struct, so it must not move.
    let image = UnsafeMutablePointer<png_image>.allocate(capacity: 1)
    defer { image.deallocate() }
    image.initialize(to: png_image())
    image.pointee.version = png_uint_32(PNG_IMAGE_VERSION)
    guard png_image_begin_read_from_memory(image, bytes.baseAddress, bytes.count) != 0 else {
      throw .badPicture(path: path, reason: "its PNG header is damaged (\(Picture.message(image))); save it again")
    }
    defer { png_image_free(image) }
    try check(width: Int(image.pointee.width), height: Int(image.pointee.height), path: path)
    return try body(image)
  }

  private static func message(_ image: UnsafeMutablePointer<png_image>) -> String {
    withUnsafeBytes(of: image.pointee.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

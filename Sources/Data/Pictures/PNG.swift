import CPNG
import Tensors

// libpng's simplified interface: it converts palettes, transparency and 16 bits, and keeps its longjmp to itself.
extension Picture {
  static func pngShape(_ bytes: UnsafeRawBufferPointer, path: String) throws(DataError) -> Shape {
    var image = try begin(bytes, path: path)
    defer { png_image_free(&image) }
    let isColour = image.format & PNG_FORMAT_FLAG_COLOR != 0
    return [isColour ? 3 : 1, Int(image.height), Int(image.width)]
  }

  /// Transparent pixels are laid over white.
  init(png bytes: UnsafeRawBufferPointer, channels: Int, path: String) throws(DataError) {
    var image = try Picture.begin(bytes, path: path)
    defer { png_image_free(&image) }
    // Files of 16 bits that name no gamma are taken as sRGB, like those of 8 bits.
    image.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
    image.format = channels == 3 ? PNG_FORMAT_FLAG_COLOR : 0
    var white = png_color(red: 255, green: 255, blue: 255)
    var pixels = [UInt8](repeating: 0, count: Int(image.width) * Int(image.height) * channels)
    guard png_image_finish_read(&image, &white, &pixels, png_int_32(image.width) * png_int_32(channels), nil) != 0
    else { throw .badPicture(path: path, reason: "its PNG data is damaged (\(Picture.message(image))); save it again") }
    self.init(width: Int(image.width), height: Int(image.height), channels: channels, bytes: pixels)
  }

  private static func begin(_ bytes: UnsafeRawBufferPointer, path: String) throws(DataError) -> png_image {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    guard png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0 else {
      throw .badPicture(path: path, reason: "its PNG header is damaged (\(message(image))); save it again")
    }
    do {
      try check(width: Int(image.width), height: Int(image.height), path: path)
    } catch {
      png_image_free(&image)
      throw error
    }
    return image
  }

  private static func message(_ image: png_image) -> String {
    withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

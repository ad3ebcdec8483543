import CTurboJPEG
import Tensors

// TurboJPEG's interface, because libjpeg's own reports errors by longjmp, which Swift code can't survive.
extension Picture {
  static func jpegShape(_ bytes: UnsafeRawBufferPointer, path: String) throws(DataError) -> Shape {
    try decoding(bytes, path: path) { _, _, shape in shape }
  }

  init(jpeg bytes: UnsafeRawBufferPointer, channels: Int, path: String) throws(DataError) {
    self = try Picture.decoding(bytes, path: path) { decoder, source, shape throws(DataError) in
      let (height, width) = (shape[1], shape[2])
      var pixels = [UInt8](repeating: 0, count: width * height * channels)
      let format = channels == 3 ? TJPF_RGB : TJPF_GRAY
      let status = tjDecompress2(
        decoder, source, UInt(bytes.count), &pixels, Int32(width), 0, Int32(height), Int32(format.rawValue),
        TJFLAG_ACCURATEDCT)
      // Warnings about stray bytes are common in photographs and harmless; pixels that are not there are not.
      let message = status == 0 ? "" : String(cString: tjGetErrorStr2(decoder))
      let isFatal = tjGetErrorCode(decoder) == Int32(TJERR_FATAL.rawValue) || message.contains("remature end")
      guard status == 0 || !isFatal else {
        throw .badPicture(path: path, reason: "its JPEG data is damaged (\(message)); save it again")
      }
      return Picture(width: width, height: height, channels: channels, bytes: pixels)
    }
  }

  private static func decoding<Result>(
    _ bytes: UnsafeRawBufferPointer, path: String,
    _ body: (tjhandle, UnsafePointer<UInt8>, Shape) throws(DataError) -> Result
  ) throws(DataError) -> Result {
    guard let decoder = tjInitDecompress(), let source = bytes.bindMemory(to: UInt8.self).baseAddress else {
      throw .badPicture(path: path, reason: "there is no memory to decode it; close other programs")
    }
    defer { tjDestroy(decoder) }
    var (width, height, subsampling, space): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    guard tjDecompressHeader3(decoder, source, UInt(bytes.count), &width, &height, &subsampling, &space) == 0 else {
      let message = String(cString: tjGetErrorStr2(decoder))
      throw .badPicture(path: path, reason: "its JPEG header is damaged (\(message)); save it again")
    }
    guard space != TJCS_CMYK.rawValue, space != TJCS_YCCK.rawValue else {
      throw .badPicture(path: path, reason: "it is in printing colours (CMYK); convert it to RGB")
    }
    try check(width: Int(width), height: Int(height), path: path)
    return try body(decoder, source, [space == TJCS_GRAY.rawValue ? 1 : 3, Int(height), Int(width)])
  }
}

package import Tensors

/// A picture of 8 bits per channel: bytes by row, column and channel.
package struct Picture: Hashable {
  package let width: Int
  package let height: Int
  /// 1 for grey, 3 for red, green and blue.
  package let channels: Int
  package let bytes: [UInt8]

  /// More pixels than any photograph that a network is shown; small damaged or hostile files can claim billions.
  static let mostPixels = 100_000_000

  var shape: Shape { [channels, height, width] }

  /// The values from 0 to 1, channel by channel.
  package var values: [Float] {
    var values: [Float] = []
    values.reserveCapacity(bytes.count)
    for channel in 0..<channels {
      values += stride(from: channel, to: bytes.count, by: channels).lazy.map { Float(bytes[$0]) / 255 }
    }
    return values
  }

  package init(width: Int, height: Int, channels: Int, bytes: [UInt8]) {
    self.width = width
    self.height = height
    self.channels = channels
    self.bytes = bytes
  }

  /// Decodes a PNG or JPEG file, told apart by their first bytes, to so many channels.
  package init(_ path: String, channels: Int) throws {
    self = try Picture.read(path) { bytes, format throws(DataError) in
      switch format {
      case .png: try Picture(png: bytes, channels: channels, path: path)
      case .jpeg: try Picture(jpeg: bytes, channels: channels, path: path)
      }
    }
  }

  /// The shape of the picture at `path`, without decoding it.
  package static func shape(_ path: String) throws -> Shape {
    try read(path) { bytes, format throws(DataError) in
      switch format {
      case .png: try pngShape(bytes, path: path)
      case .jpeg: try jpegShape(bytes, path: path)
      }
    }
  }

  private enum Format { case png, jpeg }

  private static func read<Result>(
    _ path: String, _ body: (UnsafeRawBufferPointer, Format) throws(DataError) -> Result
  ) throws -> Result {
    try MappedFile(path).withUnsafeBytes { bytes throws(DataError) in
      if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return try body(bytes, .png) }
      if bytes.starts(with: [0xFF, 0xD8]) { return try body(bytes, .jpeg) }
      throw .badPicture(path: path, reason: "it is neither PNG nor JPEG; convert it to one of them")
    }
  }

  /// Refuses sizes that no picture for a network has.
  static func check(width: Int, height: Int, path: String) throws(DataError) {
    guard width > 0, height > 0 else { throw .badPicture(path: path, reason: "it has no pixels; save it again") }
    let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
    guard !overflow, pixels <= mostPixels else {
      throw .badPicture(
        path: path, reason: "\(width) by \(height) pixels are more than the \(mostPixels) allowed; make it smaller")
    }
  }

  /// The middle of the picture; halves of a pixel go to the even side, as in torchvision's CenterCrop.
  func cropped(width: Int, height: Int) -> Picture {
    guard (width, height) != (self.width, self.height) else { return self }
    let left = Int((Double(self.width - width) / 2).rounded(.toNearestOrEven))
    let top = Int((Double(self.height - height) / 2).rounded(.toNearestOrEven))
    var rows: [UInt8] = []
    for row in top..<top + height {
      let start = (row * self.width + left) * channels
      rows += bytes[start..<start + width * channels]
    }
    return Picture(width: width, height: height, channels: channels, bytes: rows)
  }
}

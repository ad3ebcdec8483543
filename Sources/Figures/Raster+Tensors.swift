import Tensors

extension Raster {
  /// An image of shape [H,W], [1,H,W] (gray) or [3,H,W] (red, green, blue); values outside 0...1 are scaled
  /// by their minimum and maximum.
  init(image: Tensor, name: String = "the image") throws(FigureError) {
    let extents = image.shape.extents
    let channels = extents.count == 3 ? extents[0] : 1
    guard extents.count == 2 || extents.count == 3, channels == 1 || channels == 3 else {
      throw .wrongShape(name, image.shape, expected: "[H, W], [1, H, W] or [3, H, W]")
    }
    let (height, width) = (extents[extents.count - 2], extents[extents.count - 1])
    guard height > 0, width > 0 else { throw .empty(name) }
    try FigureError.check(name, width: Double(width), height: Double(height))

    let (low, high) = image.finiteRange
    let within = low >= 0 && high <= 1
    let (offset, span) = within ? (0, 1) : (Double(low), Double(high) - Double(low))
    func level(_ value: Float) -> UInt8? {
      guard value.isFinite else { return nil }
      return span == 0 ? 128 : UInt8(((Double(value) - offset) / span * 255).rounded())
    }
    let plane = height * width
    let values = image.values
    self.init(
      width: width, height: height,
      pixels: (0..<plane).map { pixel in
        if channels == 1 { return level(values[pixel]).map(Color.init(gray:)) ?? .missing }
        guard let red = level(values[pixel]), let green = level(values[plane + pixel]),
          let blue = level(values[2 * plane + pixel])
        else { return .missing }
        return Color(red, green, blue)
      })
  }

  /// A signed map of shape [H,W] in the colours of a palette, zero at its middle and ±max|x| at its ends.
  init(map: Tensor, colors: ColorMap, name: String = "the map") throws(FigureError) {
    guard map.rank == 2 else { throw .wrongShape(name, map.shape, expected: "[H, W]") }
    guard map.count > 0 else { throw .empty(name) }
    let (height, width) = (map.shape[0], map.shape[1])
    try FigureError.check(name, width: Double(width), height: Double(height))
    let limit = map.largestMagnitude
    self.init(width: width, height: height, pixels: map.values.map { colors.color(of: $0, limit: limit) })
  }

  /// Its brightness only.
  var gray: Raster {
    Raster(
      width: width, height: height,
      pixels: pixels.map { color in
        Color(gray: UInt8(color.brightness))
      })
  }
}

extension [Float] {
  /// max|x| over the finite values; 0 where there are none.
  var largestMagnitude: Float { reduce(0) { $1.isFinite ? Swift.max($0, abs($1)) : $0 } }
}

extension Tensor {
  /// The smallest and largest of the finite values; zeros where there are none.
  package var finiteRange: (low: Float, high: Float) {
    let finite = values.lazy.filter(\.isFinite)
    return (finite.min() ?? 0, finite.max() ?? 0)
  }

  /// max|x| over the finite values.
  package var largestMagnitude: Float {
    values.largestMagnitude
  }

  /// How many values are NaN or infinite.
  package var nonFiniteCount: Int {
    values.reduce(0) { $1.isFinite ? $0 : $0 + 1 }
  }
}

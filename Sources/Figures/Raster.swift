/// A picture of coloured squares, row by row from the top.
public struct Raster: Hashable, Sendable {
  public let width: Int
  public let height: Int
  public let pixels: [Color]

  public init(width: Int, height: Int, pixels: [Color]) {
    precondition(width >= 0 && height >= 0 && pixels.count == width * height, "a raster is full")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// The size to draw it at when its longer side should be about `side`: whole points per pixel if it is small (by
  /// eights where that comes close, so that a terminal shows it sharp), else reduced.
  func size(side: Double) -> (width: Double, height: Double) {
    let longest = Double(max(width, height, 1))
    var points = side / longest
    if points >= 1 {
      let byEight = max(8, (points / 8).rounded() * 8)
      points = byEight * longest <= side * 1.15 ? byEight : points.rounded(.down)
    }
    return (max(8, Double(width) * points), max(8, Double(height) * points))
  }

  /// A mark that shows it in `rectangle`, crisp when enlarged twice or more.
  func mark(in rectangle: Rectangle) -> Mark {
    .image(self, rectangle, smooth: rectangle.width < 2 * Double(width) && rectangle.height < 2 * Double(height))
  }
}

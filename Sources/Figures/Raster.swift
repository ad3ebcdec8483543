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

  /// The size to draw it at when its longer side should be about `side`: whole points per pixel if it is
  /// small (by eights where that comes close, so that a terminal shows it sharp), else reduced.
  func size(side: Double) -> (width: Double, height: Double) {
    let longest = Double(max(width, height, 1))
    var points = side / longest
    if points >= 1 {
      let byEight = max(8, (points / 8).rounded() * 8)
      points = byEight * longest <= side * 1.15 ? byEight : points.rounded(.down)
    }
    return (max(8, Double(width) * points), max(8, Double(height) * points))
  }

  /// With every pixel repeated in both directions until it is at least so wide.
  func enlarged(toWidth wanted: Double) -> Raster {
    let factor = max(1, Int((min(wanted, 4096) / Double(width)).rounded(.up)))
    let lines = (0..<height).flatMap { row in
      let line = pixels[row * width..<(row + 1) * width].flatMap { Array(repeating: $0, count: factor) }
      return Array(repeating: line, count: factor).joined()
    }
    return Raster(width: width * factor, height: height * factor, pixels: lines)
  }

  /// Shows it in `panel`, crisp when enlarged twice or more, in a thin frame that parts white from white.
  func marks(in panel: Rectangle) -> [Mark] {
    let frame = Rectangle(x: panel.x - 1, y: panel.y - 1, width: panel.width + 2, height: panel.height + 2)
    let smooth = panel.width < 2 * Double(width) && panel.height < 2 * Double(height)
    return [.rectangle(frame, .rule), .image(self, panel, smooth: smooth)]
  }
}

/// Marks on a white page; lengths are points, y points downwards.
///
/// Figures place their marks on a grid of 8 points, so that the cells of a terminal, 8 wide and 16 high, fall
/// on it.
public struct Drawing: Sendable {
  public var width: Double
  public var height: Double
  public var marks: [Mark] = []

  public init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }
}

extension Drawing {
  /// With more marks on top.
  static func + (drawing: Drawing, marks: [Mark]) -> Drawing {
    var drawing = drawing
    drawing.marks += marks
    return drawing
  }
}

public enum Mark: Sendable {
  case rectangle(Rectangle, Color)
  case circle(Point, radius: Double, Color)
  case line(Point, Point, width: Double, Color)
  /// A filled area whose corners are these.
  case polygon([Point], Color)
  case text(Text)
  /// A raster stretched over a rectangle; not smooth means that every pixel stays a crisp square.
  case image(Raster, Rectangle, smooth: Bool)
}

public struct Point: Hashable, Sendable {
  public var x: Double
  public var y: Double

  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

public struct Rectangle: Hashable, Sendable {
  public var x: Double
  public var y: Double
  public var width: Double
  public var height: Double

  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  public var right: Double { x + width }
  public var bottom: Double { y + height }
  public var middle: Point { Point(x + width / 2, y + height / 2) }
}

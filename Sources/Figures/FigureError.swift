public import Tensors

/// Why a figure can't be made or rendered.
public enum FigureError: Error, Equatable, CustomStringConvertible {
  case empty(String)
  case wrongShape(String, Shape, expected: String)
  case tooLarge(String, width: Double, height: Double, limit: Int)
  case unequalCounts(String, Int, String, Int)
  case repeatedColumn(String)
  case layout(String)
  case renderer(String)

  public var description: String {
    switch self {
    case .empty(let name): "\(name) is empty: there is nothing to draw"
    case .wrongShape(let name, let shape, let expected):
      "\(name) has shape \(shape) and should have \(expected)"
    case .tooLarge(let name, let width, let height, let limit):
      "\(name) would be \(width.text()) by \(height.text()) pixels and may have \(limit) on a side and "
        + "\(FigureError.mostPixels) in all; draw a part of it, or at a smaller scale"
    case .unequalCounts(let name, let count, let other, let otherCount):
      "\(name) has \(count) entries and \(other) \(otherCount); they should be as many"
    case .repeatedColumn(let column):
      "two columns of the table are named \"\(column.printable)\"; give one another name"
    case .layout(let reason):
      "Graphviz can't lay out the figure: \(reason); the package libgvc6 and its `dot` plugin belong to it"
    case .renderer(let reason): "Cairo can't draw the figure: \(reason)"
    }
  }

  /// Sides up to 16,384 stay well below the 32,767 that Cairo can address.
  package static let longestSide = 16_384
  package static let mostPixels = 1 << 26

  /// Throws if a raster of this size would be beyond what is sensible.
  static func check(_ name: String, width: Double, height: Double) throws(FigureError) {
    guard width <= Double(longestSide), height <= Double(longestSide), width * height <= Double(mostPixels)
    else {
      throw .tooLarge(name, width: width, height: height, limit: longestSide)
    }
  }
}

public import Tensors

/// A signed map of shape [H,W] in diverging colours, with zero at their centre and ±max|x| at their ends.
public struct Heatmap: Figure {
  public let values: Tensor
  public let title: String
  public let colors: ColorMap

  private let raster: Raster

  public init(values: Tensor, title: String = "", colors: ColorMap = .bwr) throws(FigureError) {
    self.values = values
    self.title = title
    self.colors = colors
    raster = try Raster(map: values, colors: colors, name: "the heatmap")
  }

  public func draw() -> Drawing {
    let size = raster.size(side: 448)
    let layout = Layout(title: title)
    let panel = Rectangle(x: Layout.margin, y: layout.top, width: size.width, height: size.height)
    let bar = ColorBar(colors: colors, limit: values.largestMagnitude, beside: panel)
    var drawing = Drawing(
      width: bar.right + Layout.margin, height: max(panel.bottom, bar.bottom) + Layout.margin)
    drawing.marks = layout.titleMarks(width: drawing.width) + raster.marks(in: panel) + bar.marks
    return drawing
  }

  public var summary: String {
    lines(title, MapText(values).facts, MapText(values).grid)
  }
}

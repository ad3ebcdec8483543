public import Tensors

/// Three panels: an image, a heatmap of it, and the heatmap laid over the gray image.
public struct Overlay: Figure {
  public let image: Tensor
  public let heatmap: Tensor
  public let title: String
  public let colors: ColorMap
  /// One caption below each panel.
  public let captions: [String]

  private let panels: [Raster]

  /// Throws where the heatmap [H,W] is not as high and wide as the image ([H,W], [1,H,W] or [3,H,W]).
  public init(
    image: Tensor, heatmap: Tensor, title: String = "", captions: [String] = ["image", "heatmap", "both"],
    colors: ColorMap = .bwr
  ) throws(FigureError) {
    guard captions.count == 3 else { throw .unequalCounts("the captions", captions.count, "the panels", 3) }
    let picture = try Raster(image: image)
    let map = try Raster(map: heatmap, colors: colors, name: "the heatmap")
    guard (picture.width, picture.height) == (map.width, map.height) else {
      throw .wrongShape(
        "the heatmap", heatmap.shape,
        expected: "the image's height and width [\(picture.height), \(picture.width)]")
    }
    self.image = image
    self.heatmap = heatmap
    self.title = title
    self.captions = captions
    self.colors = colors
    panels = [picture, map, Self.blend(heatmap, map, over: picture.gray)]
  }

  /// The stronger a value, the more its colour covers the image, which is paled so that colours show on it.
  private static func blend(_ values: Tensor, _ map: Raster, over gray: Raster) -> Raster {
    let limit = Double(max(values.largestMagnitude, .leastNonzeroMagnitude))
    let pixels = gray.pixels.indices.map { index in
      let value = Double(values.values[index])
      let cover = value.isFinite ? 0.9 * (abs(value) / limit).squareRoot() : 0.9
      return gray.pixels[index].mixed(with: .white, 0.35).mixed(with: map.pixels[index], cover)
    }
    return Raster(width: gray.width, height: gray.height, pixels: pixels)
  }

  public func draw() -> Drawing {
    let size = panels[0].size(side: 224)
    let layout = Layout(title: title)
    let frames = panels.indices.map { index in
      let step = Layout.onGrid(size.width + Layout.gap)
      return Rectangle(
        x: Layout.margin + Double(index) * step, y: layout.top, width: size.width, height: size.height)
    }
    let bar = ColorBar(colors: colors, limit: heatmap.largestMagnitude, beside: frames[2])
    let bottom = Layout.onGrid(max(frames[2].bottom, bar.bottom))
    var drawing = Drawing(width: bar.right + Layout.margin, height: bottom + 24 + Layout.margin)
    drawing.marks = layout.titleMarks(width: drawing.width)
    for (index, frame) in frames.enumerated() {
      let place = Point(frame.middle.x, bottom + 16)
      drawing.marks += panels[index].marks(in: frame)
      drawing.marks.append(
        .text(Text(captions[index], at: place, anchor: .middle, color: .faint, limit: frame.width)))
    }
    drawing.marks += bar.marks
    return drawing
  }

  public var summary: String {
    lines(
      title, "\(captions[0]): \(ImageText(image).facts)", "\(captions[1]): \(MapText(heatmap).facts)",
      MapText(heatmap).grid)
  }
}

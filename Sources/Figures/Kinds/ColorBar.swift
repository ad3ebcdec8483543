/// The legend of a heatmap: its colours from -limit to limit, with the numbers.
struct ColorBar {
  let colors: ColorMap
  let frame: Rectangle
  let labels: [String]

  /// To the right of `panel` and as high.
  init(colors: ColorMap, limit: Float, beside panel: Rectangle) {
    self.colors = colors
    let number = Double(shortest: limit).text()
    labels = limit == 0 ? ["", "0", ""] : [number, "0", "−" + number.typeset]
    // Three numbers need three rows.
    frame = Rectangle(
      x: Layout.onGrid(panel.right + Layout.gap), y: panel.y, width: 16, height: max(panel.height, 48))
  }

  var right: Double { Layout.onGrid(frame.right + 8 + Font(size: 11).width(ofWidest: labels)) }
  var bottom: Double { frame.bottom }

  var marks: [Mark] {
    let raster = Raster(width: 1, height: 256, pixels: colors.palette.reversed())
    let heights = [frame.y + 8, frame.middle.y, frame.bottom - 8]
    return [.image(raster, frame, smooth: true)]
      + zip(labels, heights).map { label, y in
        .text(Text(label, at: Point(frame.right + 8, y), size: 11, color: .faint))
      }
  }
}

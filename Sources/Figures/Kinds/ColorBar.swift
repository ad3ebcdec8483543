/// The legend of colours: a strip of them with a few labels, the highest first.
struct ColorBar {
  let colors: ColorMap
  let frame: Rectangle
  let labels: [String]
  /// What the colours mean, written upwards along the strip.
  let title: String

  /// Colours from -limit to limit, to the right of `panel` and as high.
  init(colors: ColorMap, limit: Float, beside panel: Rectangle) {
    self.init(colors: colors, labels: ColorBar.labels(limit: limit), beside: panel)
  }

  /// Labels go evenly from the top to the bottom.
  init(colors: ColorMap, labels: [String], title: String = "", beside panel: Rectangle) {
    self.colors = colors
    self.labels = labels
    self.title = title
    // Three numbers need three rows, and a title its length.
    let least = title.isEmpty ? 48 : min(160, Layout.onGrid(Font(size: 11).width(ofWidest: [title])))
    frame = Rectangle(
      x: Layout.onGrid(panel.right + Layout.gap), y: panel.y, width: 16, height: max(panel.height, least))
  }

  /// Of a symmetric scale: its end, zero, its other end.
  static func labels(limit: Float) -> [String] {
    let number = Double(shortest: limit).text()
    return limit == 0 ? ["", "0", ""] : [number, "0", "−" + number.typeset]
  }

  private var labelsRight: Double {
    // In a terminal, too, the title must not cover them.
    let cells = title.isEmpty ? 0 : labels.map(\.count).max() ?? 0
    return Layout.onGrid(frame.right + 8 + max(Font(size: 11).width(ofWidest: labels), Double(cells) * 8))
  }
  var right: Double { labelsRight + (title.isEmpty ? 0 : 16) }
  var bottom: Double { frame.bottom }

  var marks: [Mark] {
    let raster = Raster(width: 1, height: 256, pixels: colors.palette.reversed())
    var marks: [Mark] = [.image(raster, frame, smooth: true)]
    for (index, label) in labels.enumerated() {
      let share = labels.count > 1 ? Double(index) / Double(labels.count - 1) : 0.5
      let y = frame.y + 8 + share * (frame.height - 16)
      marks.append(.text(Text(label, at: Point(frame.right + 8, y), size: 11, color: .faint)))
    }
    if !title.isEmpty {
      let place = Point(labelsRight + 8, frame.middle.y)
      marks.append(
        .text(
          Text(
            title, at: place, anchor: .middle, size: 11, color: .faint, limit: frame.height,
            isUpright: true)))
    }
    return marks
  }
}

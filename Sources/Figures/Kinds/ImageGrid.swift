public import Tensors

/// Images and heatmaps in rows, each with its caption.
public struct ImageGrid: Figure {
  public struct Tile: Sendable {
    public enum Content: Sendable {
      /// [H,W], [1,H,W] or [3,H,W]
      case image(Tensor)
      /// A signed map [H,W], each in its own range.
      case heatmap(Tensor)
    }

    public var content: Content
    public var caption: String

    public init(_ content: Content, caption: String = "") {
      self.content = content
      self.caption = caption
    }
  }

  public struct Row: Sendable {
    public var title: String
    public var tiles: [Tile]

    public init(title: String = "", tiles: [Tile]) {
      self.title = title
      self.tiles = tiles
    }
  }

  public let rows: [Row]
  public let title: String

  private let rasters: [[Raster]]

  public init(rows: [Row], title: String = "", colors: ColorMap = .bwr) throws(FigureError) {
    guard rows.contains(where: { !$0.tiles.isEmpty }) else { throw .empty("the grid of images") }
    var rasters: [[Raster]] = []
    for (rowIndex, row) in rows.enumerated() {
      var line: [Raster] = []
      for (index, tile) in row.tiles.enumerated() {
        let name = "image \(index) of row \(rowIndex)"
        switch tile.content {
        case .image(let image): line.append(try Raster(image: image, name: name))
        case .heatmap(let map): line.append(try Raster(map: map, colors: colors, name: name))
        }
      }
      rasters.append(line)
    }
    self.rasters = rasters
    self.rows = rows
    self.title = title
  }

  /// Tiles in reading order; without `columns` the grid is nearly square.
  public init(tiles: [Tile], columns: Int? = nil, title: String = "", colors: ColorMap = .bwr)
    throws(FigureError)
  {
    let nearlySquare = Int(Double(tiles.count).squareRoot().rounded(.up))
    let columns = max(1, columns ?? nearlySquare)
    let rows = stride(from: 0, to: tiles.count, by: columns).map { start in
      Row(tiles: Array(tiles[start..<min(start + columns, tiles.count)]))
    }
    try self.init(rows: rows, title: title, colors: colors)
  }

  public func draw() -> Drawing {
    let layout = Layout(title: title)
    let gutter =
      rows.allSatisfy(\.title.isEmpty)
      ? 0
      : min(160, Layout.onGrid(Font(size: 12, bold: true).width(ofWidest: rows.map(\.title)))) + Layout.gap
    let columns = Double(rasters.map(\.count).max() ?? 1)
    let side = min(224, max(56, (800 - gutter) / columns - Layout.gap))
    let sizes = rasters.joined().map { $0.size(side: side) }
    let captions = Font(size: 11).width(ofWidest: rows.flatMap { $0.tiles.map(\.caption) })
    let cell = (
      width: Layout.onGrid(max(56, sizes.map(\.width).max() ?? 0, min(128, captions) - 8)),
      height: Layout.onGrid(sizes.map(\.height).max() ?? 0)
    )
    let captionHeight = rows.contains { $0.tiles.contains { !$0.caption.isEmpty } } ? 24.0 : 0
    let rowHeight = cell.height + captionHeight + Layout.gap
    var drawing = Drawing(
      width: 2 * Layout.margin + gutter + columns * (cell.width + Layout.gap) - Layout.gap,
      height: layout.top + Double(rows.count) * rowHeight - Layout.gap + Layout.margin)
    drawing.marks = layout.titleMarks(width: drawing.width)
    for (rowIndex, row) in rows.enumerated() {
      let y = layout.top + Double(rowIndex) * rowHeight
      let titlePlace = Point(Layout.margin, y + cell.height / 2)
      if gutter > 0 {
        drawing.marks.append(.text(Text(row.title, at: titlePlace, bold: true, limit: gutter - Layout.gap)))
      }
      for (column, tile) in row.tiles.enumerated() {
        let raster = rasters[rowIndex][column]
        let size = raster.size(side: side)
        let x = Layout.margin + gutter + Double(column) * (cell.width + Layout.gap)
        let frame = Rectangle(
          x: x + (cell.width - size.width) / 2, y: y + cell.height - size.height, width: size.width,
          height: size.height)
        drawing.marks += raster.marks(in: frame)
        let captionPlace = Point(x + cell.width / 2, y + cell.height + 12)
        drawing.marks.append(
          .text(
            Text(
              tile.caption, at: captionPlace, anchor: .middle, size: 11, color: .faint, limit: cell.width + 8)
          ))
      }
    }
    return drawing
  }

  public var summary: String {
    let tiles = rows.enumerated().flatMap { rowIndex, row in
      row.tiles.enumerated().map { column, tile in
        let facts =
          switch tile.content {
          case .image(let image): ImageText(image).facts
          case .heatmap(let map): MapText(map).facts
          }
        let name = row.title.isEmpty ? "row \(rowIndex)" : row.title
        return "\(name), \(column): " + (tile.caption.isEmpty ? facts : "\(tile.caption) (\(facts))")
      }
    }
    return lines(title, tiles.map(\.printable).joined(separator: "\n"))
  }
}

import Glibc
public import Tensors

/// A square of interactions, feature by feature or word by word, in diverging colours with zero at their centre.
public struct InteractionMatrix: Figure {
  /// [F, F]
  public let values: Tensor
  public let features: [String]
  /// Whether the main effects on the diagonal, which tend to outshine the rest, are left out.
  public let isDiagonalBlank: Bool
  public let title: String
  public let colors: ColorMap

  private static let mostNumbers = 12

  /// Throws where `values` is not square or has not one name for each row.
  public init(
    _ values: Tensor, features: [String], isDiagonalBlank: Bool = false, title: String = "",
    colors: ColorMap = .bwr
  ) throws(FigureError) {
    self.values = try values.checkedAsPairs(of: features)
    self.features = features
    self.isDiagonalBlank = isDiagonalBlank
    self.title = title
    self.colors = colors
  }

  private var width: Int { features.count }

  private func isBlank(_ index: Int) -> Bool { isDiagonalBlank && index / width == index % width }

  /// The largest magnitude of what is shown.
  private var limit: Float {
    values.values.indices.reduce(0) { largest, index in
      let value = values.values[index]
      return isBlank(index) || !value.isFinite ? largest : max(largest, abs(value))
    }
  }

  /// A row as high as a line of text if possible, higher for numbers.
  private var cell: Double {
    switch width {
    case ...Self.mostNumbers: 56
    case ...24: 24
    case ...100: 16
    default: max(1, (1600 / Double(width)).rounded(.down))
    }
  }

  public func draw() -> Drawing {
    let (layout, cell, limit) = (Layout(title: title), cell, limit)
    let labelWidth = min(176, Layout.width(of: features))
    let isUpright = Font(size: 12).width(ofWidest: features) > cell - 4
    // In a terminal each letter of an upright name takes a row: six of them have room.
    let rows = Double(min(6, features.map(\.count).max() ?? 0)) * 16
    let headHeight =
      isUpright ? Layout.onGrid(min(176, max(rows, Font(size: 12).width(ofWidest: features)))) + 8 : 24
    let side = cell * Double(width)
    let panel = Rectangle(
      x: Layout.onGrid(Layout.margin + labelWidth + 8), y: (layout.top + headHeight).roundedUp(to: 16),
      width: side,
      height: side)
    let palette = values.values.indices.map { index in
      isBlank(index) ? Color(gray: 0xEC) : colors.color(of: values.values[index], limit: limit)
    }
    let bar = ColorBar(colors: colors, limit: limit, beside: panel)
    var drawing = Drawing(
      width: bar.right + Layout.margin,
      height: Layout.onGrid(max(panel.bottom + (width <= Self.mostNumbers && unit != 1 ? 24 : 0), bar.bottom))
        + Layout.margin)
    drawing.marks = layout.titleMarks(width: drawing.width)
    drawing.marks += Raster(width: width, height: width, pixels: palette).marks(in: panel)
    // Where rows are lower than letters, every so many of them has its name.
    for index in stride(from: 0, to: width, by: max(1, Int((16 / cell).rounded(.up)))) {
      let middle = (Double(index) + 0.5) * cell
      let name = features[index]
      drawing.marks.append(
        .text(Text(name, at: Point(panel.x - 8, panel.y + middle), anchor: .end, limit: labelWidth)))
      let head = Point(panel.x + middle, panel.y - (isUpright ? 6 : 12))
      drawing.marks.append(
        .text(
          Text(
            name, at: head, anchor: isUpright ? .start : .middle, limit: isUpright ? headHeight - 8 : cell,
            isUpright: isUpright)
        ))
    }
    return drawing + (width <= Self.mostNumbers ? numbers(in: panel, palette) : []) + bar.marks
  }

  /// The power of ten in whose units numbers fit into their cells.
  private var unit: Double {
    let limit = Double(shortest: limit)
    return limit == 0 || (0.1..<1000).contains(limit) ? 1 : pow(10, log10(limit).rounded(.down))
  }

  private func numbers(in panel: Rectangle, _ palette: [Color]) -> [Mark] {
    let unit = unit
    let decimals = limit == 0 ? 0 : max(0, 2 - Int(log10(Double(limit) / unit).rounded(.down)))
    let note = Text(
      unit == 1 ? "" : "numbers in units of \(unit.text().typeset)",
      at: Point(panel.right, panel.bottom + 16),
      anchor: .end, size: 11, color: .faint)
    return [.text(note)]
      + values.values.indices.filter { !isBlank($0) }.map { index in
        let place = Point(
          panel.x + (Double(index % width) + 0.5) * cell, panel.y + (Double(index / width) + 0.5) * cell)
        let value = Double(shortest: values.values[index])
        let text = value == 0 ? "0" : (value / unit).text(decimals: decimals).typeset
        return .text(Text(text, at: place, anchor: .middle, size: 11, color: palette[index].ink, limit: cell))
      }
  }

  public var summary: String {
    let blank = isDiagonalBlank ? ", the diagonal left out" : ""
    let missing = values.nonFiniteCount
    let facts =
      "\(width) x \(width) interactions\(blank), half of each pair in either entry"
      + (missing > 0 ? "; \(missing) not finite" : "")
    if width <= Self.mostNumbers {
      let names = features.enumerated().map { "\($0.offset) \($0.element.printable)" }.aligned(.start)
      let columns = features.indices.map { column in
        ([String(column)]
          + features.indices.map { row in
            isBlank(row * width + column)
              ? "" : Double(shortest: values.values[row * width + column]).text(significant: 2)
          }).aligned(.end)
      }
      let rows = (0...width).map { row in
        let name = row == 0 ? String(repeating: " ", count: names[0].count) : names[row - 1]
        return name + "  " + columns.map { $0[row] }.joined(separator: "  ")
      }
      return lines(title, facts, rows.joined(separator: "\n"))
    }
    let strongest = values.strongestPairs(top: 5).map { pair in
      "\(features[pair.first]) x \(features[pair.second]) \((pair.value / 2).text())"
    }
    let shown = Tensor(values.shape, values.values.indices.map { isBlank($0) ? 0 : values.values[$0] })
    return lines(
      title, facts + (strongest.isEmpty ? "" : "; strongest: " + strongest.joined(separator: ", ")),
      MapText(shown).grid)
  }
}

extension Double {
  func roundedUp(to step: Double) -> Double { (self / step).rounded(.up) * step }
}

extension Tensor {
  /// Itself, if it is [F, F] for as many features as there are names.
  func checkedAsPairs(of features: [String]) throws(FigureError) -> Tensor {
    guard rank == 2, shape[0] == shape[1] else {
      throw .wrongShape("the matrix of interactions", shape, expected: "[features, features]")
    }
    if count == 0 { throw .empty("the matrix of interactions") }
    guard features.count == shape[0] else {
      throw .unequalCounts("the features' names", features.count, "the matrix of interactions", shape[0])
    }
    return self
  }

  /// Pairs of different features with both entries of the matrix added up, the largest magnitude first; what is zero
  /// or not finite is left out.
  package func strongestPairs(top: Int) -> [(first: Int, second: Int, value: Double)] {
    let width = shape[0]
    var pairs: [(first: Int, second: Int, value: Double)] = []
    for first in 0..<width {
      for second in first + 1..<max(width, first + 1) {
        let value = Double(values[first * width + second]) + Double(values[second * width + first])
        if value.isFinite && value != 0 { pairs.append((first, second, value)) }
      }
    }
    let sorted = pairs.sorted { (abs($0.value), $1.first, $1.second) > (abs($1.value), $0.first, $0.second) }
    return Array(sorted.prefix(max(0, top)))
  }
}

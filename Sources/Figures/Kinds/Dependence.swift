import Tensors

/// How the attribution of a feature depends on its value, a dot for each sample; with interactions in three panels of
/// one scale: all of it, the part that it shares with another feature, and the rest.
///
/// For features i and j with interactions G: phi_i, then G_ij + G_ji, then phi_i - (G_ij + G_ji). Janizek et al. 2021.
public struct Dependence: Figure {
  public let contributions: Contributions
  public let feature: Int
  /// The feature whose value is the colour of the dots.
  public let partner: Int?
  public let title: String
  public let colors: ColorMap

  private let values: [Float]
  private let partnerValues: [Float]?
  private let panels: [(title: String, heights: [Float])]
  /// How far each dot is moved to the side.
  private let shifts: [Double]

  private static let side = 224.0
  private static let radius = 2.5

  /// Without `partner`, colours are the values of the feature that interacts most; where interactions are not known,
  /// dots have one colour.
  ///
  /// With a seed, dots of a feature with whole numbers are moved sideways by up to a quarter of the least distance
  /// between two values. Throws where the features' values are not known.
  public init(
    _ contributions: Contributions, feature: Int, partner: Int? = nil, jitterSeed: UInt64? = nil,
    title: String = "",
    colors: ColorMap = .lowToHigh
  ) throws(FigureError) {
    guard let values = contributions.values(of: feature) else {
      throw .empty("the table of the features' values")
    }
    let partner = partner ?? contributions.strongestPartner(of: feature)
    let attributions = contributions.attributions(of: feature)
    var panels = [(title: "attribution", heights: attributions)]
    if let partner, partner != feature, let pairs = contributions.pairs(feature, partner) {
      panels.append(("interaction with \(contributions.features[partner])", pairs))
      panels.append(("the rest: main effect", zip(attributions, pairs).map { $0 - $1 }))
    }
    self.contributions = contributions
    self.feature = feature
    self.partner = partner
    self.title = title
    self.colors = colors
    self.values = values
    self.panels = panels
    partnerValues = partner.flatMap { contributions.values(of: $0) }
    shifts = Self.shifts(values, seed: jitterSeed)
  }

  private static func shifts(_ values: [Float], seed: UInt64?) -> [Double] {
    let distinct = Set(values.filter(\.isFinite)).sorted()
    let gap = zip(distinct, distinct.dropFirst()).map { Double($1) - Double($0) }.min()
    guard let seed, let gap, distinct.allSatisfy({ $0 == $0.rounded() }) else {
      return values.map { _ in 0 }
    }
    var random = Random(seed: seed)
    return values.map { _ in (Double(random.uniform()) - 0.5) * gap / 2 }
  }

  private func x(_ sample: Int) -> Double { Double(shortest: values[sample]) + shifts[sample] }

  public func draw() -> Drawing {
    let layout = Layout(title: title)
    let xAxis = Axis(values.indices.lazy.filter { values[$0].isFinite }.map(x), most: 5)
    let yAxis = Axis(panels.flatMap { $0.heights.map { Double(shortest: $0) } }, including: true)
    let left = Layout.onGrid(Layout.margin + Font(size: 11).width(ofWidest: yAxis.labels) + 16)
    let planes = panels.indices.map { index in
      Plane(
        frame: Rectangle(
          x: left + Double(index) * (Self.side + Layout.gap), y: layout.top + 24, width: Self.side,
          height: Self.side),
        x: xAxis, y: yAxis)
    }
    let last = planes[planes.count - 1].frame
    let scale = partnerValues.map { ValueColors($0, colors: colors) }
    let bar = scale.flatMap { scale in
      partner.map {
        ColorBar(colors: colors, labels: scale.ends, title: contributions.features[$0], beside: last)
      }
    }
    var drawing = Drawing(
      width: (bar?.right ?? last.right) + Layout.margin,
      height: Layout.onGrid(last.bottom + 40) + Layout.margin)
    drawing.marks = layout.titleMarks(width: drawing.width)
    for (index, plane) in planes.enumerated() {
      let place = Point(plane.frame.middle.x, layout.top + 8)
      drawing.marks.append(
        .text(Text(panels[index].title, at: place, anchor: .middle, size: 11, limit: plane.frame.width + 8)))
      drawing.marks += plane.marks(yLabels: index == 0)
      for sample in values.indices where values[sample].isFinite && panels[index].heights[sample].isFinite {
        let color = scale.flatMap { scale in partnerValues.map { scale.color(of: $0[sample]) } } ?? .strong
        let point = plane.point(x(sample), Double(shortest: panels[index].heights[sample]))
        drawing.marks.append(.circle(point, radius: Self.radius, color))
      }
    }
    let middle = (planes[0].frame.x + last.right) / 2
    drawing.marks.append(
      .text(
        Text(
          contributions.features[feature], at: Point(middle, last.bottom + 32), anchor: .middle, size: 11,
          color: .faint, limit: last.right - planes[0].frame.x)))
    return drawing + (bar?.marks ?? [])
  }

  /// The means of each panel over samples with about equal values.
  public var summary: String {
    let name = contributions.features[feature]
    let known = values.indices.filter { values[$0].isFinite }.sorted { (values[$0], $0) < (values[$1], $1) }
    let bins = min(8, Set(known.map { values[$0] }).count)
    // Samples of one value stay together.
    var groups: [[Int]] = []
    for sample in known {
      if let last = groups.last, let other = last.last,
        values[other] == values[sample] || last.count * bins < known.count
      {
        groups[groups.count - 1].append(sample)
      } else {
        groups.append([sample])
      }
    }
    let cells = groups.map { group -> [Table.Cell] in
      let ends = [group.first, group.last].map { $0.map { Double(shortest: values[$0]).text() } ?? "" }
      return [.text(ends[0] == ends[1] ? ends[0] : "\(ends[0]) to \(ends[1])"), .integer(group.count)]
        + panels.map { panel in .number(group.map { panel.heights[$0] }.finiteMean) }
    }
    let columns = ["value of \(name)", "samples"] + panels.map { "mean of \($0.title)" }
    let table = try? Table(columns: columns, rows: cells)
    let hue = partner.flatMap { partner in
      partnerValues.map { _ in "colour: \(contributions.features[partner])" }
    }
    return lines(title, hue ?? "", table?.summary ?? "")
  }
}

extension [Float] {
  /// The mean over the finite values; NaN where there are none.
  var finiteMean: Double {
    let finite = filter(\.isFinite)
    return finite.reduce(0) { $0 + Double($1) } / Double(finite.count)
  }
}

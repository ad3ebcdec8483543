import Tensors

/// One strip for each feature, the one with the largest mean |attribution| first, with a dot for each sample: where it
/// stands is its attribution, its colour is the feature's value.
///
/// Lundberg et al. 2020; with interactions as heights, Janizek et al. 2021.
public struct Beeswarm: Figure {
  public let contributions: Contributions
  /// The features that are shown, in the order of their strips.
  public let features: [Int]
  /// The feature whose interaction is the height of a dot in its strip; where nil, dots are heaped as they are dense.
  public let partner: Int?
  public let title: String
  public let colors: ColorMap

  private static let width = 448.0
  private static let stripHeight = 32.0
  private static let radius = 2.5

  /// Throws where `partner` is given and the contributions have no interactions.
  public init(
    _ contributions: Contributions, top: Int = 20, partner: Int? = nil, title: String = "",
    colors: ColorMap = .lowToHigh
  ) throws(FigureError) {
    if partner != nil && contributions.interactions == nil { throw .empty("the list of interactions") }
    self.contributions = contributions
    features = Array(contributions.order.prefix(max(1, top)))
    self.partner = partner
    self.title = title
    self.colors = colors
  }

  private var axis: Axis {
    Axis(
      features.flatMap { contributions.attributions(of: $0).map { Double(shortest: $0) } }, including: true)
  }

  /// The partner's own dots are heaped: what it has with itself is no interaction.
  private func heights(of feature: Int) -> [Float]? {
    partner.flatMap { $0 == feature ? nil : contributions.pairs(feature, $0) }
  }

  /// The largest height in any strip.
  private var limit: Float { features.compactMap { heights(of: $0)?.largestMagnitude }.max() ?? 0 }

  private var note: String {
    guard let partner else { return "" }
    return
      "height: interaction with \(contributions.features[partner]), up to \(Double(shortest: limit).text().typeset)"
  }

  public func draw() -> Drawing {
    let layout = Layout(title: title)
    let axis = axis
    let names = features.map { contributions.features[$0] }
    let labelWidth = min(200, Layout.width(of: names))
    let frame = Rectangle(
      x: Layout.onGrid(Layout.margin + labelWidth + 8), y: layout.top + 8, width: Self.width,
      height: Self.stripHeight * Double(features.count))
    let bar =
      contributions.values == nil
      ? nil : ColorBar(colors: colors, labels: ["high", "low"], title: "value of the feature", beside: frame)
    let bottom = max(frame.bottom + 48, bar?.bottom ?? 0)
    var drawing = Drawing(
      width: (bar?.right ?? frame.right) + Layout.margin, height: Layout.onGrid(bottom) + Layout.margin)
    drawing.marks = layout.titleMarks(width: drawing.width) + axis.marksBelow(frame)
    let caption = (["attribution"] + (note.isEmpty ? [] : [note])).joined(separator: "; ")
    drawing.marks.append(
      .text(
        Text(
          caption, at: Point(frame.middle.x, frame.bottom + 32), anchor: .middle, size: 11, color: .faint,
          limit: frame.width + 2 * labelWidth)))
    drawing.marks.append(
      .line(Point(frame.x, frame.bottom), Point(frame.right, frame.bottom), width: 1, .rule))
    let zero = frame.x + axis.share(of: 0) * frame.width
    drawing.marks.append(.line(Point(zero, frame.y), Point(zero, frame.bottom), width: 1, .rule))
    let limit = limit
    for (row, feature) in features.enumerated() {
      let strip = Rectangle(
        x: frame.x, y: frame.y + Double(row) * Self.stripHeight, width: frame.width, height: Self.stripHeight)
      drawing.marks.append(
        .text(Text(names[row], at: Point(frame.x - 8, strip.middle.y), anchor: .end, limit: labelWidth)))
      drawing.marks += dots(of: feature, in: strip, axis, limit)
    }
    return drawing + (bar?.marks ?? [])
  }

  private func dots(of feature: Int, in strip: Rectangle, _ axis: Axis, _ limit: Float) -> [Mark] {
    let attributions = contributions.attributions(of: feature)
    let values = contributions.values(of: feature)
    let scale = values.map { ValueColors($0, colors: colors) }
    let shown = attributions.indices.filter { attributions[$0].isFinite }
    let places = shown.map { strip.x + axis.share(of: Double(shortest: attributions[$0])) * strip.width }
    let half = strip.height / 2 - Self.radius - 1
    let heights = heights(of: feature)
    let offsets =
      heights.map { heights in
        shown.map { limit > 0 && heights[$0].isFinite ? half * Double(heights[$0]) / Double(limit) : 0 }
      } ?? Self.heaped(places, half: half)
    return shown.indices.map { index in
      let sample = shown[index]
      let color = scale.flatMap { scale in values.map { scale.color(of: $0[sample]) } } ?? .strong
      return .circle(Point(places[index], strip.middle.y - offsets[index]), radius: Self.radius, color)
    }
  }

  /// Dots that would cover each other go alternately above and below the middle, one dot's width apart, or closer where
  /// they are so many that they would leave the strip.
  private static func heaped(_ places: [Double], half: Double) -> [Double] {
    var heaps: [Int: Int] = [:]
    let layers = places.map { place -> Int in
      let column = Int((place / (2 * radius)).rounded())
      defer { heaps[column, default: 0] += 1 }
      let below = heaps[column, default: 0]
      return below % 2 == 0 ? below / 2 : -(below + 1) / 2
    }
    let highest = layers.map(abs).max() ?? 0
    let pitch = min(1.8 * radius, highest == 0 ? 0 : half / Double(highest))
    return layers.map { Double($0) * pitch }
  }

  public var summary: String {
    let axis = axis
    let names = features.map { contributions.features[$0].printable }.aligned(.start)
    let means = columnTexts(features.map { contributions.attributions(of: $0).meanMagnitude }).aligned(.end)
    let rows = features.indices.map { row in
      "\(names[row])  \(means[row])  \(strip(features[row], axis))\(trend(features[row]))"
    }
    let (low, high) = (axis.low.text(), axis.high.text())
    return lines(
      title, note.replacing("−", with: "-"),
      "\(contributions.count) samples; mean |attribution|, and where attributions lie from \(low) to \(high), | at 0:",
      rows.joined(separator: "\n"))
  }

  /// How many samples have an attribution there, from none to most: " .:*#".
  private func strip(_ feature: Int, _ axis: Axis) -> String {
    let width = 40
    var counts = [Int](repeating: 0, count: width)
    for value in contributions.attributions(of: feature) where value.isFinite {
      counts[min(max(Int(axis.share(of: Double(shortest: value)) * Double(width)), 0), width - 1)] += 1
    }
    let most = max(1, counts.max() ?? 1)
    let zero = min(max(Int(axis.share(of: 0) * Double(width)), 0), width - 1)
    return String(
      counts.enumerated().map { column, count -> Character in
        if count == 0 { return column == zero ? "|" : " " }
        let steps = Array(".:*#")
        return steps[min(count * steps.count / (most + 1), steps.count - 1)]
      })
  }

  /// Whether high values speak for or against.
  private func trend(_ feature: Int) -> String {
    guard let values = contributions.values(of: feature) else { return "" }
    let correlation = correlation(values, contributions.attributions(of: feature))
    return correlation.map { "  correlation with the value \($0.text(decimals: 2))" } ?? ""
  }
}

/// Pearson's correlation over the pairs of finite numbers; nil where one of them does not vary.
func correlation(_ first: [Float], _ second: [Float]) -> Double? {
  let pairs = zip(first, second).filter { $0.isFinite && $1.isFinite }.map { (Double($0), Double($1)) }
  let count = Double(pairs.count)
  let means = (pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count)
  var sums = (product: 0.0, first: 0.0, second: 0.0)
  for pair in pairs {
    let (one, other) = (pair.0 - means.0, pair.1 - means.1)
    sums = (sums.product + one * other, sums.first + one * one, sums.second + other * other)
  }
  let scale = sums.first.squareRoot() * sums.second.squareRoot()
  return scale > 0 ? sums.product / scale : nil
}

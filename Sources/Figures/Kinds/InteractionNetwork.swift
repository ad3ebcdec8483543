import Glibc
public import Tensors

/// Features on a circle, joined where they interact: red raises the output, blue lowers it; the larger a main effect,
/// the larger its dot; the stronger an interaction, the wider its line.
public struct InteractionNetwork: Figure {
  /// [F, F]; the diagonal holds main effects.
  public let values: Tensor
  public let features: [String]
  /// The pairs that are joined, the strongest first.
  public let edges: [(first: Int, second: Int, value: Double)]
  public let title: String

  /// The features on the circle, clockwise from the top in their own order.
  private let nodes: [Int]

  private static let radius = 176.0
  private static let mostNodes = 40

  /// Joins the `top` strongest pairs. Where the features are too many for a circle, only those that are joined, or
  /// have the largest main effects, stand on it.
  ///
  /// - Parameter shown: the features that may stand on it; all where it is not given.
  ///
  /// Throws where `values` is not square or has not one name for each row.
  public init(_ values: Tensor, features: [String], shown: [Int]? = nil, top: Int = 15, title: String = "")
    throws(FigureError)
  {
    self.values = try values.checkedAsPairs(of: features)
    self.features = features
    self.title = title
    let edges = values.strongestPairs(top: top)
    let width = features.count
    func effect(_ feature: Int) -> Float {
      let value = values.values[feature * width + feature]
      return value.isFinite ? abs(value) : 0
    }
    let joined = edges.flatMap { [$0.first, $0.second] }
    let others = (shown ?? Array(0..<width)).sorted { (effect($0), $1) > (effect($1), $0) }
    var nodes: [Int] = []
    for feature in joined + others where nodes.count < Self.mostNodes && !nodes.contains(feature) {
      nodes.append(feature)
    }
    self.nodes = nodes.sorted()
    self.edges = edges.filter { nodes.contains($0.first) && nodes.contains($0.second) }
  }

  private func effect(_ feature: Int) -> Double {
    Double(shortest: values.values[feature * features.count + feature])
  }

  public func draw() -> Drawing {
    let layout = Layout(title: title)
    let names = nodes.map { features[$0] }
    let labelWidth = min(176, Layout.width(of: names))
    let reach = Self.radius + 24
    let center = Point(
      Layout.onGrid(Layout.margin + labelWidth + 16 + reach), Layout.onGrid(layout.top + 16 + reach))
    var drawing = Drawing(
      width: 2 * center.x, height: Layout.onGrid(center.y + reach + 48) + Layout.margin)
    let places = nodes.indices.map { index in
      // Half a step from the top, so that labels part into a left and a right side.
      let angle = (Double(index) + 0.5) / Double(nodes.count) * 2 * .pi
      return Point(center.x + Self.radius * sin(angle), center.y - Self.radius * cos(angle))
    }
    let place = Dictionary(uniqueKeysWithValues: zip(nodes, places))
    drawing.marks = layout.titleMarks(width: drawing.width)
    drawing.marks += labels(names, places, center, limit: labelWidth)
    let strongest = edges.first.map { abs($0.value) } ?? 0
    for edge in edges.reversed() {
      guard let from = place[edge.first], let to = place[edge.second] else { continue }
      let share = abs(edge.value) / strongest
      let color = (edge.value < 0 ? Color.negative : .positive).mixed(with: .white, 0.6 * (1 - share))
      drawing.marks.append(.line(from, to, width: 1.5 + 4.5 * share, color))
    }
    let largest = nodes.map { abs(effect($0)) }.filter(\.isFinite).max() ?? 0
    for (node, point) in zip(nodes, places) {
      let effect = effect(node)
      let share = largest > 0 && effect.isFinite ? (abs(effect) / largest).squareRoot() : 0
      let color = !effect.isFinite ? Color.missing : effect == 0 ? .rule : effect < 0 ? .negative : .positive
      drawing.marks.append(.circle(point, radius: 4 + 9 * share, color))
    }
    let scale =
      "strongest interaction \(strongest.text().typeset), largest main effect \(largest.text().typeset)"
    let isSigned = edges.contains { $0.value < 0 } || nodes.contains { effect($0) < 0 }
    let notes = (isSigned ? ["red raises the output, blue lowers it"] : []) + [scale]
    for (index, note) in notes.enumerated() {
      let place = Point(center.x, drawing.height - Layout.margin - 24 + Double(index) * 16)
      drawing.marks.append(
        .text(Text(note, at: place, anchor: .middle, size: 11, color: .faint, limit: drawing.width - 32)))
    }
    return drawing
  }

  /// Beside the circle, on each side one below the other, at least a line of text apart.
  private func labels(_ names: [String], _ places: [Point], _ center: Point, limit: Double) -> [Mark] {
    [false, true].flatMap { isLeft -> [Mark] in
      let side = places.indices.filter { (places[$0].x < center.x) == isLeft }.sorted {
        places[$0].y < places[$1].y
      }
      let heights = Self.apart(side.map { places[$0].y }, by: 16)
      return zip(side, heights).flatMap { index, y -> [Mark] in
        let reach = Self.radius + 20
        let rise = min(abs(y - center.y), reach)
        let distance = max(16, (reach * reach - rise * rise).squareRoot())
        let x = isLeft ? center.x - distance : center.x + distance
        let end = Point(isLeft ? x + 3 : x - 3, y)
        return [
          .line(places[index], end, width: 0.5, .rule),
          .text(Text(names[index], at: Point(x, y), anchor: isLeft ? .end : .start, limit: limit)),
        ]
      }
    }
  }

  /// Rising numbers moved as little as need be until neighbours differ by `step`.
  private static func apart(_ numbers: [Double], by step: Double) -> [Double] {
    // Groups that touch move together, around the mean of where their members would be.
    var groups: [(sum: Double, count: Int)] = []
    func first(_ group: (sum: Double, count: Int)) -> Double {
      group.sum / Double(group.count) - Double(group.count - 1) / 2 * step
    }
    for number in numbers {
      groups.append((number, 1))
      while groups.count > 1, let last = groups.last {
        let before = groups[groups.count - 2]
        guard first(before) + Double(before.count) * step > first(last) else { break }
        groups.removeLast(2)
        groups.append((before.sum + last.sum, before.count + last.count))
      }
    }
    return groups.flatMap { group in (0..<group.count).map { first(group) + Double($0) * step } }
  }

  public var summary: String {
    let rows = edges.map { edge -> [Table.Cell] in
      [
        .text("\(features[edge.first]) x \(features[edge.second])"), .number(edge.value),
        .number(effect(edge.first)), .number(effect(edge.second)),
      ]
    }
    let table = try? Table(
      columns: ["pair", "interaction", "main effect of one", "of the other"], rows: rows)
    let count = edges.count == 1 ? "1 pair interacts" : "the \(edges.count) strongest pairs"
    return lines(title, "\(nodes.count) of \(features.count) features; \(count):", table?.summary ?? "")
  }
}

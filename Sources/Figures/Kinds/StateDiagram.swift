/// The states of a machine, and the ways between them with how often and when they are gone.
public struct StateDiagram: Figure {
  public struct State: Hashable, Sendable {
    public var name: String
    /// Its class, which gives the colour.
    public var label: Int
    /// The share of that class in it.
    public var purity: Double
    /// How many steps are in it.
    public var size: Int

    public init(_ name: String, label: Int, purity: Double, size: Int) {
      (self.name, self.label, self.purity, self.size) = (name, label, purity, size)
    }
  }

  public struct Edge: Hashable, Sendable {
    /// The state it leads from; nil at the first step.
    public var from: Int?
    public var to: Int
    /// The share of the steps from there, or of the first steps, that go this way.
    public var share: Double
    /// When it is gone; the first is written beside the arrow.
    public var rules: [String]

    public init(from: Int?, to: Int, share: Double, rules: [String] = []) {
      (self.from, self.to, self.share, self.rules) = (from, to, share, rules)
    }
  }

  public let states: [State]
  public let edges: [Edge]
  /// The state that is marked as the present one, if any.
  public let current: Int?
  public let classes: [String]
  public let title: String
  private let layout: GraphLayout

  private static let letters = 26
  private static let mostLines = 4

  /// Throws where there is no state, or a number is not that of a state or class.
  public init(
    _ states: [State], edges: [Edge], current: Int? = nil, classes: [String], title: String = ""
  ) throws(FigureError) {
    if states.isEmpty { throw .empty("the state diagram") }
    for state in ([current] + edges.flatMap({ [$0.from, $0.to] })).compactMap({ $0 })
    where !states.indices.contains(state) {
      throw .unequalCounts(
        "the list of states", states.count, "the states that are spoken of, at least", state + 1)
    }
    for state in states where !classes.indices.contains(state.label) {
      throw .unequalCounts(
        "the list of classes", classes.count, "the classes of states, at least", state.label + 1)
    }
    (self.states, self.edges, self.current) = (states, edges, current)
    (self.classes, self.title) = (classes, title)
    let boxes = states.map { state in
      let width = max(
        Font(size: 12, bold: true).width(ofWidest: [state.name]),
        Font(size: 11).width(ofWidest: Self.details(state)))
      return GraphLayout.Box(width: max(112, min(288, Layout.onGrid(width + 24))), height: 64)
    }
    let arrows = edges.map { edge in
      let lines = Self.lines(edge)
      let width = Font(size: 11).width(ofWidest: lines)
      // Arrows to first states leave a dot.
      return GraphLayout.Arrow(
        from: edge.from ?? states.count, to: edge.to,
        label: lines.isEmpty ? nil : GraphLayout.Box(width: width + 16, height: 16 * Double(lines.count)))
    }
    layout = try GraphLayout(
      boxes + [GraphLayout.Box(width: 12, height: 12)], arrows, .down, gap: 48, layerGap: 32)
  }

  private static func details(_ state: State) -> [String] {
    ["\(state.size) steps, \((100 * state.purity).text(significant: 3)) %"]
  }

  private static func lines(_ edge: Edge) -> [String] {
    if edge.from == nil, edge.share == 1 { return [] }
    let more = edge.rules.count > 1 ? ["or \(edge.rules.count - 1) more"] : []
    let rule = edge.rules.first.map { wrapped($0, width: letters, most: mostLines) } ?? ["never by itself"]
    return ["\((100 * edge.share).text(significant: 3)) %"] + rule + more
  }

  public func draw() -> Drawing {
    let heading = Layout(title: title)
    let legend = classLegend(classes, from: Point(Layout.margin, heading.top + 4))
    let top = heading.top + 32
    var drawing = Drawing(
      width: max(
        layout.width + 2 * Layout.margin, legend.right + Layout.margin,
        2 * Layout.margin + Font(size: 13, bold: true).width(ofWidest: [title])),
      height: top + layout.height + Layout.margin)
    let shift = (drawing.width - layout.width) / 2
    drawing.marks = heading.titleMarks(width: drawing.width) + legend.marks
    func moved(_ point: Point) -> Point { Point(point.x + shift, point.y + top) }
    func moved(_ box: Rectangle) -> Rectangle {
      Rectangle(x: box.x + shift, y: box.y + top, width: box.width, height: box.height)
    }
    for (edge, way) in zip(edges, layout.ways) {
      let color = Color.ink.mixed(with: .rule, edge.rules.isEmpty ? 1 : 0.5 * (1 - edge.share))
      drawing.marks += way.map(moved).arrow(width: 1 + 1.5 * edge.share, color)
    }
    if let dot = layout.boxes.last { drawing.marks.append(.circle(moved(dot).middle, radius: 6, .ink)) }
    drawing.marks += labelMarks(moved)
    for (index, state) in states.enumerated() {
      let box = moved(layout.boxes[index])
      let color = Color.ofClass(state.label)
      drawing.marks.append(.rectangle(box, .ground(ofClass: state.label, purity: state.purity)))
      drawing.marks += box.outline(color)
      if index == current {
        for inset in [-4.0, -3] {
          drawing.marks += Rectangle(
            x: box.x + inset, y: box.y + inset, width: box.width - 2 * inset, height: box.height - 2 * inset
          ).outline(color)
        }
      }
      drawing.marks.append(
        .text(
          Text(
            state.name, at: Point(box.middle.x, box.y + 24), anchor: .middle, bold: true, limit: box.width - 8
          )))
      for (row, line) in Self.details(state).enumerated() {
        drawing.marks.append(
          .text(
            Text(
              line, at: Point(box.middle.x, box.y + 44 + 16 * Double(row)), anchor: .middle, size: 11,
              limit: box.width - 8)))
      }
    }
    return drawing
  }

  private func labelMarks(_ moved: (Rectangle) -> Rectangle) -> [Mark] {
    var marks: [Mark] = []
    for (edge, label) in zip(edges, layout.labels) {
      guard let label = label.map(moved) else { continue }
      // No line runs through the letters.
      let ground = Rectangle(
        x: label.x + 5, y: label.y + 1, width: label.width - 10, height: label.height - 2)
      marks.append(.rectangle(ground, .white))
      for (row, line) in Self.lines(edge).enumerated() {
        let place = Point(label.x + 8, label.y + 8 + 16 * Double(row))
        marks.append(
          .text(Text(line.typeset, at: place, size: 11, bold: row == 0, color: row == 0 ? .ink : .faint)))
      }
    }
    return marks
  }

  public var summary: String {
    let stateRows = states.enumerated().map { index, state -> [Table.Cell] in
      [
        .integer(index), .text(state.name), .text(classes[state.label]), .integer(state.size),
        .text("\((100 * state.purity).text(significant: 3)) %"), .text(index == current ? "current" : ""),
      ]
    }
    let edgeRows = edges.map { edge -> [Table.Cell] in
      let more = edge.rules.count > 1 ? " (or \(edge.rules.count - 1) more)" : ""
      return [
        .text(edge.from.map { states[$0].name } ?? "start"), .text(states[edge.to].name),
        .text("\((100 * edge.share).text(significant: 3)) %"),
        .text((edge.rules.first ?? "never by itself") + more),
      ]
    }
    let stateTable = try? Table(columns: ["state", "name", "class", "steps", "purity", ""], rows: stateRows)
    let edgeTable = try? Table(columns: ["from", "to", "share", "when"], rows: edgeRows)
    return Figures.lines(title, stateTable?.summary ?? "", edgeTable?.summary ?? "")
  }

  public func terminal(_ style: TerminalStyle) -> String { graphTerminal(style) }
}

/// A decision tree: questions, how many samples come to each, and how the classes share them.
public struct DecisionTreeFigure: Figure {
  public struct Node: Hashable, Sendable {
    /// `Light <= 212 lux`; of a leaf nil.
    public var question: String?
    /// The nodes where it is so, and where it is not; of a leaf nil.
    public var yes: Int?
    public var no: Int?
    public var samples: Int
    /// The share of each class.
    public var shares: [Double]

    public init(question: String? = nil, yes: Int? = nil, no: Int? = nil, samples: Int, shares: [Double]) {
      (self.question, self.yes, self.no) = (question, yes, no)
      (self.samples, self.shares) = (samples, shares)
    }

    var prediction: Int {
      shares.indices.max { (shares[$0], $1) < (shares[$1], $0) } ?? 0
    }
    var purity: Double { shares.max() ?? 0 }
  }

  /// The root is the first.
  public let nodes: [Node]
  public let classes: [String]
  public let title: String
  private let layout: GraphLayout

  private static let boxHeight = 64.0

  /// Throws where there is no node, or one has not a share for each class.
  public init(_ nodes: [Node], classes: [String], title: String = "") throws(FigureError) {
    if nodes.isEmpty { throw .empty("the tree") }
    for (index, node) in nodes.enumerated() {
      if node.shares.count != classes.count {
        throw .unequalCounts("node \(index)", node.shares.count, "the list of classes", classes.count)
      }
      for below in [node.yes, node.no].compactMap({ $0 }) where !(index + 1..<nodes.count).contains(below) {
        throw .unequalCounts("the tree", nodes.count, "what node \(index) leads to", below + 1)
      }
    }
    self.nodes = nodes
    self.classes = classes
    self.title = title
    let boxes = nodes.map { node in
      let lines = Self.lines(node, classes)
      let width = max(
        Font(size: 12, bold: true).width(ofWidest: [lines[0]]), Font(size: 11).width(ofWidest: [lines[1]]))
      return GraphLayout.Box(width: max(96, min(288, Layout.onGrid(width + 16))), height: Self.boxHeight)
    }
    let arrows = nodes.indices.flatMap { index in
      [nodes[index].yes, nodes[index].no].compactMap { $0 }.map { GraphLayout.Arrow(from: index, to: $0) }
    }
    layout = try GraphLayout(boxes, arrows, .down, gap: 16, layerGap: 40)
  }

  private static func lines(_ node: Node, _ classes: [String]) -> [String] {
    [
      node.question ?? classes[node.prediction],
      "\(node.samples) samples, \((100 * node.purity).text(significant: 3)) %",
    ]
  }

  public func draw() -> Drawing {
    let heading = Layout(title: title)
    let legend = classLegend(classes, from: Point(Layout.margin, heading.top + 4))
    let (left, top) = (Layout.margin, heading.top + 32)
    var drawing = Drawing(
      width: max(
        layout.width + 2 * left, legend.right + left,
        left * 2 + Font(size: 13, bold: true).width(ofWidest: [title])),
      height: top + layout.height + Layout.margin)
    // In the middle, where the legend is wider than the tree.
    let shift = (drawing.width - layout.width) / 2
    drawing.marks = heading.titleMarks(width: drawing.width) + legend.marks
    func moved(_ point: Point) -> Point { Point(point.x + shift, point.y + top) }
    for way in layout.ways { drawing.marks += way.map(moved).arrow(width: 1, .faint) }
    for (node, place) in zip(nodes, layout.boxes) {
      let box = Rectangle(x: place.x + shift, y: place.y + top, width: place.width, height: place.height)
      let isLeaf = node.question == nil
      drawing.marks.append(
        .rectangle(box, isLeaf ? .ground(ofClass: node.prediction, purity: node.purity) : .white))
      drawing.marks += box.outline(isLeaf ? .ofClass(node.prediction) : .rule)
      let lines = Self.lines(node, classes)
      drawing.marks.append(
        .text(
          Text(
            lines[0].typeset, at: Point(box.middle.x, box.y + 16), anchor: .middle, bold: true,
            limit: box.width - 8)))
      drawing.marks.append(
        .text(
          Text(
            lines[1], at: Point(box.middle.x, box.y + 34), anchor: .middle, size: 11,
            color: isLeaf ? .ink : .faint,
            limit: box.width - 8)))
      var x = box.x + 8
      for (index, share) in node.shares.enumerated() where share > 0 {
        let width = share * (box.width - 16)
        drawing.marks.append(
          .rectangle(Rectangle(x: x, y: box.bottom - 16, width: width, height: 8), .ofClass(index)))
        x += width
      }
    }
    // Beside each arrow's first third, on its outer side.
    var index = 0
    for node in nodes {
      for (below, word) in [(node.yes, "yes"), (node.no, "no")] where below != nil {
        let way = layout.ways[index].map(moved)
        index += 1
        guard way.count > 1 else { continue }
        let place = way[way.count / 2]
        drawing.marks.append(
          .text(
            Text(
              word, at: Point(place.x + (word == "yes" ? -8 : 8), place.y),
              anchor: word == "yes" ? .end : .start,
              size: 11, color: .faint)))
      }
    }
    return drawing
  }

  /// The tree in words, each question with what follows it indented.
  public var summary: String {
    var rows: [String] = []
    var tasks: [(node: Int, depth: Int, word: String)] = [(0, 0, "")]
    while let task = tasks.popLast() {
      let node = nodes[task.node]
      let indent = String(repeating: "  ", count: task.depth)
      let text = node.question.map { "\($0)?" } ?? classes[node.prediction]
      rows.append("\(indent)\(task.word)\(text) (\(Self.lines(node, classes)[1]))")
      if let no = node.no { tasks.append((no, task.depth + 1, "no: ")) }
      if let yes = node.yes { tasks.append((yes, task.depth + 1, "yes: ")) }
    }
    return Figures.lines(title, rows.joined(separator: "\n"))
  }

  public func terminal(_ style: TerminalStyle) -> String { graphTerminal(style) }
}

extension Figure {
  /// As pixels where a terminal has graphics, else in words: boxes and arrows are not to be read in half blocks.
  func graphTerminal(_ style: TerminalStyle) -> String {
    let plain = summary + "\n"
    return style.graphics == .none ? plain : (try? draw().terminal(style)) ?? plain
  }
}

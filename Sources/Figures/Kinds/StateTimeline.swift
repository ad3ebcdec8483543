/// One sequence over time: the state at each step, what was read, and the rules by which states changed.
public struct StateTimeline: Figure {
  /// Values that were read, one for each step.
  public struct Input: Hashable, Sendable {
    public var name: String
    public var unit: String?
    public var values: [Double]

    public init(_ name: String, unit: String? = nil, values: [Double]) {
      (self.name, self.unit, self.values) = (name, unit, values)
    }
  }

  /// A class for each step, as what the network said.
  public struct Track: Hashable, Sendable {
    public var name: String
    public var labels: [Int]

    public init(_ name: String, labels: [Int]) {
      (self.name, self.labels) = (name, labels)
    }
  }

  public let names: [String]
  /// The class of each state.
  public let labels: [Int]
  /// The state at each step.
  public let states: [Int]
  /// The rule that led to the state of each step.
  public let rules: [String]
  public let inputs: [Input]
  public let tracks: [Track]
  public let classes: [String]
  public let title: String

  private static let rowHeight = 16.0
  private static let stripHeight = 40.0
  private static let mostRules = 12

  /// Throws where there is no step, or counts do not fit.
  public init(
    states: [Int], names: [String], labels: [Int], rules: [String], inputs: [Input], tracks: [Track] = [],
    classes: [String], title: String = ""
  ) throws(FigureError) {
    if states.isEmpty { throw .empty("the sequence") }
    if labels.count != names.count {
      throw .unequalCounts("the classes of states", labels.count, "their names", names.count)
    }
    if rules.count != states.count {
      throw .unequalCounts("the list of rules", rules.count, "the sequence", states.count)
    }
    for input in inputs where input.values.count != states.count {
      throw .unequalCounts("the input \(input.name)", input.values.count, "the sequence", states.count)
    }
    for track in tracks where track.labels.count != states.count {
      throw .unequalCounts("the track \(track.name)", track.labels.count, "the sequence", states.count)
    }
    for state in states where !names.indices.contains(state) {
      throw .unequalCounts(
        "the list of states", names.count, "the states of the sequence, at least", state + 1)
    }
    for label in labels + tracks.flatMap(\.labels) where !classes.indices.contains(label) {
      throw .unequalCounts(
        "the list of classes", classes.count, "the classes that are spoken of, at least", label + 1)
    }
    (self.states, self.names, self.labels, self.rules) = (states, names, labels, rules)
    (self.inputs, self.tracks, self.classes, self.title) = (inputs, tracks, classes, title)
  }

  /// The steps at which the state changes, and the first.
  private var changes: [Int] { states.indices.filter { $0 == 0 || states[$0] != states[$0 - 1] } }

  private func change(_ step: Int) -> (time: String, way: String, rule: String) {
    let way = step == 0 ? names[states[0]] : "\(names[states[step - 1]]) → \(names[states[step]])"
    return ("t = \(step)", way, rules[step])
  }

  public func draw() -> Drawing {
    let heading = Layout(title: title)
    let inputNames = inputs.map { input in input.name + (input.unit.map { " (\($0))" } ?? "") }
    let labelWidth = min(224, Layout.width(of: names + tracks.map(\.name) + inputNames))
    let left = Layout.margin + labelWidth + Layout.gap
    // On the grid of a terminal's columns as long as that is wide enough.
    let room = 640 / Double(states.count)
    let cell = room < 8 ? max(2, room) : min(40, (room / 8).rounded(.down) * 8)
    let width = cell * Double(states.count)
    let ends = inputs.map { input -> (low: Double, high: Double) in
      let finite = input.values.filter(\.isFinite)
      return (finite.min() ?? 0, finite.max() ?? 0)
    }
    let endTexts = ends.flatMap { [$0.low, $0.high] }.map { $0.text().typeset }
    let right = left + width + 8 + Font(size: 11).width(ofWidest: endTexts)
    let legend = classLegend(classes, from: Point(left, heading.top + 4))
    var drawing = Drawing(width: max(right, legend.right) + Layout.margin, height: 0)
    var marks = legend.marks
    var y = heading.top + 24

    func label(_ text: String, _ y: Double, _ color: Color = .ink, bold: Bool = false) {
      marks.append(
        .text(
          Text(
            text, at: Point(left - Layout.gap, y), anchor: .end, size: 11, bold: bold, color: color,
            limit: labelWidth)))
    }
    // What others say, then a row for each state: coloured where the machine is in it.
    for track in tracks {
      for (step, label) in track.labels.enumerated() {
        marks.append(
          .rectangle(
            Rectangle(x: left + cell * Double(step), y: y, width: cell, height: Self.rowHeight - 2),
            .ofClass(label)))
      }
      label(track.name, y + Self.rowHeight / 2, .faint)
      y += Self.rowHeight
    }
    if !tracks.isEmpty { y += 8 }
    for state in names.indices {
      marks.append(
        .rectangle(
          Rectangle(x: left, y: y, width: width, height: Self.rowHeight - 2),
          Color.rule.mixed(with: .white, 0.75)))
      for step in states.indices where states[step] == state {
        marks.append(
          .rectangle(
            Rectangle(x: left + cell * Double(step), y: y, width: cell, height: Self.rowHeight - 2),
            .ofClass(labels[state])))
      }
      label(names[state], y + Self.rowHeight / 2 - 1, bold: state == states.last)
      y += Self.rowHeight
    }
    y += 8
    let inputTop = y
    for (index, input) in inputs.enumerated() {
      let frame = Rectangle(x: left, y: y + 4, width: width, height: Self.stripHeight - 8)
      let (low, high) = ends[index]
      let span = high - low
      let points = input.values.enumerated().map { step, value -> Point? in
        guard value.isFinite else { return nil }
        let share = span > 0 ? (value - low) / span : 0.5
        return Point(frame.x + cell * (Double(step) + 0.5), frame.bottom - share * frame.height)
      }
      marks.append(.line(Point(frame.x, frame.bottom), Point(frame.right, frame.bottom), width: 0.5, .rule))
      for (from, to) in zip(points, points.dropFirst()) {
        if let from, let to { marks.append(.line(from, to, width: 1.5, .strong)) }
      }
      if cell >= 16 || states.count == 1 {
        for case let point? in points { marks.append(.circle(point, radius: 2, .strong)) }
      }
      for (text, height) in [(high, frame.y + 2), (low, frame.bottom - 2)]
      where span > 0 || text == high && height == frame.y + 2 {
        marks.append(
          .text(Text(text.text().typeset, at: Point(frame.right + 8, height), size: 9, color: .faint)))
      }
      label(inputNames[index], frame.middle.y)
      y += Self.stripHeight
    }
    // Where the state changes, a rule through all inputs.
    for step in changes where step > 0 {
      let x = left + cell * Double(step)
      marks.append(.line(Point(x, inputTop), Point(x, y), width: 0.5, .faint))
    }
    let axis = Axis(states.indices.map(Double.init), most: 8)
    for tick in axis.ticks where tick >= 0 && tick.rounded() == tick && tick < Double(states.count) {
      let place = Point(left + cell * (tick + 0.5), y + 8)
      marks.append(.text(Text(String(Int(tick)), at: place, anchor: .middle, size: 11, color: .faint)))
    }
    label("step", y + 8, .faint)
    y += 32

    let shown = changes.prefix(Self.mostRules).map(change)
    let timeWidth = Layout.onGrid(Font(size: 11).width(ofWidest: shown.map(\.time)) + 16)
    let wayWidth = Layout.onGrid(Font(size: 11).width(ofWidest: shown.map(\.way)) + 16)
    for row in shown {
      let rule = Font(size: 11).width(ofWidest: [row.rule])
      drawing.width = max(
        drawing.width, min(1200, Layout.margin + timeWidth + wayWidth + rule + Layout.margin))
      marks.append(.text(Text(row.time, at: Point(Layout.margin, y), size: 11, color: .faint)))
      marks.append(.text(Text(row.way, at: Point(Layout.margin + timeWidth, y), size: 11, bold: false)))
      let place = Point(Layout.margin + timeWidth + wayWidth, y)
      marks.append(.text(Text(row.rule.typeset, at: place, size: 11, limit: 1200 - place.x - Layout.margin)))
      y += 16
    }
    if changes.count > shown.count {
      let text = "and \(changes.count - shown.count) more changes"
      marks.append(.text(Text(text, at: Point(Layout.margin, y), size: 11, color: .faint)))
      y += 16
    }
    drawing.height = Layout.onGrid(y) + Layout.margin
    drawing.marks = heading.titleMarks(width: drawing.width) + marks
    return drawing
  }

  /// The changes of state with their rules.
  public var summary: String {
    let rows = changes.map { step -> [Table.Cell] in
      let until = changes.first { $0 > step } ?? states.count
      return [.text("\(step) to \(until - 1)"), .text(names[states[step]]), .text(rules[step])]
    }
    let table = try? Table(columns: ["steps", "state", "because"], rows: rows)
    return lines(title, table?.summary ?? "")
  }
}

import Glibc

/// Where numbers stand between two ends, with round numbers to read them by.
///
/// Numbers come from Float32, so that the span of any two of them is a Double.
struct Axis {
  let low: Double
  let high: Double
  let ticks: [Double]
  /// One for each tick, with as many digits as tell it from its neighbours.
  let labels: [String]

  /// Holds all finite `values`, with a little room beyond them; `most` is about how many ticks there may be.
  init(_ values: some Sequence<Double>, including zero: Bool = false, most: Int = 6) {
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite { (low, high) = (min(low, value), max(high, value)) }
    if zero { (low, high) = (min(low, 0), max(high, 0)) }
    if low > high { (low, high) = (0, 1) }
    let room = low == high ? (low == 0 ? 1 : abs(low) / 10) : (high - low) * 0.04
    (self.low, self.high) = (low - room, high + room)
    let step = Self.roundStep((self.high - self.low) / Double(max(1, most)))
    let first = Int((self.low / step).rounded(.up))
    let last = Int((self.high / step).rounded(.down))
    ticks = first <= last ? (first...last).map { Double($0) * step } : []
    labels = ticks.map { tick in
      let digits = tick == 0 ? 1 : Int(log10(abs(tick) / step * 1.000_001).rounded(.down)) + 2
      return tick.text(significant: max(1, digits)).typeset
    }
  }

  /// Where a value stands: 0 is the lower end, 1 the upper.
  func share(of value: Double) -> Double { (value - low) / (high - low) }

  /// 1, 2 or 5 times a power of ten, not below `step`.
  private static func roundStep(_ step: Double) -> Double {
    let power = pow(10, log10(step).rounded(.down))
    return ([1, 2, 5].first { $0 * power >= step } ?? 10) * power
  }
}

/// A frame whose width and height are axes: where a point stands in it, and the marks around it.
struct Plane {
  let frame: Rectangle
  let x: Axis
  let y: Axis

  func point(_ x: Double, _ y: Double) -> Point {
    Point(frame.x + self.x.share(of: x) * frame.width, frame.bottom - self.y.share(of: y) * frame.height)
  }

  /// The frame, a rule at y = 0, ticks below, and on the left where they are asked for.
  func marks(yLabels: Bool) -> [Mark] {
    var marks = frame.outline(.rule)
    if y.low < 0 && y.high > 0 {
      let height = point(x.low, 0).y
      marks.append(.line(Point(frame.x, height), Point(frame.right, height), width: 1, .rule))
    }
    marks += x.marksBelow(frame)
    for (tick, label) in zip(y.ticks, y.labels) where yLabels {
      let place = Point(frame.x, point(x.low, tick).y)
      marks.append(.line(Point(place.x - 4, place.y), place, width: 1, .rule))
      marks.append(.text(Text(label, at: Point(place.x - 8, place.y), anchor: .end, size: 11, color: .faint)))
    }
    return marks
  }
}

extension Axis {
  /// Short strokes with their numbers below a frame that is as wide as the axis.
  func marksBelow(_ frame: Rectangle) -> [Mark] {
    let places = ticks.map { frame.x + share(of: $0) * frame.width }
    let pitch = places.count > 1 ? places[1] - places[0] : frame.width
    // Numbers that are wider than their distance stand at every second tick, or third.
    let every = max(1, Int(((Font(size: 11).width(ofWidest: labels) + 8) / pitch).rounded(.up)))
    return places.indices.flatMap { index -> [Mark] in
      let place = Point(places[index], frame.bottom + 12)
      let text = Text(labels[index], at: place, anchor: .middle, size: 11, color: .faint)
      let stroke = Mark.line(Point(place.x, frame.bottom), Point(place.x, frame.bottom + 4), width: 1, .rule)
      return index % every == 0 ? [stroke, .text(text)] : [stroke]
    }
  }
}

extension Rectangle {
  /// Four thin lines around it.
  func outline(_ color: Color) -> [Mark] {
    let corners = [Point(x, y), Point(right, y), Point(right, bottom), Point(x, bottom)]
    return corners.indices.map { .line(corners[$0], corners[($0 + 1) % 4], width: 1, color) }
  }
}

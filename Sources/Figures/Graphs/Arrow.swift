import Glibc

extension [Point] {
  /// A line along the points with a head at the last one.
  func arrow(width: Double, _ color: Color) -> [Mark] {
    guard count > 1, let tip = last else { return [] }
    // Where the head begins: its length back along the way.
    let length = 6 + 1.5 * width
    var base = tip
    var kept = self
    while let point = kept.last {
      base = point
      if hypot(tip.x - point.x, tip.y - point.y) >= length { break }
      kept.removeLast()
    }
    let distance = hypot(tip.x - base.x, tip.y - base.y)
    guard distance > 0 else { return [] }
    let (x, y) = ((tip.x - base.x) / distance, (tip.y - base.y) / distance)
    let foot = Point(tip.x - length * x, tip.y - length * y)
    let half = length * 0.4
    let head = [
      tip, Point(foot.x - half * y, foot.y + half * x), Point(foot.x + half * y, foot.y - half * x),
    ]
    // Each piece begins a little before the end of the last one, so that no seam is seen between them.
    let line = (kept + [foot]).adjacent.compactMap { from, to -> Mark? in
      let length = hypot(to.x - from.x, to.y - from.y)
      guard length > 0 else { return nil }
      let back = length < 0.75 ? 1 : 0.75 / length
      let start = Point(from.x - back * (to.x - from.x), from.y - back * (to.y - from.y))
      return .line(start, to, width: width, color)
    }
    return line + [.polygon(head, color)]
  }

  /// Each point with the next.
  var adjacent: [(Point, Point)] { [(Point, Point)](zip(self, dropFirst())) }
}

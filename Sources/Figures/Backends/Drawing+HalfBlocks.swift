extension Drawing {
  /// The drawing with what would be too fine for half a terminal cell made of such halves: dots, and strokes that are
  /// bold enough to be more than a rule.
  func inHalfBlocks(pointsPerColumn side: Double) -> Drawing {
    func half(_ x: Double, _ y: Double) -> Rectangle {
      Rectangle(
        x: (x / side).rounded(.down) * side, y: (y / side).rounded(.down) * side, width: side, height: side)
    }
    var drawing = self
    drawing.marks = marks.flatMap { mark -> [Mark] in
      switch mark {
      case .circle(let center, let radius, let color) where radius < side:
        return [.rectangle(half(center.x, center.y), color)]
      case .line(let from, let to, let width, let color) where width >= Drawing.boldWidth && width < 2 * side:
        let steps = max(1, Int(max(abs(to.x - from.x), abs(to.y - from.y)) / side))
        return (0...steps).map { step in
          let share = Double(step) / Double(steps)
          return .rectangle(half(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share), color)
        }
      case .circle, .image, .line, .polygon, .rectangle, .text: return [mark]
      }
    }
    return drawing
  }

  /// The width in points from which a stroke is shown by a terminal without graphics.
  private static let boldWidth = 1.5
}

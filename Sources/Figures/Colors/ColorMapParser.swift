/// Reads the colour map language: `map = entry ("," entry)*`, `entry = [index ":"] color`.
struct ColorMapParser {
  private let text: String

  init(_ text: String) {
    self.text = text
  }

  func nodes() throws(ColorMapError) -> [ColorMap.Node] {
    var entries: [(index: Int?, color: Color)] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = word.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count <= 2, let last = parts.last, let color = color(last) else {
        throw ColorMapError(text: text, entry: String(word), problem: .color)
      }
      var index: Int?
      if parts.count == 2 {
        guard let given = self.index(parts[0]) else {
          throw ColorMapError(text: text, entry: String(word), problem: .index)
        }
        if let before = entries.last(where: { $0.index != nil })?.index, before > given {
          throw ColorMapError(text: text, entry: String(word), problem: .order)
        }
        index = given
      }
      entries.append((index, color))
    }
    return placed(entries)
  }

  /// Gives an index to each entry without one: evenly spaced, truncated.
  private func placed(_ entries: [(index: Int?, color: Color)]) -> [ColorMap.Node] {
    var nodes: [ColorMap.Node] = []
    var waiting: [Color] = []
    for (position, entry) in entries.enumerated() {
      let isLast = position == entries.count - 1
      guard let index = entry.index ?? (position == 0 ? 0 : isLast ? 255 : nil) else {
        waiting.append(entry.color)
        continue
      }
      let start = nodes.last?.index ?? 0
      for (step, color) in waiting.enumerated() {
        nodes.append(.init(index: start + (index - start) * (step + 1) / (waiting.count + 1), color: color))
      }
      waiting = []
      nodes.append(.init(index: index, color: entry.color))
    }
    return nodes
  }

  private func index(_ digits: Substring) -> Int? {
    guard let values = hexadecimal(digits), values.count == 1 || values.count == 2 else { return nil }
    return values[0] * 16 + values[values.count - 1]
  }

  private func color(_ digits: Substring) -> Color? {
    guard let values = hexadecimal(digits), values.count == 3 || values.count == 6 else { return nil }
    let width = values.count / 3
    let parts = (0..<3).map { UInt8(values[$0 * width] * 16 + values[$0 * width + width - 1]) }
    return Color(parts[0], parts[1], parts[2])
  }

  private func hexadecimal(_ digits: Substring) -> [Int]? {
    let values = digits.compactMap { $0.isASCII ? $0.hexDigitValue : nil }
    return values.count == digits.count ? values : nil
  }
}

/// What is wrong with a colour map, and where.
public struct ColorMapError: Error, Equatable, CustomStringConvertible {
  public enum Problem: Sendable { case color, index, order }

  public let text: String
  public let entry: String
  public let problem: Problem

  public var description: String {
    let place = "in the colour map \"\(text.printable)\", entry \"\(entry.printable)\""
    switch problem {
    case .color:
      return "\(place) is not a colour of 3 or 6 hexadecimal digits such as f00 or 80:d0d0d0; "
        + "colour maps with a name are \(ColorMap.names.joined(separator: ", "))"
    case .index: return "\(place) has an index that is not 1 or 2 hexadecimal digits, 0 to ff"
    case .order:
      return "\(place) lies before an entry to its left; write the entries in the order of their indices"
    }
  }
}

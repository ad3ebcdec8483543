/// 256 colours for the values of a map, from its lowest to its highest.
///
/// Written in the colour map language of zennit (Anders et al., 2021): `[index:]color`, separated by commas.
/// An index is one or two hexadecimal digits, a colour three or six. Colours without an index stand evenly
/// between their neighbours; the first is at 0 and the last at ff. In between, colours change linearly.
public struct ColorMap: Hashable, Sendable {
  public let palette: [Color]

  /// A colour map by its name or in the colour map language: `ColorMap("bwr")`, `ColorMap("00f,80:fff,f00")`.
  public init(_ text: String) throws(ColorMapError) {
    self.init(nodes: try ColorMapParser(ColorMap.sources[text] ?? text).nodes())
  }

  struct Node {
    var index: Int
    var color: Color
  }

  /// From nodes whose indices never fall; before the first and after the last the colour stays.
  private init(nodes: [Node]) {
    var nodes = nodes
    if let first = nodes.first, first.index > 0 { nodes.insert(Node(index: 0, color: first.color), at: 0) }
    if let last = nodes.last { nodes.append(Node(index: 256, color: last.color)) }
    palette = (0..<256).map { index in
      let next = nodes.firstIndex { $0.index > index } ?? nodes.endIndex - 1
      let (low, high) = (nodes[next - 1], nodes[next])
      let share = Double(index - low.index) / Double(high.index - low.index)
      // Truncated, not rounded, as in zennit.
      func mix(_ from: UInt8, _ to: UInt8) -> UInt8 {
        UInt8(Double(from) + (Double(to) - Double(from)) * share)
      }
      return Color(
        mix(low.color.red, high.color.red), mix(low.color.green, high.color.green),
        mix(low.color.blue, high.color.blue))
    }
  }

  /// Blue for negative, white for zero, red for positive.
  public static let bwr = ColorMap(nodes: [
    Node(index: 0, color: Color(0, 0, 255)), Node(index: 128, color: .white),
    Node(index: 255, color: Color(255, 0, 0)),
  ])

  /// For the values of a feature, from low to high: blue over violet to red, none as pale as paper.
  public static let lowToHigh = ColorMap(nodes: [
    Node(index: 0, color: Color(0x1E, 0x78, 0xC8)), Node(index: 128, color: Color(0x8E, 0x4F, 0xB0)),
    Node(index: 255, color: Color(0xD8, 0x1B, 0x50)),
  ])

  /// The colour of zero in a symmetric map.
  public var center: Color { palette[128] }

  /// The colour of `value` in a map between `-limit` and `limit`; zero has the centre colour exactly.
  func color(of value: Float, limit: Float) -> Color {
    if !value.isFinite { return .missing }
    if value == 0 || limit == 0 { return center }
    let share = Double(value) / Double(limit)
    return palette[min(max(Int((share + 1) / 2 * 255), 0), 255)]
  }

}

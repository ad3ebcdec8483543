/// Draws the productions of a grammar as railroad diagrams, one below the other, as SVG.
///
/// Whoever follows the rails from left to right spells what the production allows: rounded boxes are words as they are
/// written, square ones are productions.
struct Railroad {
  private let grammar: Grammar

  init(_ grammar: Grammar) { self.grammar = grammar }

  var svg: String {
    var parts: [String] = []
    var y = 24.0
    var width = 0.0
    for name in grammar.names {
      let track = Track(grammar.rule(name))
      parts.append(
        "<text class=\"name\" id=\"\(name)\" x=\"16\" y=\"\(number(y + 4))\">\(name)\(note(name))</text>")
      y += 20 + track.up
      parts.append(
        "<g transform=\"translate(16 \(number(y)))\">"
          + "<path d=\"M0 -7v14M6 -7v14M6 0h14\"/>" + track.drawn(20, 0)
          + "<path d=\"M\(number(20 + track.width)) 0h14m0 -7v14m6 -14v14\"/></g>")
      y += track.down + 36
      width = max(width, track.width + 72)
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(number(width))" height="\(number(y))" viewBox="0 0 \(number(width)) \(number(y))">
      <title>The grammar of xpl</title>
      <style>
      path { fill: none; stroke: #333; stroke-width: 1.5 }
      rect { fill: #fff; stroke: #333; stroke-width: 1.5 }
      rect.word { fill: #e8f0e0 }
      rect.set { fill: #eee }
      text { font: 13px monospace; fill: #111; text-anchor: middle }
      text.name { font: bold 15px sans-serif; text-anchor: start }
      tspan { font-weight: normal; fill: #666 }
      </style>
      <rect width="100%" height="100%" style="fill: #fff; stroke: none"/>
      \(parts.joined(separator: "\n"))
      </svg>

      """
  }

  private func note(_ name: String) -> String {
    switch grammar.productions[name]?.spacing {
    case .none?: "<tspan dx=\"12\">no blank before it</tspan>"
    case .required?: "<tspan dx=\"12\">a blank before it</tspan>"
    case .free?, nil: ""
    }
  }
}

/// A piece of rail that is entered on the left and left on the right, at height 0.
private indirect enum Track {
  case straight
  case box(String, style: String)
  case series([Track])
  /// One of several; the first is the straight one.
  case fork([Track])
  /// Once or more often; `back` is the way from behind it to before it.
  case loop(Track, back: Track)

  private static let gap = 12.0
  private static let turn = 10.0

  init(_ rule: Grammar.Rule) {
    switch rule {
    case .text(let text): self = .box(Self.shown(text), style: "word")
    case .characters(let ranges, let isNegated):
      let text = ranges.map { range in
        let (low, high) = (Self.shown(String(range.lowerBound)), Self.shown(String(range.upperBound)))
        return low == high ? low : "\(low)-\(high)"
      }
      self = .box((isNegated ? "not " : "") + text.joined(separator: " "), style: "set")
    case .reference(let name): self = .box(name, style: "rule")
    case .sequence(let rules): self = Self.series(of: rules)
    case .choice(let rules): self = .fork(rules.map(Track.init))
    case .repeated(let rule, let least, let most):
      if most == 1 {
        self = .fork([.straight, Track(rule)])
      } else {
        let loop = Track.loop(Track(rule), back: .straight)
        self = least == 0 ? .fork([.straight, loop]) : loop
      }
    }
  }

  /// `x ( "," x )*` is a loop whose way back is the comma.
  private static func series(of rules: [Grammar.Rule]) -> Track {
    var tracks: [Track] = []
    var place = 0
    while place < rules.count {
      if place + 1 < rules.count, case .repeated(.sequence(let inner), 0, .max) = rules[place + 1],
        let last = inner.last, "\(last)" == "\(rules[place])", inner.count > 1
      {
        tracks.append(.loop(Track(rules[place]), back: series(of: inner.dropLast().reversed())))
        place += 2
      } else {
        tracks.append(Track(rules[place]))
        place += 1
      }
    }
    return tracks.isEmpty ? .straight : tracks.count == 1 ? tracks[0] : .series(tracks)
  }

  private static func shown(_ text: String) -> String {
    switch text {
    case " ": "blank"
    case "\t": "tab"
    case "\n": "line feed"
    case "\r": "carriage return"
    default: text
    }
  }

  var width: Double {
    switch self {
    case .straight: 20
    case .box(let text, _): Double(text.count) * 8 + 20
    case .series(let tracks): tracks.reduce(-Self.gap) { $0 + $1.width + Self.gap }
    case .fork(let tracks): (tracks.map(\.width).max() ?? 0) + 4 * Self.turn
    case .loop(let track, let back): max(track.width, back.width) + 2 * Self.turn
    }
  }

  /// How far it reaches above the rail.
  var up: Double {
    switch self {
    case .straight: 0
    case .box: 13
    case .series(let tracks): tracks.map(\.up).max() ?? 0
    case .fork(let tracks): tracks.first?.up ?? 0
    case .loop(let track, _): track.up
    }
  }

  /// How far it reaches below the rail.
  var down: Double {
    switch self {
    case .straight: 0
    case .box: 13
    case .series(let tracks): tracks.map(\.down).max() ?? 0
    case .fork(let tracks):
      tracks.dropFirst().reduce(tracks.first?.down ?? 0) { $0 + 8 + max(Self.turn, $1.up) + $1.down }
    case .loop(let track, let back): track.down + 8 + max(Self.turn, back.up) + back.down
    }
  }

  func drawn(_ x: Double, _ y: Double) -> String {
    let (turn, end) = (Self.turn, x + width)
    switch self {
    case .straight: return rail(x, y, to: end)
    case .box(let text, let style):
      let round = style == "word" ? 13 : style == "set" ? 4 : 0
      return
        "<rect class=\"\(style)\" x=\"\(number(x))\" y=\"\(number(y - 13))\" width=\"\(number(width))\" height=\"26\""
        + " rx=\"\(round)\"/>"
        + "<text x=\"\(number(x + width / 2))\" y=\"\(number(y + 4.5))\">\(text.escapedForXML)</text>"
    case .series(let tracks):
      var place = x
      var parts: [String] = []
      for track in tracks {
        if place > x { parts.append(rail(place - Self.gap, y, to: place)) }
        parts.append(track.drawn(place, y))
        place += track.width + Self.gap
      }
      return parts.joined()
    case .fork(let tracks):
      var parts: [String] = []
      var low = y
      for (place, track) in tracks.enumerated() {
        if place > 0 { low += max(turn, track.up) + 8 }
        let inner = x + 2 * turn
        parts.append(track.drawn(inner, low))
        let close = inner + track.width
        if place == 0 {
          parts.append(rail(x, y, to: inner) + rail(close, y, to: end))
        } else {
          let drop = number(low - y - 2 * turn)
          parts.append(
            "<path d=\"M\(number(x)) \(number(y))q\(turn) 0 \(turn) \(turn)v\(drop)q0 \(turn) \(turn) \(turn)\"/>"
              + rail(close, low, to: end - 2 * turn)
              + "<path d=\"M\(number(end - 2 * turn)) \(number(low))q\(turn) 0 \(turn) -\(turn)v-\(drop)q0 -\(turn) \(turn) -\(turn)\"/>"
          )
        }
        low += track.down
      }
      return parts.joined()
    case .loop(let track, let back):
      let low = y + track.down + 8 + max(turn, back.up)
      let start = x + turn + (width - 2 * turn - back.width) / 2
      let drop = number(low - y - 2 * turn)
      return rail(x, y, to: x + turn) + track.drawn(x + turn, y) + rail(x + turn + track.width, y, to: end)
        + "<path d=\"M\(number(x + turn)) \(number(y))q-\(turn) 0 -\(turn) \(turn)v\(drop)q0 \(turn) \(turn) \(turn)\"/>"
        + rail(x + turn, low, to: start) + back.drawn(start, low)
        + rail(start + back.width, low, to: end - turn)
        + "<path d=\"M\(number(end - turn)) \(number(low))q\(turn) 0 \(turn) -\(turn)v-\(drop)q0 -\(turn) -\(turn) -\(turn)\"/>"
    }
  }

  private func rail(_ x: Double, _ y: Double, to end: Double) -> String {
    end > x ? "<path d=\"M\(number(x)) \(number(y))H\(number(end))\"/>" : ""
  }
}

private func number(_ value: Double) -> String {
  value == value.rounded() ? "\(Int(value))" : "\(value)"
}

extension String {
  fileprivate var escapedForXML: String {
    replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}

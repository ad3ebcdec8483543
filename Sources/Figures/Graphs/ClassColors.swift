extension Color {
  /// A colour for a class; beyond eight they come again, paler.
  static func ofClass(_ index: Int) -> Color {
    let colors = [
      Color(0x3F, 0x62, 0x8A), Color(0xD0, 0x7A, 0x2D), Color(0x4E, 0x8F, 0x5B), Color(0xB2, 0x4A, 0x6E),
      Color(0x7A, 0x68, 0xA8), Color(0x9A, 0x84, 0x3A), Color(0x3D, 0x93, 0x9B), Color(0x7D, 0x5A, 0x46),
    ]
    let color = colors[max(0, index) % colors.count]
    return color.mixed(with: .white, min(0.6, 0.3 * Double(max(0, index) / colors.count)))
  }

  /// The colour of a class as a ground to write on: the paler, the less sure.
  static func ground(ofClass index: Int, purity: Double) -> Color {
    ofClass(index).mixed(with: .white, 1 - 0.45 * max(0, min(1, purity)))
  }
}

/// A coloured square with its name for each class, in a row.
func classLegend(_ classes: [String], from start: Point) -> (marks: [Mark], right: Double) {
  var marks: [Mark] = []
  var x = start.x
  for (index, name) in classes.enumerated() {
    marks.append(.rectangle(Rectangle(x: x, y: start.y - 4, width: 8, height: 8), .ofClass(index)))
    marks.append(.text(Text(name, at: Point(x + 16, start.y), size: 11, color: .faint)))
    x += Layout.onGrid(16 + Layout.width(of: [name]) + 16)
  }
  return (marks, x)
}

/// Text in lines of at most `width` letters, broken between words; what is beyond `most` lines ends in "…".
func wrapped(_ text: String, width: Int, most: Int) -> [String] {
  var lines: [String] = []
  for word in text.split(separator: " ") {
    if let last = lines.last, last.count + 1 + word.count <= width {
      lines[lines.count - 1] = "\(last) \(word)"
    } else {
      lines.append(String(word))
    }
  }
  guard lines.count > most else { return lines }
  return lines.prefix(most - 1) + [lines[most - 1] + " …"]
}

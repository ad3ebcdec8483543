extension TerminalStyle.Colors {
  /// The number of a colour: 0xRRGGBB, or the nearest of the 240 palette entries that are alike in every terminal.
  func code(of color: Color) -> Int {
    let parts = [Int(color.red), Int(color.green), Int(color.blue)]
    if self != .indexed256 { return parts[0] << 16 | parts[1] << 8 | parts[2] }
    // A cube of six levels on a side, then 24 grays.
    let levels = [0, 95, 135, 175, 215, 255]
    let cube = parts.map { part in levels.indices.min { abs(levels[$0] - part) < abs(levels[$1] - part) } ?? 0
    }
    let gray = min(max((parts.reduce(0, +) / 3 - 3) / 10, 0), 23)
    func distance(_ other: [Int]) -> Int {
      zip(parts, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let isGray = distance([Int](repeating: 8 + 10 * gray, count: 3)) < distance(cube.map { levels[$0] })
    return isGray ? 232 + gray : 16 + 36 * cube[0] + 6 * cube[1] + cube[2]
  }

  /// What sets both colours from here on; -1 stands for the terminal's own.
  func escape(foreground: Int, background: Int) -> String {
    func part(_ value: Int, _ base: Int) -> String {
      if value < 0 { return "\(base + 9)" }
      if self == .indexed256 { return "\(base + 8);5;\(value)" }
      return "\(base + 8);2;\(value >> 16 & 255);\(value >> 8 & 255);\(value & 255)"
    }
    return "\u{1B}[\(part(foreground, 30));\(part(background, 40))m"
  }
}

extension Character {
  /// How many columns of a terminal it takes: 0, 1 or 2 (Unicode 15, East Asian Width, shortened to blocks).
  package var displayWidth: Int {
    guard let first = unicodeScalars.first else { return 0 }
    if unicodeScalars.contains(where: { $0.properties.isEmojiPresentation || $0.value == 0xFE0F }) {
      return 2
    }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch first.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      return 2
    default:
      return 1
    }
  }

  /// What a quoted line shows for it: for a tab blanks up to the next stop of 4, for a control a middle dot.
  func displayed(at column: Int) -> String {
    if self == "\t" { return String(repeating: " ", count: 4 - column % 4) }
    let isControl = unicodeScalars.contains { $0.properties.generalCategory == .control }
    return isControl ? "·" : String(self)
  }
}

/// One line of text; `place` is its start, middle or end, at half the height of its capitals.
public struct Text: Hashable, Sendable {
  public enum Anchor: Sendable { case start, middle, end }

  public var string: String
  public var place: Point
  public var anchor: Anchor
  public var size: Double
  public var bold: Bool
  public var color: Color
  /// What is longer is shortened and ends in "…".
  public var limit: Double
  /// Whether it reads from the bottom to the top; then its start is below.
  public var isUpright: Bool

  public init(
    _ string: String, at place: Point, anchor: Anchor = .start, size: Double = 12, bold: Bool = false,
    color: Color = .ink, limit: Double = .infinity, isUpright: Bool = false
  ) {
    self.string = string.printable
    self.place = place
    self.anchor = anchor
    self.size = size
    self.bold = bold
    self.color = color
    self.limit = limit
    self.isUpright = isUpright
  }

  /// The longest beginning that fits the limit by `width`, with "…" where something was left out.
  package func shortened(width: (String) -> Double) -> String {
    if string.isEmpty || width(string) <= limit { return string }
    let characters = Array(string)
    var fits = 0
    var tooLong = characters.count
    while tooLong - fits > 1 {
      let middle = (fits + tooLong) / 2
      if width(String(characters[..<middle]) + "…") <= limit { fits = middle } else { tooLong = middle }
    }
    while fits > 0 && characters[fits - 1] == " " { fits -= 1 }
    return String(characters[..<fits]) + "…"
  }
}

extension String {
  /// The same text on one line, without control characters: a caption from a file must not steer a terminal.
  package var printable: String {
    let isControl = { (scalar: Unicode.Scalar) in scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
    }
    guard unicodeScalars.contains(where: isControl) else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.map { isControl($0) ? " " : $0 }))
  }

  /// Padded with blanks on the side away from `anchor`.
  package func padded(to width: Int, _ anchor: Text.Anchor = .start) -> String {
    let blanks = String(repeating: " ", count: max(0, width - count))
    return anchor == .end ? blanks + self : self + blanks
  }
}

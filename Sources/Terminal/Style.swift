/// How a part of a line is drawn.
public struct Style: Hashable, Sendable {
  /// The numbers of the terminal's escape sequence (ECMA-48, SGR); the first 16 colours, which readers choose themselves.
  let codes: String

  public static let red = Style(codes: "31;4")
  public static let bold = Style(codes: "1")
  public static let blue = Style(codes: "34")
  public static let cyan = Style(codes: "36")
  public static let green = Style(codes: "32")
  public static let magenta = Style(codes: "35")
  public static let yellow = Style(codes: "33")
  public static let dim = Style(codes: "2")
}

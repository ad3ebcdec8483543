/// A colour as red, green and blue from 0 to 255.
public struct Color: Hashable, Sendable {
  public var red: UInt8
  public var green: UInt8
  public var blue: UInt8

  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  public init(gray: UInt8) {
    self.init(gray, gray, gray)
  }

  public static let white = Color(gray: 255)
  /// Text and other marks that must be read.
  public static let ink = Color(0x26, 0x2B, 0x33)
  /// What accompanies: captions, units.
  public static let faint = Color(0x6B, 0x73, 0x80)
  /// Rules and axes.
  public static let rule = Color(0xB9, 0xBF, 0xC7)
  /// Where a number should be and is not (NaN, infinity).
  public static let missing = Color(gray: 0xA0)

  /// Speaks for, speaks against; and bars without a sign, strong and pale.
  package static let positive = Color(0xC8, 0x4B, 0x42)
  package static let negative = Color(0x3D, 0x6F, 0xB4)
  package static let strong = Color(0x3F, 0x62, 0x8A)
  package static let pale = Color(0xB5, 0xC3, 0xD3)

  /// Its brightness from 0 to 255: the luma of Rec. 601.
  var brightness: Double { 0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue) }

  /// What can be read on it.
  var ink: Color { brightness < 128 ? .white : .ink }

  /// The way to `other`: 0 is this colour, 1 is the other.
  func mixed(with other: Color, _ share: Double) -> Color {
    func mix(_ from: UInt8, _ to: UInt8) -> UInt8 {
      UInt8((Double(from) + (Double(to) - Double(from)) * share).rounded())
    }
    return Color(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }
}

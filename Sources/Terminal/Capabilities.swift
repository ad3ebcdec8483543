import Glibc

/// What the terminal behind standard output can show.
public struct Capabilities: Hashable, Sendable {
  public enum Colors: Hashable, Sendable { case none, indexed256, truecolor }
  public enum Graphics: Hashable, Sendable { case none, kitty, iterm, sixels }

  public var isTerminal: Bool
  public var columns: Int
  public var rows: Int
  /// Pixels of one cell; 8 by 16 where the terminal does not tell.
  public var cellWidth: Int
  public var cellHeight: Int
  public var colors: Colors
  public var graphics: Graphics

  /// Asks the environment and the terminal.
  ///
  /// `NO_COLOR` and `TERM=dumb` are respected. Inside tmux and screen only text is sure to arrive.
  public static func detected(color: ColorChoice = .auto) -> Capabilities {
    let terminal = isatty(STDOUT_FILENO) == 1
    let name = variable("TERM") ?? "dumb"
    var size = winsize()
    let known = terminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
    let columns = known && size.ws_col > 0 ? Int(size.ws_col) : 80
    let rows = known && size.ws_row > 0 ? Int(size.ws_row) : 24
    let wanted =
      switch color {
      case .always: true
      case .never: false
      case .auto: terminal && name != "dumb" && (variable("NO_COLOR") ?? "").isEmpty
      }
    return Capabilities(
      isTerminal: terminal, columns: columns, rows: rows,
      cellWidth: size.ws_xpixel > 0 ? max(1, Int(size.ws_xpixel) / columns) : 8,
      cellHeight: size.ws_ypixel > 0 ? max(1, Int(size.ws_ypixel) / rows) : 16,
      colors: wanted ? colors(name) : .none, graphics: wanted && terminal ? graphics(name) : .none)
  }

  public enum ColorChoice: String, Hashable, Sendable, CaseIterable { case auto, always, never }

  private static func colors(_ name: String) -> Colors {
    let depth = variable("COLORTERM") ?? ""
    let direct =
      ["truecolor", "24bit"].contains(depth) || ["kitty", "ghostty", "foot"].contains { name.contains($0) }
    return direct ? .truecolor : .indexed256
  }

  private static func graphics(_ name: String) -> Graphics {
    if variable("TMUX") != nil || name.hasPrefix("screen") || name.hasPrefix("tmux") { return .none }
    if name.contains("kitty") || name.contains("ghostty") || variable("KITTY_WINDOW_ID") != nil {
      return .kitty
    }
    if ["iTerm.app", "WezTerm"].contains(variable("TERM_PROGRAM") ?? "") { return .iterm }
    return DeviceAttributes.asked()?.contains(4) == true ? .sixels : .none
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}

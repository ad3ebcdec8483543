/// What a terminal can show.
public struct TerminalStyle: Hashable, Sendable {
  public enum Colors: Sendable { case none, indexed256, truecolor }
  public enum Graphics: Sendable { case none, kitty, iterm, sixels }

  /// The size of the window in cells.
  public var columns: Int
  public var rows: Int
  /// The size of a cell in pixels.
  public var cellWidth: Int
  public var cellHeight: Int
  public var color: Colors
  public var graphics: Graphics

  public init(
    columns: Int = 80, rows: Int = 24, cellWidth: Int = 8, cellHeight: Int = 16, color: Colors = .none,
    graphics: Graphics = .none
  ) {
    self.columns = columns
    self.rows = rows
    self.cellWidth = cellWidth
    self.cellHeight = cellHeight
    self.color = color
    self.graphics = graphics
  }
}

import Glibc

/// Shows a screen at a time what is taller than the screen.
enum Pager {
  /// Whether someone at the keyboard would lose the beginning of a text. Pictures are left alone: pagers spoil them.
  static func isNeeded(for text: String) -> Bool {
    var size = winsize()
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1,
      ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, Child.variable("TERM") != "dumb"
    else { return false }
    let isPicture = ["\u{1B}_G", "\u{1B}P", "\u{1B}]1337", "▄"].contains { text.contains($0) }
    return !isPicture && text.utf8.count { $0 == UInt8(ascii: "\n") } >= Int(size.ws_row)
  }

  /// Hands a text to `$PAGER`, or less; false where there is none.
  static func show(_ text: String) -> Bool {
    // less takes `.`, `:`, `?` and `%` for signs of its own.
    let keys = "-Pblank goes on, b goes back, q leaves (PAGER=cat\\: never)"
    let isInstalled = "command -v less >/dev/null && exec less -RFX '\(keys)'"
    guard let pager = popen(Child.variable("PAGER") ?? isInstalled, "w") else { return false }
    // A pager that ends early leaves the rest unread.
    let before = signal(SIGPIPE, SIG_IGN)
    fputs(text, pager)
    let status = pclose(pager)
    signal(SIGPIPE, before)
    return status == 0
  }
}

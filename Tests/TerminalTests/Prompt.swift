import Foundation

/// The program at a terminal of its own, with a home folder of its own: what a person would see and type.
final class Prompt {
  private let terminal: Int32
  private let process: pid_t
  private let isDumb: Bool
  private(set) var output = ""
  /// Where in the output what came after the last `type` begins.
  private var mark = "".startIndex
  private var bytes: [UInt8] = []

  /// - Parameter home: where the history goes; a fresh folder where it is not given.
  init(
    terminal name: String = "xterm-256color", home: URL = Prompt.newHome(), columns: UInt16 = 100,
    arguments words: [String] = []
  ) throws {
    // What openpty does, which Swift's Glibc lacks: TIOCSPTLCK unlocks the other end, TIOCGPTN is its number.
    let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (locked, number): (Int32, UInt32) = (0, 0)
    guard terminal >= 0, ioctl(terminal, 0x4004_5431, &locked) == 0,
      ioctl(terminal, 0x8004_5430, &number) == 0
    else { throw POSIXError(.ENOTTY) }
    let path = "/dev/pts/\(number)"
    self.terminal = terminal
    isDumb = name == "dumb"
    var size = winsize(ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)

    // A new session takes the first terminal that it opens for its own, and gets Ctrl-C from it.
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    // POSIX_SPAWN_SETSID
    posix_spawnattr_setflags(&attributes, 0x80)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }

    let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "xpl")
      .path
    let environment = [
      "XPL_CACHE=off", "TERM=\(name)", "HOME=\(home.path)", "XDG_STATE_HOME=\(home.path)", "LANG=C.UTF-8",
      "PATH=/usr/bin:/bin",
    ]
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(program)] + words.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var process = pid_t()
    guard posix_spawn(&process, program, &actions, &attributes, &arguments, &variables) == 0 else {
      throw POSIXError(.ENOENT)
    }
    self.process = process
  }

  deinit {
    close(terminal)
    kill(process, SIGKILL)
  }

  static func newHome() -> URL {
    let home = FileManager.default.temporaryDirectory.appending(path: "xpl-home-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    return home
  }

  /// Presses keys; `\r` is Enter.
  func type(_ keys: String) {
    mark = output.endIndex
    let bytes = Array(keys.utf8)
    _ = write(terminal, bytes, bytes.count)
  }

  func send(_ signal: Int32) { kill(process, signal) }

  /// Takes over what it has written by now.
  func look() { _ = read(within: 0) }

  /// Whether the text appears after what was typed last, within some seconds.
  func shows(_ text: String, within seconds: Double = 60) -> Bool {
    let end = Date.now.addingTimeInterval(seconds)
    while !sinceMark.contains(text) {
      guard Date.now < end, read(within: end.timeIntervalSinceNow) else { return false }
    }
    return true
  }

  /// Whether it shows this prompt and waits for keys. An editor draws its prompt before the terminal hands over single
  /// keys, and a Ctrl-D in between is lost.
  func asks(_ prompt: String) -> Bool {
    guard shows(prompt) else { return false }
    if isDumb { return true }
    for _ in 0..<1000 {
      var settings = termios()
      if tcgetattr(terminal, &settings) == 0, settings.c_lflag & tcflag_t(ICANON) == 0 { return true }
      usleep(10_000)
    }
    return false
  }

  /// Bytes of memory by a name of proc(5), such as RssAnon for what no file holds, or VmHWM for the most so far.
  func memory(_ name: String) -> Int? {
    let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix(name + ":") }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
  }

  var sinceMark: Substring { output[mark...] }

  /// The exit code, once the program has ended by itself.
  func end(within seconds: Double = 60) -> Int32? {
    let end = Date.now.addingTimeInterval(seconds)
    var status: Int32 = 0
    while Date.now < end {
      _ = read(within: 0.05)
      if waitpid(process, &status, WNOHANG) == process {
        while read(within: 0) {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
      }
    }
    return nil
  }

  /// Takes over what has arrived; false where nothing comes any more.
  private func read(within seconds: Double) -> Bool {
    var ready = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, Int32(max(0, seconds) * 1000)) == 1, ready.revents & Int16(POLLIN) != 0 else {
      return false
    }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = Glibc.read(terminal, &buffer, buffer.count)
    guard count > 0 else { return false }
    let offset = output.utf8.distance(from: output.startIndex, to: mark)
    bytes += buffer[..<count]
    output = String(decoding: bytes, as: UTF8.self)
    mark = output.utf8.index(output.startIndex, offsetBy: offset)
    return true
  }
}

import Foundation

/// The program in a terminal that draws what it is told: a tmux server of its own.
final class Screen {
  let home: URL
  private let socket = "xpl-test-\(UUID().uuidString)"

  /// - Parameters:
  ///   - home: where the history and `.editrc` are; a fresh folder where it is not given.
  ///   - environment: beside a UTF-8 locale.
  init(
    home: URL = Prompt.newHome(), columns: Int = 80, rows: Int = 24, environment: [String: String] = [:],
    arguments: [String] = []
  ) throws {
    self.home = home
    let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "xpl")
      .path
    let variables =
      ["HOME": home.path, "XDG_STATE_HOME": home.path, "LANG": "C.UTF-8", "XPL_CACHE": "off"].merging(
        environment
      ) { $1 }
    try tmux(
      [
        "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "-c", home.path, "env",
        "-u", "NO_COLOR",
      ]
        + variables.map { "\($0)=\($1)" }
        // tmux does not always know the status of what has ended.
        + ["sh", "-c", "trap : INT; \"$0\" \"$@\"; echo $? >status", program] + arguments + [
          ";", "set-option", "-w", "remain-on-exit", "on",
        ])
  }

  deinit {
    _ = try? tmux(["kill-server"])
  }

  /// Presses keys by tmux's names: Enter, Up, C-c, M-Enter.
  func press(_ keys: String...) { _ = try? tmux(["send-keys"] + keys) }

  func type(_ text: String) { _ = try? tmux(["send-keys", "-l", "--", text]) }

  /// Pastes as a terminal does: in brackets where the program has asked for them.
  func paste(_ text: String) {
    _ = try? tmux(["set-buffer", "--", text])
    _ = try? tmux(["paste-buffer", "-p", "-d"])
  }

  func resize(columns: Int, rows: Int) {
    _ = try? tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// The rows of the screen without blanks at their ends, down to the last that has something.
  var rows: [String] {
    var rows = ((try? tmux(["capture-pane", "-p"])) ?? "").split(
      separator: "\n", omittingEmptySubsequences: false
    )
    .map { row in String(row.reversed().drop { $0 == " " }.reversed()) }
    while rows.last == "" { rows.removeLast() }
    return rows
  }

  /// Column and row of the cursor, from 0.
  var cursor: [Int] {
    ((try? tmux(["display-message", "-p", "#{cursor_x} #{cursor_y}"])) ?? "").split(separator: " ").compactMap
    {
      Int($0.filter(\.isNumber))
    }
  }

  /// The status that the program has ended with.
  var status: Int? {
    (try? String(contentsOf: home.appending(path: "status"), encoding: .utf8)).flatMap {
      Int($0.filter(\.isNumber))
    }
  }

  /// Whether the condition comes true within half a minute: a busy machine takes its time.
  func waits(until condition: () -> Bool) -> Bool {
    let end = Date.now.addingTimeInterval(30)
    while !condition() {
      if Date.now > end { return false }
      usleep(20_000)
    }
    return true
  }

  func shows(_ text: String) -> Bool { waits { rows.contains { $0.contains(text) } } }

  /// Whether these are the last rows.
  func ends(with last: [String]) -> Bool { waits { rows.suffix(last.count) == last[...] } }

  /// Whether it shows this prompt, with nothing behind it, and waits for keys.
  func asks(_ prompt: String) -> Bool {
    waits { rows.last?.hasPrefix(prompt) == true && takesSingleKeys }
  }

  private var takesSingleKeys: Bool {
    guard let path = try? tmux(["display-message", "-p", "#{pane_tty}"]) else { return false }
    let terminal = open(path.filter { !$0.isNewline }, O_RDWR | O_NOCTTY)
    defer { close(terminal) }
    var settings = termios()
    return tcgetattr(terminal, &settings) == 0 && settings.c_lflag & tcflag_t(ICANON) == 0
  }

  /// The numbers of the escape sequences (ECMA-48, SGR) that hold for a text where it stands last on the screen.
  func codes(of text: String) -> Set<String>? {
    var found: Set<String>?
    var codes: Set<String> = []
    for row in ((try? tmux(["capture-pane", "-pe"])) ?? "").split(separator: "\n") {
      var cells: [(character: Character, codes: Set<String>)] = []
      var rest = row[...]
      while let next = rest.popFirst() {
        guard next == "\u{1B}" else {
          cells.append((next, codes))
          continue
        }
        let sequence = rest.dropFirst().prefix { $0 != "m" }
        rest = rest.dropFirst(sequence.count + 2)
        for code in sequence.split(separator: ";").map(String.init) {
          switch code {
          case "0": codes = []
          case "39": codes = codes.filter { !$0.hasPrefix("3") }
          case "49": codes = codes.filter { !$0.hasPrefix("4") || $0 == "4" }
          default:
            codes =
              code.hasPrefix("3") ? codes.filter { !$0.hasPrefix("3") }.union([code]) : codes.union([code])
          }
        }
      }
      let line = String(cells.map(\.character))
      guard let range = line.range(of: text, options: .backwards) else { continue }
      let start = line.distance(from: line.startIndex, to: range.lowerBound)
      found = cells[start..<start + text.count].reduce(cells[start].codes) { $0.intersection($1.codes) }
    }
    return found
  }

  /// What tmux says. No Foundation process: that would be over only when the server is, too.
  @discardableResult private func tmux(_ arguments: [String]) throws -> String {
    let words = ["tmux", "-L", socket] + arguments
    let quoted = words.map { "'" + $0.replacing("'", with: "'\\''") + "'" }.joined(separator: " ")
    guard let stream = popen(quoted + " 2>/dev/null", "r") else { throw POSIXError(.EAGAIN) }
    defer { pclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 { bytes += buffer[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }
}

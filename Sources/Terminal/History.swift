import Glibc

/// What was typed, kept in a file: one statement a line, line breaks inside it written as `\n`.
struct History {
  let path: String?

  /// `$XDG_STATE_HOME/xpl/history`, or below `~/.local/state`; nil where there is no home.
  static func standard() -> History {
    func variable(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    let folder = variable("XDG_STATE_HOME") ?? variable("HOME").map { "\($0)/.local/state" }
    return History(path: folder.map { "\($0)/xpl/history" })
  }

  func entries() -> [String] {
    guard let path, let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return bytes.split(separator: UInt8(ascii: "\n")).suffix(2000).map {
      Self.unescaped(String(decoding: $0, as: UTF8.self))
    }
  }

  /// Appends a statement at once, so that nothing is lost when the program is killed. A history that can't be written is
  /// no reason to stop anyone's work.
  func append(_ entry: String) {
    guard let path else { return }
    let parts = path.split(separator: "/").dropLast()
    var folder = path.hasPrefix("/") ? "" : "."
    for part in parts {
      folder += "/" + part
      mkdir(folder, 0o700)
    }
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    let line = Array((Self.escaped(entry) + "\n").utf8)
    _ = write(file, line, line.count)
    close(file)
  }

  static func escaped(_ entry: String) -> String {
    entry.reduce(into: "") { $0 += $1 == "\\" ? "\\\\" : $1 == "\n" ? "\\n" : String($1) }
  }

  static func unescaped(_ line: String) -> String {
    var result = ""
    var isEscape = false
    for character in line {
      if isEscape {
        result.append(character == "n" ? "\n" : character)
        isEscape = false
      } else if character == "\\" {
        isEscape = true
      } else {
        result.append(character)
      }
    }
    return result
  }
}

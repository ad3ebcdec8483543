import Glibc

/// A terminal's answer to the question which features it has (ECMA-48 DA1; 4 stands for Sixel graphics).
enum DeviceAttributes {
  /// The numbers that the terminal lists, or nil where it says nothing within a tenth of a second.
  static func asked() -> [Int]? {
    guard isatty(STDIN_FILENO) == 1 else { return nil }
    var before = termios()
    guard tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
    var raw = before
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
    guard tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0 else { return nil }
    defer { tcsetattr(STDIN_FILENO, TCSANOW, &before) }

    let question: [UInt8] = Array("\u{1B}[c".utf8)
    guard write(STDOUT_FILENO, question, question.count) == question.count else { return nil }
    var answer: [UInt8] = []
    var ready = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    while answer.last != UInt8(ascii: "c"), answer.count < 64, poll(&ready, 1, 100) == 1 {
      var byte: UInt8 = 0
      guard read(STDIN_FILENO, &byte, 1) == 1 else { break }
      answer.append(byte)
    }
    return parsed(answer)
  }

  /// The numbers of `ESC [ ? 62 ; 4 c`.
  static func parsed(_ answer: [UInt8]) -> [Int]? {
    let prefix: [UInt8] = Array("\u{1B}[?".utf8)
    guard answer.starts(with: prefix), answer.last == UInt8(ascii: "c") else { return nil }
    return answer[prefix.count..<answer.count - 1].split(separator: UInt8(ascii: ";")).compactMap { digits in
      Int(String(decoding: digits, as: UTF8.self))
    }
  }
}
